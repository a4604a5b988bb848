import EventKernel

extension AppSettings {
  /// Reads user data as the application does at its start: `KEY=value` lines, comments, and nothing else.
  ///
  /// A line may begin with `export`; the last line of a key wins; a value may stand in quotes. The first line that is
  /// not understood stops the application, which is told by `failure`.
  package static func read(_ userData: String) -> (settings: AppSettings, failure: Instance.BootFailure?) {
    var settings = AppSettings()
    for line in userData.split(whereSeparator: \.isNewline) {
      var words = line.trimmed
      if words.isEmpty || words.hasPrefix("#") { continue }
      if words.hasPrefix("export ") { words = words.dropFirst("export ".count).trimmed }
      guard let equals = words.firstIndex(of: "=") else {
        let first = words.prefix { $0 != " " && $0 != "\t" }
        return (settings, .unknownSetting(String(first.prefix(64))))
      }
      let key = String(words[..<equals].prefix(64))
      let value = String(words[words.index(after: equals)...].trimmed.unquoted.prefix(300))
      if let failure = settings.set(key, value) { return (settings, failure) }
    }
    return (settings, nil)
  }

  private mutating func set(_ key: String, _ value: String) -> Instance.BootFailure? {
    let invalid = Instance.BootFailure.invalidSetting(key: key, value: value)
    func whole(_ range: ClosedRange<Int>) -> Int? { Int(value).flatMap { range.contains($0) ? $0 : nil } }
    switch key {
    case "DB_HOST":
      guard value.isHostName else { return invalid }
      databaseHost = value
    case "DB_READ_HOST":
      guard value.isHostName else { return invalid }
      databaseReadHost = value
    case "CACHE_HOST":
      guard value.isHostName else { return invalid }
      cacheHost = value
    case "CACHE_READ_HOST":
      guard value.isHostName else { return invalid }
      cacheReadHost = value
    case "DB_POOL":
      guard let pool = whole(1...1_000) else { return invalid }
      databasePool = pool
    case "DB_AUTH":
      guard value == "password" || value == "iam" else { return invalid }
      authenticatesDatabaseByRole = value == "iam"
    case "DB_RETRY":
      guard let retries = whole(0...10) else { return invalid }
      databaseRetry = retries
    case "DB_DNS_TTL":
      guard let seconds = whole(0...86_400) else { return invalid }
      databaseAddressLifetime = .seconds(seconds)
    case "CACHE_TTL":
      guard let seconds = whole(1...86_400) else { return invalid }
      cacheLifetime = .seconds(seconds)
    case "JOB_QUEUE":
      guard value.isQueueName else { return invalid }
      jobQueue = value
    case "JOB_CHECKPOINT":
      guard let span = value.jobSpan else { return invalid }
      checkpointEvery = span
    case "JOB_ON_NOTICE":
      guard value == "save" || value == "ignore" else { return invalid }
      savesOnNotice = value == "save"
    case "SESSION_STORE":
      guard let store = SessionStore(rawValue: value) else { return invalid }
      sessionStore = store
    case "CACHE_CONTROL":
      guard value.isCacheControl else { return invalid }
      cacheControl = value
    default: return .unknownSetting(key)
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return rest
  }

  fileprivate var unquoted: Substring {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return dropFirst().dropLast()
  }
}

extension String {
  /// Whether the text is a list of words that `Cache-Control` of an answer has (RFC 9111), at most 100 bytes.
  fileprivate var isCacheControl: Bool {
    guard !isEmpty, utf8.count <= 100 else { return false }
    return split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let sides = part.trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = sides[0].lowercased()
      if ["max-age", "s-maxage"].contains(name) { return sides.count == 2 && UInt32(sides[1]) != nil }
      return sides.count == 1
        && ["no-cache", "no-store", "private", "public", "must-revalidate", "immutable"].contains(name)
    }
  }

  /// Whether the text can be a host name or an address: letters, digits, hyphens and dots, at most 253 bytes.
  fileprivate var isHostName: Bool {
    !isEmpty && utf8.count <= 253
      && utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46
      }
  }

  /// Whether the text can name a queue of jobs: letters, digits and hyphens, at most 64 bytes.
  fileprivate var isQueueName: Bool {
    !isEmpty && utf8.count <= 64
      && utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
      }
  }

  /// A span of seconds, or of `s`, `m` or `h`, from nothing to a day; `nil` where the text is none.
  fileprivate var jobSpan: Duration? {
    let units: [(Character, Int)] = [("s", 1), ("m", 60), ("h", 3_600)]
    let unit = units.first { last == $0.0 }
    guard let count = Int(unit == nil ? self : String(dropLast())), (0...86_400).contains(count) else {
      return nil
    }
    let seconds = count * (unit?.1 ?? 1)
    return seconds <= 86_400 ? .seconds(seconds) : nil
  }
}
