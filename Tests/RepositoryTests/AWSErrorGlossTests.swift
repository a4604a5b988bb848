import Foundation
import Testing

/// Every error of AWS that the world can raise is explained, and nothing else is.
@Suite struct AWSErrorGlossTests {
  @Test(arguments: ["ko", "en"])
  func `each code has a gloss, and each gloss a code`(language: String) throws {
    let glosses = Set(
      try Repository.textIDs(language).filter { $0.hasPrefix("aws-errors.") }.map { String($0.dropFirst(11)) }
    )
    let codes = Set(
      try Self.codes().map { $0.lowercased().replacingOccurrences(of: ".", with: "-") })
    #expect(codes.count > 100)
    #expect(codes.subtracting(glosses).sorted() == [])
    #expect(glosses.subtracting(codes).sorted() == [])
  }

  /// The codes that stand in the code: given to an error, or made of the name of a kind of id.
  private static func codes() throws -> Set<String> {
    let made = /AWSError\(\s*"([A-Za-z0-9.]+)"/
    let notFound = /notFound\(\s*"([A-Za-z0-9.]+)"/
    let parsed = /parse\([^)]*else: "([A-Za-z0-9.]+)"/
    var codes: Set<String> = []
    for file in try Repository.files(in: "Sources/Cloud", endings: [".swift"]) {
      for match in file.text.matches(of: made) { codes.insert(String(match.1)) }
      for match in file.text.matches(of: notFound) { codes.insert("\(match.1).NotFound") }
      for match in file.text.matches(of: parsed) {
        codes.insert("\(match.1).NotFound")
        codes.insert("\(match.1).Malformed")
      }
    }
    return codes
  }
}
