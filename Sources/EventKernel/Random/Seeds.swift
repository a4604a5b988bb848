/// The seed of a learner's world: ids and timings of the world and of what runs in it.
package struct WorldSeed: Hashable, Sendable {
  /// The seed's number.
  package let rawValue: UInt64

  /// Makes the seed of a number.
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// The seed of one weather: the users, service times and fault moments of an experiment.
package struct WeatherSeed: Hashable, Sendable {
  /// The seed's number.
  package let rawValue: UInt64

  /// Makes the seed of a number.
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// The seed of the `number`-th weather under this one, as a check of several weathers uses them.
  package func weather(_ number: Int) -> WeatherSeed {
    WeatherSeed(
      Draws.mix(Draws.mix(rawValue &+ Draws.stride) &+ UInt64(truncatingIfNeeded: number) &* Draws.step))
  }
}

extension WorldSeed: Codable {
  /// Reads the seed as one integer.
  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(UInt64.self)
  }

  /// Writes the seed as one integer.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension WeatherSeed: Codable {
  /// Reads the seed as one integer.
  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(UInt64.self)
  }

  /// Writes the seed as one integer.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
