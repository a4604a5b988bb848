import Foundation
import Testing

/// The catalogue of texts and the code agree.
@Suite struct TextIDTests {
  @Test func `every sentence exists in both languages`() throws {
    #expect(try Repository.names(in: "texts/ko") == Repository.names(in: "texts/en"))
    let korean = try Repository.textIDs("ko")
    let english = try Repository.textIDs("en")
    #expect(korean.subtracting(english) == [])
    #expect(english.subtracting(korean) == [])
  }

  @Test func `every id that the code names exists`() throws {
    let ids = try Repository.textIDs("en")
    let namespaces = Set(ids.compactMap { $0.split(separator: ".").first.map(String.init) })
    var found = 0
    for file in try Repository.files(in: "Sources", endings: [".swift"]) {
      for literal in Self.literals(in: file.text) {
        guard let namespace = literal.split(separator: ".").first, namespaces.contains(String(namespace))
        else {
          continue
        }
        found += 1
        let isFailure = ids.contains(literal + ".message")
        #expect(ids.contains(literal) || isFailure, "\(file.path) names \(literal)")
      }
    }
    #expect(found > 50)
  }

  /// The string literals that look like an id: lower-case words joined by dots, without interpolation.
  private static func literals(in text: String) -> [String] {
    var literals: [String] = []
    for call in ["text(\"", "CommandFailure(\"", "text(id: \""] {
      for piece in text.components(separatedBy: call).dropFirst() {
        let literal = piece.prefix { $0 != "\"" }
        guard literal.contains("."), !literal.contains("\\") else { continue }
        literals.append(String(literal))
      }
    }
    return literals
  }
}
