import Foundation

/// What a stored verdict says in short.
struct VerdictSummary: Decodable {
  private struct Item: Decodable {
    let passed: Bool
    let points: Int
  }

  private let items: [Item]

  private enum CodingKeys: String, CodingKey {
    case items = "checks"
  }

  /// Reads the JSON of a verdict; `nil` when it is none.
  init?(json: String) {
    do {
      self = try JSONDecoder().decode(VerdictSummary.self, from: Data(json.utf8))
    } catch {
      return nil
    }
  }

  /// How many checks held and count; the points of side checks wait for the main check.
  var passed: Int { items.count { $0.passed && $0.points > 0 } }
  /// How many checks there were.
  var checks: Int { items.count }
}
