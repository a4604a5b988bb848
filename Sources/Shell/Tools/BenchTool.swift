import Assessment
import Course
import EventKernel
import Foundation
import Terminal
import Texts
import Traffic

/// `skydrill bench`: measures in this process and prints medians.
package enum BenchTool {
  /// One measurement as scripts read it.
  struct Item: Encodable {
    let name: String
    let unit: String
    let median: Double
    let runs: [Double]
    let requests: Int
    let peakMemoryBytes: Int
    /// The digest of the report, where one is made.
    var digest: String?

    private enum CodingKeys: String, CodingKey {
      case name, unit, median, runs, requests, digest
      case peakMemoryBytes = "peak_memory_bytes"
    }
  }

  /// Measures one of the names, compares the committed digests, or measures the check of a lab; 0 done, 1 a digest is not
  /// the committed one, 2 unknown name.
  package static func run(_ name: String, runs: Int, in session: Session) -> Int32 {
    let count = min(100, max(1, runs))
    do throws(CommandFailure) {
      if name == "digests" { return session.show(try digests(in: session)) }
      if name == "flow-compare" { return session.show(try compareEngines(in: session)) }
      let items: [Item]
      switch name {
      case "kernel": items = kernel(count)
      case "flagship": items = [try flagship(count, in: session)]
      case "survey": items = [try survey(count, in: session)]
      case "flow": items = [try flow(count, in: session)]
      case "api": items = try api(count, in: session)
      case "start": items = try start(count)
      default: items = [try check(name, count, in: session)]
      }
      var document = Document()
      for item in items {
        document.keyValue(
          item.name,
          "\(NumberFormat.fixed(item.median, digits: 3)) \(item.unit), "
            + "\(item.peakMemoryBytes / 1_048_576) MiB")
        if let digest = item.digest { document.keyValue("digest", digest) }
      }
      return session.show(CommandOutput(items, document))
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
    return item("check \(name)", "s", times, requests: requests)
  }

  static func seconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let span = clock.measure(body)
    return Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18
  }

  static func item(_ name: String, _ unit: String, _ runs: [Double], requests: Int) -> Item {
    Item(
      name: name, unit: unit, median: runs.sorted()[runs.count / 2], runs: runs, requests: requests,
      peakMemoryBytes: PeakMemory.bytes)
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
