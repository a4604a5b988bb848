extension Value: Codable {
  /// Encodes the tree with any encoder; ``ValueEncoder`` takes it over whole.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let flag): try flag.encode(to: encoder)
    case .integer(let integer): try integer.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .string(let text): try text.encode(to: encoder)
    case .array(let elements): try elements.encode(to: encoder)
    case .object(let object):
      var container = encoder.container(keyedBy: ValueCodingKey.self)
      for member in object.members { try container.encode(member.value, forKey: ValueCodingKey(member.key)) }
    }
  }

  /// Decodes a tree from any decoder; ``ValueDecoder`` hands it over whole.
  package init(from decoder: any Decoder) throws {
    if let tree = decoder as? ValueTreeDecoder {
      self = tree.place.value
    } else if let container = try Self.attempt({ try decoder.container(keyedBy: ValueCodingKey.self) }) {
      self = .object(
        ValueObject(
          try container.allKeys.map {
            (key: $0.stringValue, value: try container.decode(Value.self, forKey: $0))
          }))
    } else {
      try self.init(single: decoder.singleValueContainer())
    }
  }

  private init(single container: any SingleValueDecodingContainer) throws {
    if container.decodeNil() {
      self = .null
    } else if let flag = try Self.attempt({ try container.decode(Bool.self) }) {
      self = .bool(flag)
    } else if let integer = try Self.attempt({ try container.decode(Int64.self) }) {
      self = .integer(integer)
    } else if let number = try Self.attempt({ try container.decode(Double.self) }) {
      self = .number(number)
    } else if let text = try Self.attempt({ try container.decode(String.self) }) {
      self = .string(text)
    } else {
      self = .array(try container.decode([Value].self))
    }
  }

  /// What a decoding gives, `nil` where the data are of another type.
  private static func attempt<Result>(_ decode: () throws -> Result) throws -> Result? {
    do {
      return try decode()
    } catch is DecodingError {
      return nil
    }
  }
}
