import Foundation

/// What a stored verdict says in short.
struct VerdictSummary: Decodable {
  private struct Item: Decodable {
    let passed: Bool
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

  /// How many checks held.
  var passed: Int { items.count(where: \.passed) }
  /// How many checks there were.
  var checks: Int { items.count }
}
