extension Answer: Codable {
  private enum Key: String, CodingKey {
    case choice
    case choices
    case verdict
    case because
    case text
    case order
    case matches
    case blanks
    case keyPoints
  }

  /// Decodes an object with the form's name as its key, such as `{"choice":"a"}` or `{"verdict":true,"because":"b"}`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func value<Shape: Decodable>(_ key: Key) throws -> Shape {
      try container.decode(Shape.self, forKey: key)
    }
    if container.contains(.choice) {
      self = .choice(try value(.choice))
    } else if container.contains(.choices) {
      self = .choices(try value(.choices))
    } else if container.contains(.verdict) {
      self = .verdict(
        try value(.verdict), because: try container.decodeIfPresent(String.self, forKey: .because))
    } else if container.contains(.text) {
      self = .text(try value(.text))
    } else if container.contains(.order) {
      self = .order(try value(.order))
    } else if container.contains(.matches) {
      self = .matches(try value(.matches))
    } else if container.contains(.blanks) {
      self = .blanks(try value(.blanks))
    } else {
      self = .keyPoints(try value(.keyPoints))
    }
  }

  /// Encodes an object with the form's name as its key.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .choice(let id): try container.encode(id, forKey: .choice)
    case .choices(let ids): try container.encode(ids, forKey: .choices)
    case .verdict(let verdict, let because):
      try container.encode(verdict, forKey: .verdict)
      try container.encodeIfPresent(because, forKey: .because)
    case .text(let text): try container.encode(text, forKey: .text)
    case .order(let ids): try container.encode(ids, forKey: .order)
    case .matches(let pairs): try container.encode(pairs, forKey: .matches)
    case .blanks(let pairs): try container.encode(pairs, forKey: .blanks)
    case .keyPoints(let ids): try container.encode(ids, forKey: .keyPoints)
    }
  }
}
