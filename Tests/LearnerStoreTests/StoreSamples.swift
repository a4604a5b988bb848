import Assessment
import Foundation
import LearnerStore

/// Temporary stores and events for the tests of this room.
enum StoreSamples {
  /// A fresh folder that is removed after the body.
  static func inFolder<Output>(_ body: (String) throws -> Output) throws -> Output {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("skydrill-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let result = Result { try body(folder.path) }
    try FileManager.default.removeItem(at: folder)
    return try result.get()
  }

  /// A fresh store in a folder of its own.
  static func withStore<Output>(_ body: (LearnerStore) throws -> Output) throws -> Output {
    try inFolder { try body(LearnerStore.open(path: $0 + "/learner.db").store) }
  }

  static let digest = String(repeating: "a", count: 64)

  static func run(_ id: String = "run-0001", started: Int64 = 5) -> LabRun {
    LabRun(
      id: id, lab: "az-outage", version: digest, engine: 1, seed: .max, variant: "v1",
      started: started)
  }

  /// An answer as it stands in a file: day `day`, a fraction, optionally certain.
  static func answer(
    _ number: Int, question: String = "zone-count", day: Int64, fraction: Double, certainty: Int = 2
  ) throws -> LearnerEvent {
    let id = String(repeating: "0", count: 28) + String(format: "%04x", number)
    let json = """
      {"id":"\(id)","at":\(day * 86_400_000),"answered":{"question":"\(question)","rev":1,\
      "topic":"zone","variant":18446744073709551615,"answer":{"choice":"a"},\
      "fraction":\(fraction),"certainty":\(certainty),"milliseconds":4000}}
      """
    return try JSONDecoder().decode(LearnerEvent.self, from: Data(json.utf8))
  }
}
