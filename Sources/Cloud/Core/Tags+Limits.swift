extension Tags {
  /// Why tags are not taken (facts: EC2 2.8, the same for every service).
  enum Problem: Error, Equatable {
    /// Keys that begin with `aws:` are AWS's own.
    case reserved(key: String)
    case emptyKey
    /// A key of more than 128 characters.
    case longKey(String)
    /// A value of more than 256 characters.
    case longValue(key: String)
    /// The same key twice in one call.
    case twice(key: String)
    /// More than `mostPerResource` in all.
    case tooMany
  }

  /// How many tags a resource may have besides AWS's own (facts: `ec2.tags.max_per_resource`).
  package static let mostPerResource = 50
  /// The most characters of a key (facts: `ec2.tags.key_max`).
  package static let longestKey = 128
  /// The most characters of a value (facts: `ec2.tags.value_max`).
  package static let longestValue = 256

  /// These tags and those of a call, whose values win; a problem is told in the service's words.
  func adding(_ tags: [Tag]?, refusing: (Problem) -> AWSError) throws(AWSError) -> Tags {
    var result = self
    var keys: Set<String> = []
    for tag in tags ?? [] {
      if let problem = Self.problem(of: tag) { throw refusing(problem) }
      guard keys.insert(tag.key).inserted else { throw refusing(.twice(key: tag.key)) }
      result[tag.key] = tag.value
    }
    guard result.all.count <= Self.mostPerResource else { throw refusing(.tooMany) }
    return result
  }

  /// What is wrong with a tag by itself.
  static func problem(of tag: Tag) -> Problem? {
    if tag.key.isEmpty { return .emptyKey }
    if tag.key.lowercased().hasPrefix("aws:") { return .reserved(key: tag.key) }
    if tag.key.unicodeScalars.count > longestKey { return .longKey(tag.key) }
    if tag.value.unicodeScalars.count > longestValue { return .longValue(key: tag.key) }
    return nil
  }
}
