import Cloud
import EventKernel
import Foundation

/// An outage that AWS had, as faults at their minutes.
struct Outage: Sendable, Equatable {
  /// One fault of it.
  struct Step: Sendable, Equatable {
    /// From when to when, counted from the outage's start.
    let from: EventKernel.Duration
    let until: EventKernel.Duration
    /// Whether a source gives its length, share and scope; one of them is a teaching value otherwise.
    let isPublished: Bool
    /// The words of `fault`, with `@zone` and `@other` for zones.
    let words: [String]
  }

  /// Its name, such as `apne2-2018-dns`.
  let id: String
  /// The day on which it began, `YYYY-MM-DD`.
  let date: String
  /// The Region that AWS had it in.
  let region: String
  /// Whether AWS itself described it; the press otherwise.
  let isSure: Bool
  /// The page that describes it.
  let source: String
  let steps: [Step]

  /// The longest that it is run; a longer one is shortened in proportion.
  static let longest = EventKernel.Duration.hours(1)

  /// From its start to the end of its last fault.
  var duration: EventKernel.Duration { steps.map(\.until).max() ?? .zero }

  /// By what its times are multiplied, 1 unless it lasted longer than the longest.
  var scale: Double { duration > Self.longest ? Self.longest / duration : 1 }

  /// The words of `fault` for a step in zones, with its length and its beginning.
  func words(of step: Step, zones: [Zone]) -> [String] {
    let names = ["@zone", "@other"]
    let named = step.words.map { word in
      guard let index = names.firstIndex(of: word), index < zones.count else { return word }
      return zones[index].rawValue
    }
    let begins = Self.seconds(step.from * scale)
    let lasts = max(1, Self.seconds(step.until * scale) - begins)
    return named + ["\(lasts)s"] + (begins > 0 ? ["in", "\(begins)s"] : [])
  }

  private static func seconds(_ span: EventKernel.Duration) -> Int { Int(span.inSeconds.rounded()) }

  /// The zones of a Region, those that hold most running instances and databases first.
  static func zones(of world: World, in region: Region) -> [Zone] {
    let held = world.catalog.zones(in: region).map(\.zone).map { zone in
      (
        zone: zone,
        count: world.ec2.instances.count { $0.row.zone == zone && $0.row.state == .running }
          + world.rds.instances.count { $0.row.zone == zone }
      )
    }
    return held.sorted { $0.count == $1.count ? $0.zone < $1.zone : $0.count > $1.count }.map(\.zone)
  }
}

extension Outage {
  /// All outages of the data, in the order of their file.
  static func all(in data: DataRoot) -> [Outage] {
    let steps = rows(of: "outage-steps.tsv", columns: 5, in: data)
    return rows(of: "outages.tsv", columns: 5, in: data).map { row in
      Outage(
        id: row[0], date: row[1], region: row[2], isSure: row[3] == "high", source: row[4],
        steps: steps.filter { $0[0] == row[0] }.map { step in
          Step(
            from: .minutes(Int(step[1]) ?? 0), until: .minutes(Int(step[2]) ?? 0),
            isPublished: step[3] == "published",
            words: step[4].split(separator: " ").map(String.init))
        })
    }
  }

  private static func rows(of name: String, columns: Int, in data: DataRoot) -> [[String]] {
    let bytes = FileManager.default.contents(atPath: "\(data.path)/facts/\(name)") ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
      .filter { $0.count == columns }
  }
}
