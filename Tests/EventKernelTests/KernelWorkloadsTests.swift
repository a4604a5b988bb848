import EventKernel
import Foundation
import Testing

@Suite("kernel workloads")
struct KernelWorkloadsTests {
  private struct Oracle: Decodable {
    struct SingleServer: Decodable {
      let arrivals: Double
      let services: Double
      let sojourn: Double
      let variance: Double
      let p99: Double

      enum CodingKeys: String, CodingKey {
        case arrivals = "lam"
        case services = "mu"
        case sojourn = "W_sojourn"
        case variance = "avar_mean_wait"
        case p99 = "sojourn_p99"
      }
    }

    struct Tandem: Decodable {
      let mean: Double
      let p99: Double
      let deviation: Double

      enum CodingKeys: String, CodingKey {
        case mean = "W2_mean_measured"
        case p99 = "W2_p99_measured"
        case deviation = "W2_se_of_mean_for_1e6_customers"
      }
    }

    let singleServers: [SingleServer]
    let tandem: Tandem

    enum CodingKeys: String, CodingKey {
      case singleServers = "mm1"
      case tandem = "bench_references"
    }
  }

  private static func oracle() throws -> Oracle {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(
      Oracle.self, from: Data(contentsOf: root.appendingPathComponent("Oracles/queueing.json")))
  }

  private static let customers = 150_000

  @Test(arguments: DrawMode.allCases)
  func `W1 has the mean that queueing theory says`(_ mode: DrawMode) throws {
    let row = try #require(
      try KernelWorkloadsTests.oracle().singleServers.first { $0.arrivals == 0.9 && $0.services == 1 })
    let run = KernelWorkloads.runW1(customers: KernelWorkloadsTests.customers, seed: 1, draws: mode)
    let deviation = (row.variance / Double(run.customers)).squareRoot()
    #expect(abs(run.meanSojourn.inSeconds - row.sojourn) < 4 * deviation)
    #expect(abs(run.p99.inSeconds / row.p99 - 1) < 0.2)
    #expect(run.events == 2 * run.customers)
    #expect(run.sojourn.count == UInt64(run.customers))
  }

  @Test(arguments: DrawMode.allCases)
  func `W2 has the mean and the 99th percentile that long runs gave`(_ mode: DrawMode) throws {
    let known = try KernelWorkloadsTests.oracle().tandem
    let run = KernelWorkloads.runW2(customers: KernelWorkloadsTests.customers, seed: 1, draws: mode)
    let deviation = known.deviation * (1e6 / Double(run.customers)).squareRoot()
    #expect(abs(run.meanSojourn.inSeconds - known.mean) < 4 * deviation)
    #expect(abs(run.p99.inSeconds / known.p99 - 1) < 0.12)
    #expect(run.events == 3 * run.customers)
    #expect(run.sojourn.count == UInt64(run.customers))
  }

  @Test(arguments: [
    (DrawMode.sequential, "7757753a36c6ea316c7c1427df48ab49b1a331561ace14d27ab589aecfa00864"),
    (.addressed, "7ef03dcf8333119dd1ce5162a4726827ca8adfa94f7d9945ed90c2370c82d50d"),
  ])
  func `a run gives the digest that was committed`(_ mode: DrawMode, _ digest: String) {
    var bytes = CanonicalBytes()
    bytes.append(KernelWorkloads.runW1(customers: 5_000, seed: 3, draws: mode).sojourn)
    bytes.append(KernelWorkloads.runW2(customers: 5_000, seed: 3, draws: mode).sojourn)
    #expect(bytes.digest.hex == digest)
  }

  @Test func `no customers is no run`() {
    #expect(KernelWorkloads.runW1(customers: 0, seed: 1, draws: .addressed).events == 0)
    #expect(KernelWorkloads.runW2(customers: 0, seed: 1, draws: .sequential).sojourn.isEmpty)
  }
}
