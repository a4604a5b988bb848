import Course
import EventKernel
import Foundation
import Traffic

/// `proof.tsv`: what a proof found, kept beside the lab so that anybody can see the margins and a test sees when it is stale.
///
/// The head names what the table depends on, a line `# name<tab>value` each; the rows follow, one for each design and check.
package struct ProofTable: Sendable, Equatable {
  /// What a design's rows depend on beside the head.
  package struct Stamp: Sendable, Equatable {
    package let design: String
    /// SHA-256 of the script, in hexadecimal digits.
    package let script: String
    /// The report digest of weather 0 alone, in hexadecimal digits.
    package let digest: String

    package init(design: String, script: String, digest: String) {
      self.design = design
      self.script = script
      self.digest = digest
    }
  }

  /// The names of the columns.
  private static let columns = [
    "design", "kind", "check", "bound", "held", "least", "mean", "most", "deviation", "margin", "causes",
  ]

  /// The lab's version, in hexadecimal digits.
  package let version: String
  package let engine: Int
  package let seed: UInt64
  package let weathers: Int
  package let stamps: [Stamp]
  /// The rows' cells, in the order of `columns`.
  package let rows: [[String]]

  /// The table of a proof.
  package init(_ proof: LabProof, _ designs: [DesignProof]) {
    version = proof.lab.version.description
    engine = Report.engine
    seed = proof.seed.rawValue
    weathers = proof.weathers
    stamps = designs.map { Stamp(design: $0.name, script: $0.script.hex, digest: $0.digest.hex) }
    rows = designs.flatMap { design in design.checks.map { Self.row(design, $0) } }
  }

  /// Reads a table; `nil` when the text is none.
  package init?(text: String) {
    var head: [String: String] = [:]
    var stamps: [Stamp] = []
    var rows: [[String]] = []
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if cells[0] == "# design", cells.count == 4 {
        stamps.append(Stamp(design: cells[1], script: cells[2], digest: cells[3]))
      } else if cells[0].hasPrefix("# "), cells.count == 2 {
        head[String(cells[0].dropFirst(2))] = cells[1]
      } else if cells.count == Self.columns.count {
        rows.append(cells)
      } else {
        return nil
      }
    }
    guard let version = head["version"], let engine = head["engine"].flatMap({ Int($0) }),
      let seed = head["seed"].flatMap({ UInt64($0) }), let weathers = head["weathers"].flatMap({ Int($0) }),
      rows.first == Self.columns
    else { return nil }
    self.version = version
    self.engine = engine
    self.seed = seed
    self.weathers = weathers
    self.stamps = stamps
    self.rows = Array(rows.dropFirst())
  }

  /// The file's text.
  package var text: String {
    let head = [
      ["# version", version], ["# engine", "\(engine)"], ["# seed", "\(seed)"],
      ["# weathers", "\(weathers)"],
    ]
    let stamps = stamps.map { ["# design", $0.design, $0.script, $0.digest] }
    return (head + stamps + [Self.columns] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  private static func row(_ design: DesignProof, _ outcome: DesignProof.CheckOutcome) -> [String] {
    let bound: String
    switch outcome.check.bound {
    case .atMost(let number): bound = "<=" + text(of: number)
    case .atLeast(let number): bound = ">=" + text(of: number)
    case .expect(let wanted, _): bound = "\(wanted)"
    }
    let spread = outcome.spread
    return [
      design.name, design.expectation.kind, outcome.check.id, bound, "\(outcome.held)",
      text(of: spread?.least), text(of: spread?.mean), text(of: spread?.most), text(of: spread?.deviation),
      text(of: outcome.margin), causes(outcome.causes),
    ]
  }

  /// The codes of the first causes with how many weathers each, over all resources.
  private static func causes(_ causes: [DesignProof.FirstCause]) -> String {
    var counts: [(code: String, weathers: Int)] = []
    for cause in causes {
      if let known = counts.firstIndex(where: { $0.code == cause.code }) {
        counts[known].weathers += cause.weathers
      } else {
        counts.append((cause.code, cause.weathers))
      }
    }
    return counts.isEmpty ? "-" : counts.map { "\($0.code) \($0.weathers)" }.joined(separator: ", ")
  }

  /// A number with at most two decimals; `-` for none, `inf` for a margin over values that do not vary.
  private static func text(of number: Double?) -> String {
    guard let number else { return "-" }
    guard number.isFinite else { return "inf" }
    let hundredths = (number * 100).rounded()
    return hundredths.truncatingRemainder(dividingBy: 100) == 0
      ? String(format: "%.0f", number) : String(format: "%.2f", number)
  }
}
