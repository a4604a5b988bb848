import Cloud
import Foundation

extension World {
  /// Makes a call as the tests' administrator in a Region of its own.
  @discardableResult
  mutating func ask<Op: Cloud.Operation>(_ operation: Op.Type, _ input: String, in region: String) throws
    -> Op.Output
  {
    let decoded = try JSONDecoder().decode(Op.Input.self, from: Data(input.utf8))
    return try perform(operation, decoded, context: CallContext(region: Region(rawValue: region)))
  }
}

/// The code of AWS's error that a body throws; `nil` when it throws none.
func refusedCode(_ body: () throws -> Void) -> String? {
  do { try body() } catch { return (error as? AWSError)?.code ?? "\(error)" }
  return nil
}
