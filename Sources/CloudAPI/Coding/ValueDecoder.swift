import EventKernel

/// Turns values into `Decodable` types; a member that is missing or `null` is `nil`.
///
/// An `Instant` is read from ISO 8601 (a date alone too) and from seconds since 1970, as a number or as text. Errors are
/// ``ValueDecodingError`` but for those that a type throws itself.
package struct ValueDecoder: Sendable {
  private let ignoresCase: Bool

  /// A decoder that finds members under the coding keys, or without regard to their case as `Operation` inputs want:
  /// `DBInstanceIdentifier` for `dbInstanceIdentifier`. A key of the same case goes before others.
  package init(ignoringCase: Bool = false) {
    ignoresCase = ignoringCase
  }

  /// Decodes a value as a type.
  package func decode<Decoded: Decodable>(_ type: Decoded.Type, from value: Value) throws -> Decoded {
    try DecodingPlace(value: value, path: [], ignoresCase: ignoresCase).decode(type)
  }
}

/// Why a value is not what a type wants; paths are as AWS writes them: `Tags[0].Key`.
package enum ValueDecodingError: Error, Hashable, Sendable {
  /// A member that must be there is not; the path is that of the object, empty for the whole.
  case missing(path: String, member: String)
  /// A value of the wrong type; `expected` is a model type such as `string`, `value` and `type` are in Python's words.
  case wrongType(path: String, expected: String, value: String, type: String)
  /// A value of the right type that the type does not take: an unknown case, a number beyond the range.
  case invalidValue(path: String, value: String)
}

/// A value and the way to it.
struct DecodingPlace {
  let value: Value
  let path: [any CodingKey]
  let ignoresCase: Bool

  /// A place one step further.
  func place(of value: Value, under key: some CodingKey) -> DecodingPlace {
    DecodingPlace(value: value, path: path + [key], ignoresCase: ignoresCase)
  }

  /// The way as AWS writes it.
  var text: String { path.awsPath }

  func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded {
    if type == Instant.self, let instant = try instant() as? Decoded { return instant }
    if type == Value.self, let value = value as? Decoded { return value }
    do {
      return try Decoded(from: ValueTreeDecoder(place: self))
    } catch let error as DecodingError {
      throw ValueDecodingError(error, value: value)
    }
  }

  func bool() throws -> Bool {
    guard case .bool(let flag) = value else { throw wrongType("boolean") }
    return flag
  }

  func string() throws -> String {
    guard case .string(let text) = value else { throw wrongType("string") }
    return text
  }

  func double() throws -> Double {
    guard let number = value.double else { throw wrongType("double") }
    return number
  }

  func integer<Whole: FixedWidthInteger>() throws -> Whole {
    switch value {
    case .integer(let integer):
      guard let whole = Whole(exactly: integer) else { throw invalid() }
      return whole
    case .number(let number):
      guard let integer = Int64(exactly: number) else { throw wrongType("integer") }
      guard let whole = Whole(exactly: integer) else { throw invalid() }
      return whole
    case .null, .bool, .string, .array, .object: throw wrongType("integer")
    }
  }

  private func instant() throws -> Instant {
    switch value {
    case .integer, .number: return try instant(unixSeconds: double())
    case .string(let text):
      if let instant = Instant(iso8601: text) { return instant }
      guard let seconds = Double(text) else { throw invalid() }
      return try instant(unixSeconds: seconds)
    case .null, .bool, .array, .object: throw wrongType("timestamp")
    }
  }

  /// The moment some seconds after 1970; beyond 200 years from it nothing is taken.
  private func instant(unixSeconds seconds: Double) throws -> Instant {
    guard abs(seconds) < 6_300_000_000 else { throw invalid() }
    return Instant(unixSeconds: seconds)
  }

  private func wrongType(_ expected: String) -> ValueDecodingError {
    .wrongType(path: text, expected: expected, value: value.pythonText, type: value.pythonTypeName)
  }

  private func invalid() -> ValueDecodingError { .invalidValue(path: text, value: value.pythonText) }
}

extension ValueDecodingError {
  /// What a type's own decoding complained of, at the place where it did.
  init(_ error: DecodingError, value: Value) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .missing(path: context.codingPath.awsPath, member: key.stringValue)
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      self = .invalidValue(path: context.codingPath.awsPath, value: value.pythonText)
    @unknown default: self = .invalidValue(path: "", value: value.pythonText)
    }
  }
}

extension [any CodingKey] {
  /// The path as AWS writes it: members after dots, positions in brackets.
  var awsPath: String {
    var text = ""
    for key in self {
      if let position = key.intValue {
        text += "[\(position)]"
      } else {
        text += text.isEmpty ? key.stringValue : "." + key.stringValue
      }
    }
    return text
  }
}

/// The decoder of one place of the tree.
struct ValueTreeDecoder: Decoder {
  let place: DecodingPlace

  var codingPath: [any CodingKey] { place.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = place.value else {
      throw ValueDecodingError.wrongType(
        path: place.text, expected: "structure", value: place.value.pythonText,
        type: place.value.pythonTypeName)
    }
    return KeyedDecodingContainer(KeyedValueDecoding<Key>(object: object, place: place))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = place.value else {
      throw ValueDecodingError.wrongType(
        path: place.text, expected: "list", value: place.value.pythonText, type: place.value.pythonTypeName)
    }
    return UnkeyedValueDecoding(elements: elements, place: place)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleValueDecoding(place: place) }
}
