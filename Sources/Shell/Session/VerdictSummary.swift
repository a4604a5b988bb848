import Foundation

/// What a stored verdict says in short.
struct VerdictSummary: Decodable {
  private struct Item: Decodable {
    let passed: Bool
  }

  private let checks: [Item]

  /// Reads the JSON of a verdict; `nil` when it is none.
  init?(json: String) {
    do {
      self = try JSONDecoder().decode(VerdictSummary.self, from: Data(json.utf8))
    } catch {
      return nil
    }
  }

  /// How many checks held.
  var passed: Int { checks.count(where: \.passed) }
}
