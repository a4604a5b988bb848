import EventKernel
import Terminal
import Texts

extension BenchTool {
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
    /// What is asked at the least, and what is aimed at, in the unit of the median.
    private(set) var floor: Double?
    private(set) var aim: Double?
    /// Which of both the median reaches.
    private(set) var met: Standing?

    private enum CodingKeys: String, CodingKey {
      case name, unit, median, runs, requests, digest, floor, aim, met
      case peakMemoryBytes = "peak_memory_bytes"
    }

    /// The same, held against a goal.
    func held(against goal: Goal) -> Item {
      var item = self
      item.floor = goal.floor
      item.aim = goal.aim
      item.met = goal.standing(of: median)
      return item
    }
  }

  /// What a measurement reaches of its goal.
  package enum Standing: String, Encodable {
    case aim
    case floor
    case missed
  }

  /// What is asked of a measurement.
  package struct Goal {
    /// What is asked at the least.
    package let floor: Double
    /// What is aimed at; `nil` for nothing beyond the floor.
    package let aim: Double?
    /// Whether less is better, as of times.
    private let isLimit: Bool

    /// More is better.
    package static func atLeast(_ floor: Double, aim: Double? = nil) -> Goal {
      Goal(floor: floor, aim: aim, isLimit: false)
    }

    /// Less is better.
    package static func atMost(_ floor: Double, aim: Double? = nil) -> Goal {
      Goal(floor: floor, aim: aim, isLimit: true)
    }

    /// What a value reaches.
    package func standing(of value: Double) -> Standing {
      func reaches(_ bound: Double) -> Bool { isLimit ? value <= bound : value >= bound }
      if let aim, reaches(aim) { return .aim }
      return reaches(floor) ? (aim == nil ? .aim : .floor) : .missed
    }
  }

  /// The median of some runs.
  static func item(_ name: String, _ unit: String, _ runs: [Double], requests: Int) -> Item {
    Item(
      name: name, unit: unit, median: runs.sorted()[runs.count / 2], runs: runs, requests: requests,
      peakMemoryBytes: PeakMemory.bytes)
  }

  /// How many times as much one measurement took as another, taken run by run.
  static func ratio(_ name: String, _ item: Item, to other: Item) -> Item {
    Self.item(name, "×", zip(item.runs, other.runs).map { $0 / $1 }, requests: item.requests)
  }

  /// The measurements with their goals.
  static func output(_ items: [Item], in session: Session) -> CommandOutput {
    var document = Document()
    for item in items {
      let value =
        "\(NumberFormat.fixed(item.median, digits: 3)) \(item.unit), \(item.peakMemoryBytes / 1_048_576) MiB"
      if let floor = item.floor, let met = item.met {
        let goal = session.text(
          item.aim == nil ? "bench.goal.floor" : "bench.goal.floor-aim",
          ["floor": .string(plain(floor)), "aim": .string(item.aim.map(plain) ?? "")])
        let standing = session.text("bench.met.\(met.rawValue)")
        document.keyValue(
          item.name, "\(value) (\(goal): \(standing))", style: met == .missed ? .bad : .good)
      } else {
        document.keyValue(item.name, value)
      }
      if let digest = item.digest { document.keyValue("digest", digest) }
    }
    return CommandOutput(items, document)
  }

  /// A bound with no more digits than it has.
  private static func plain(_ bound: Double) -> String {
    NumberFormat.fixed(bound, digits: bound == bound.rounded() ? 0 : 1)
  }
}
