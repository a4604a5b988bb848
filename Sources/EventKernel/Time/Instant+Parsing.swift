extension Instant {
  /// Reads an ISO 8601 moment, or nothing where the text is none.
  ///
  /// Taken are `2026-01-05`, `2026-01-05T10:00`, `2026-01-05T10:00:30`, with a fraction of a second (finer than a nanosecond is cut), each with
  /// `Z`, `+09:00`, `+0900`, `+09` or nothing, which means UTC. A space may stand for the `T`. Years are 1733…2318.
  package init?(iso8601 text: String) {
    guard text.utf8.count <= 64 else { return nil }
    var reader = DigitReader(Array(text.utf8))
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
      let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day),
      (1734...2317).contains(year)
    else { return nil }
    var time = Duration.zero
    if !reader.atEnd {
      guard reader.take("T") || reader.take("t") || reader.take(" ") else { return nil }
      guard let clock = reader.clock(), let offset = reader.offset() else { return nil }
      time = clock - offset
    }
    guard reader.atEnd else { return nil }
    self = Instant(startOf: date) + time
  }
}

private struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard !atEnd, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  mutating func digit() -> Int? {
    guard !atEnd, (48...57).contains(bytes[position]) else { return nil }
    position += 1
    return Int(bytes[position - 1]) - 48
  }

  mutating func number(_ width: Int) -> Int? {
    var value = 0
    for _ in 0..<width {
      guard let next = digit() else { return nil }
      value = value * 10 + next
    }
    return value
  }

  mutating func clock() -> Duration? {
    guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else { return nil }
    var span = Duration.hours(hour) + .minutes(minute)
    guard take(":") else { return span }
    guard let second = number(2), second < 60 else { return nil }
    span += .seconds(second)
    guard take(".") else { return span }
    guard let first = digit() else { return nil }
    var unit = 100_000_000
    var fraction = first * unit
    while let next = digit() {
      unit /= 10
      fraction += next * unit
    }
    return span + .nanoseconds(fraction)
  }

  mutating func offset() -> Duration? {
    if atEnd || take("Z") || take("z") { return .zero }
    let west = take("-")
    guard west || take("+"), let hour = number(2), hour < 24 else { return nil }
    var span = Duration.hours(hour)
    if !atEnd {
      _ = take(":")
      guard let minute = number(2), minute < 60 else { return nil }
      span += .minutes(minute)
    }
    return west ? -span : span
  }
}
