import Cloud
import EventKernel
import Foundation

/// Calls with their input as JSON, whose keys are the properties' names.
extension World {
  /// Makes a call as the tests' administrator.
  @discardableResult
  mutating func ask<Op: Cloud.Operation>(_ operation: Op.Type, _ input: String) throws -> Op.Output {
    let decoded = try JSONDecoder().decode(Op.Input.self, from: Data(input.utf8))
    return try perform(operation, decoded, context: TestWorld.context)
  }

  /// The error that a call gives, `nil` when it succeeds.
  mutating func refusal<Op: Cloud.Operation>(_ operation: Op.Type, _ input: String) throws -> AWSError? {
    do {
      try ask(operation, input)
      return nil
    } catch let error as AWSError {
      return error
    }
  }

  /// A zone of the tests' Region by its letter.
  static func zone(_ letter: String) -> Zone { Zone(rawValue: "ap-northeast-2\(letter)") }

  /// The default subnet of a zone of the tests' Region.
  func subnet(_ letter: String) throws -> String {
    let found = ec2.subnets.first { $0.row.zone == World.zone(letter) && $0.row.isDefaultForZone }
    guard let found else { throw AWSError("Test", "There is no default subnet in \(letter).") }
    return "\(found.id)"
  }

  /// The occurrences of a resource by code.
  func codes(of resource: String) -> [String] {
    occurrences.entries.filter { $0.resource == resource }.map(\.code)
  }
}
