import CloudAPI
import Foundation
import Testing

/// Where the tests find the project's root and the oracles.
enum ValueRoot {
  /// The nearest folder above this file, or `SKYDRILL_DATA`, that holds labs and texts.
  static var folder: URL {
    let start =
      ProcessInfo.processInfo.environment["SKYDRILL_DATA"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).deletingLastPathComponent()
    var folder = start.standardizedFileURL
    while folder.path != "/" {
      let holdsBoth = ["labs", "texts"].allSatisfy { name in
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
      }
      if holdsBoth { return folder }
      folder = folder.deletingLastPathComponent()
    }
    return start
  }

  /// What the AWS CLI printed and answered for our own data; see `Tests/Oracles/make-output-cases.py`.
  static func recorded() throws -> Value {
    let file = folder.appending(path: "Tests/Oracles/awscli-output.json")
    return try Value(json: Array(Data(contentsOf: file)))
  }

  /// The recorded cases of one kind; empty when the file is missing, which a test of its own notices.
  static func cases(_ kind: String) -> [RecordedCase] {
    do {
      return try recorded()[kind]?.elements?.map { RecordedCase(value: $0) } ?? []
    } catch {
      return []
    }
  }

  /// The official JMESPath compliance files, `nil` where this machine has none.
  static var complianceFolder: URL? {
    let environment = ProcessInfo.processInfo.environment["SKYDRILL_ORACLES"]
    let oracles =
      environment.map { URL(filePath: $0) }
      ?? folder.deletingLastPathComponent().appending(path: "shared/oracles")
    let compliance = oracles.appending(path: "jmespath")
    return FileManager.default.fileExists(atPath: compliance.path) ? compliance : nil
  }
}

/// A recorded case, shown in reports by its name.
struct RecordedCase: CustomTestStringConvertible {
  let value: Value

  var testDescription: String { value["name"]?.text ?? value["expression"]?.text ?? "" }

  subscript(key: String) -> Value? { value[key] }
}

/// A small generator of reproducible noise (SplitMix64).
struct SeededNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func element<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
