import Foundation

/// Values as the store and its exports write them: JSON on one line, keys in order.
enum StoredJSON {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Shape: Decodable>(_ shape: Shape.Type, _ text: String) throws -> Shape {
    try JSONDecoder().decode(shape, from: Data(text.utf8))
  }
}
