import CloudAPI
import Foundation
import Testing

@Suite("JMESPath compliance")
struct JMESPathComplianceTests {
  @Test(
    .enabled(
      if: ValueRoot.complianceFolder != nil,
      "SKIPPED: the official JMESPath compliance files are not here; set SKYDRILL_ORACLES to the folder that holds `jmespath`"
    ))
  func `every case of the official suite holds`() throws {
    let folder = try #require(ValueRoot.complianceFolder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".json")
    }.sorted()
    var count = 0
    for file in files {
      let suites = try Value(json: Array(Data(contentsOf: folder.appending(path: file))))
      for suite in suites.elements ?? [] {
        let given = try #require(suite["given"])
        for compliance in suite["cases"]?.elements ?? [] {
          count += 1
          try check(compliance, given, "\(file): \(compliance.json(.compact))")
        }
      }
    }
    #expect(files.count >= 16 && count > 800, "\(files.count) files, \(count) cases")
  }

  private func check(_ compliance: Value, _ given: Value, _ label: String) throws {
    let expression = try #require(compliance["expression"]?.text)
    if let kind = compliance["error"]?.text {
      do {
        let result = try JMESPath(expression).search(given)
        Issue.record("\(label) gave \(result.json(.compact))")
      } catch {
        #expect(error.complianceKind == kind, "\(label): \(error.message)")
      }
    } else if compliance["bench"] != nil {
      #expect(throws: Never.self, "\(label)") { try JMESPath(expression).search(given) }
    } else {
      let expected = try #require(compliance["result"])
      let result = try JMESPath(expression).search(given)
      #expect(result == expected, "\(label) gave \(result.json(.compact))")
    }
  }
}

extension JMESPathError {
  /// The suite's word for the error.
  fileprivate var complianceKind: String {
    switch self {
    case .emptyExpression, .badToken, .unexpectedToken, .incomplete, .expressionTooLong, .tooDeep: "syntax"
    case .unknownFunction: "unknown-function"
    case .wrongArity: "invalid-arity"
    case .wrongType: "invalid-type"
    case .zeroSliceStep: "invalid-value"
    case .tooManySteps: "too-many-steps"
    }
  }
}
