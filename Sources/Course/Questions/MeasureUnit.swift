/// A unit in which a question's number is given, with the words that mean it in both languages.
package struct MeasureUnit: Equatable, Sendable, Encodable {
  /// What units of one dimension have in common: they convert into each other.
  package enum Dimension: String, Sendable, Encodable {
    case count
    case ratio
    case time
    case bytes
    case bitRate
    case byteRate
    case money
    case moneyRate
    case rate
    case operationRate
  }

  /// The symbol as content writes it, such as `min`; empty for a bare count.
  package let symbol: String
  /// The dimension.
  package let dimension: Dimension
  /// How many of the dimension's base unit one of this is.
  package let factor: Double
  /// The words that mean the unit, the symbol among them.
  package let words: [String]

  private init(_ symbol: String, _ dimension: Dimension, _ factor: Double, _ words: [String] = []) {
    self.symbol = symbol
    self.dimension = dimension
    self.factor = factor
    self.words = [symbol] + words
  }

  /// The unit as a prompt of a language shows it: spans of time and rates have Korean words, other units their symbol.
  package func shown(in language: ContentLanguage) -> String {
    let isWord = [.time, .rate, .moneyRate].contains(dimension) && symbol != "ms"
    guard language == .ko, isWord else { return symbol }
    let hangul = words.first { $0.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) } }
    return hangul ?? symbol
  }

  /// The unit of a symbol as content writes it.
  package static func named(_ symbol: String) -> MeasureUnit? {
    all.first { $0.symbol == symbol }
  }

  /// The unit that a word means: the exact word first, then in any case when only one unit has it so.
  package static func meaning(_ word: String) -> MeasureUnit? {
    if let exact = all.first(where: { $0.words.contains(word) }) { return exact }
    let folded = word.lowercased()
    let candidates = all.filter { $0.words.contains { $0.lowercased() == folded } }
    return candidates.count == 1 ? candidates.first : nil
  }

  /// A value in this unit, in another unit of the same dimension; `nil` between dimensions.
  package func convert(_ value: Double, to other: MeasureUnit) -> Double? {
    guard dimension == other.dimension else { return nil }
    return self == other ? value : value * factor / other.factor
  }

  /// A bare number of things.
  package static let count = MeasureUnit(
    "", .count, 1,
    [
      "개", "대", "건", "번", "회", "명", "곳", "times", "time", "servers", "server", "instances",
      "instance", "zones", "zone", "requests", "request", "users", "user",
    ])

  /// The units, each symbol once; a month is 730 hours (TEACH), as in the monthly cost.
  package static let all: [MeasureUnit] = [
    count,
    MeasureUnit("%", .ratio, 0.01, ["percent", "퍼센트", "프로"]),
    MeasureUnit("ms", .time, 0.001, ["밀리초", "millisecond", "milliseconds", "msec"]),
    MeasureUnit("s", .time, 1, ["초", "sec", "secs", "second", "seconds"]),
    MeasureUnit("min", .time, 60, ["분", "m", "mins", "minute", "minutes"]),
    MeasureUnit("h", .time, 3_600, ["시간", "hr", "hrs", "hour", "hours"]),
    MeasureUnit("d", .time, 86_400, ["일", "day", "days"]),
    MeasureUnit("week", .time, 604_800, ["주", "주일", "weeks"]),
    MeasureUnit("month", .time, 2_628_000, ["달", "개월", "months"]),
    MeasureUnit("year", .time, 31_536_000, ["년", "years"]),
    MeasureUnit("B", .bytes, 1, ["바이트", "byte", "bytes"]),
    MeasureUnit("KB", .bytes, 1e3, ["kB", "킬로바이트"]),
    MeasureUnit("MB", .bytes, 1e6, ["메가바이트"]),
    MeasureUnit("GB", .bytes, 1e9, ["기가바이트"]),
    MeasureUnit("TB", .bytes, 1e12, ["테라바이트"]),
    MeasureUnit("KiB", .bytes, 1_024, ["키비바이트"]),
    MeasureUnit("MiB", .bytes, 1_048_576, ["메비바이트"]),
    MeasureUnit("GiB", .bytes, 1_073_741_824, ["기비바이트"]),
    MeasureUnit("TiB", .bytes, 1_099_511_627_776, ["테비바이트"]),
    MeasureUnit("bit/s", .bitRate, 1, ["bps"]),
    MeasureUnit("Mbit/s", .bitRate, 1e6, ["Mbps", "Mb/s", "메가비트"]),
    MeasureUnit("Gbit/s", .bitRate, 1e9, ["Gbps", "Gb/s", "기가비트"]),
    MeasureUnit("MB/s", .byteRate, 1e6, ["MBps"]),
    MeasureUnit("MiB/s", .byteRate, 1_048_576, ["MiBps"]),
    MeasureUnit("GiB/s", .byteRate, 1_073_741_824, ["GiBps"]),
    MeasureUnit("USD", .money, 1, ["$", "dollar", "dollars", "달러"]),
    MeasureUnit("USD/h", .moneyRate, 1, ["$/h", "USD/hour", "$/hour", "USD/시간", "달러/시간"]),
    MeasureUnit("USD/month", .moneyRate, 1.0 / 730, ["$/month", "USD/mo", "USD/월", "달러/월", "달러/달"]),
    MeasureUnit(
      "requests/s", .rate, 1,
      ["request/s", "req/s", "rps", "requests/sec", "requests/second", "건/초", "요청/초"]),
    MeasureUnit("requests/min", .rate, 1.0 / 60, ["req/min", "rpm", "건/분", "요청/분"]),
    MeasureUnit("IOPS", .operationRate, 1, ["iops"]),
  ]
}
