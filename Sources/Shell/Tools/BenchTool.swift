import Assessment
import Course
import EventKernel
import Foundation
import Terminal
import Texts
import Traffic

/// `skydrill bench`: measures in this process and prints medians.
package enum BenchTool {
  /// What can be measured beside the checks of labs.
  static let names = [
    "kernel", "stations", "flagship", "scale", "wide", "idle", "survey", "flow", "api", "start", "digests",
    "flow-compare", "flow-compare-further",
  ]

  /// Measures one of the names, compares the committed digests, or measures the check of a lab; 0 done, 1 a digest is not
  /// the committed one, 2 unknown name.
  package static func run(_ name: String, runs: Int, in session: Session) -> Int32 {
    let count = min(100, max(1, runs))
    do throws(CommandFailure) {
      if name == "digests" { return session.show(try digests(in: session)) }
      if name == "flow-compare" || name == "flow-compare-further" {
        let seed = name == "flow-compare" ? FlowScenario.seed : FlowScenario.furtherSeed
        return session.show(try compareEngines(count, seed: seed, in: session))
      }
      let items: [Item]
      switch name {
      case "kernel": items = kernel(count)
      case "stations": items = try stations(count, in: session)
      case "flagship": items = try flagship(count, in: session)
      case "scale": items = try scale(count, in: session)
      case "wide": items = try wide(count, in: session)
      case "idle": items = [try idle(count, in: session)]
      case "survey": items = [try survey(count, in: session)]
      case "flow": items = [try flow(count, in: session)]
      case "api": items = try api(count, in: session)
      case "start": items = try start(count)
      default: items = [try check(name, count, in: session)]
      }
      return session.show(output(items, in: session))
    } catch {
      return session.show(error)
    }
  }

  private static func kernel(_ runs: Int) -> [Item] {
    let customers = 1_000_000
    func measure(_ name: String, _ body: (UInt64) -> Void) -> Item {
      let rates = (0..<runs).map { run in Double(customers) / seconds { body(UInt64(run + 1)) } / 1e6 }
      return item(name, "million customers/s", rates, requests: customers)
    }
    return [
      measure("w1-sequential") {
        _ = KernelWorkloads.runW1(customers: customers, seed: $0, draws: .sequential)
      },
      measure("w1-addressed") {
        _ = KernelWorkloads.runW1(customers: customers, seed: $0, draws: .addressed)
      },
      measure("w2-sequential") {
        _ = KernelWorkloads.runW2(customers: customers, seed: $0, draws: .sequential)
      },
      measure("w2-addressed") {
        _ = KernelWorkloads.runW2(customers: customers, seed: $0, draws: .addressed)
      },
    ]
  }

  private static func check(_ name: String, _ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    guard session.course.labIDs.contains(LabID(name)) else {
      throw CommandFailure(
        "bench.unknown",
        [
          "name": .string(name), "names": .string(names.joined(separator: ", ")),
          "labs": .string(session.course.labIDs.map(\.rawValue).joined(separator: ", ")),
        ])
    }
    let (lab, start) = try session.startWorkspace(of: name)
    var requests = 0
    var times: [Double] = []
    for _ in 0..<runs {
      var verdict: Verdict?
      var refusal: RunRefusal?
      times.append(
        seconds {
          do throws(RunRefusal) {
            verdict = try LabJudge(lab: lab, seed: WeatherSeed(1)).judge(start.world)
          } catch {
            refusal = error
          }
        })
      if let refusal { throw CommandFailure(refusal) }
      requests = verdict?.reports.reduce(0) { $0 + $1.offered } ?? 0
    }
    let item = item("check \(name)", "s", times, requests: requests)
    return name == "az-outage" ? item.held(against: .atMost(1.5, aim: 0.6)) : item
  }

  static func seconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let span = clock.measure(body)
    return Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18
  }
}

/// The most memory that this process has used.
enum PeakMemory {
  /// In bytes; 0 where the system does not tell.
  static var bytes: Int {
    var usage = rusage()
    #if canImport(Glibc)
      guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
      return usage.ru_maxrss * 1_024
    #else
      guard getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
      return usage.ru_maxrss
    #endif
  }
}
