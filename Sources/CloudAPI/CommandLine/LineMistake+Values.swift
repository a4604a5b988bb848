extension LineMistake {
  // MARK: Numbers

  /// A word where only a number may stand.
  ///
  /// - Parameter option: the option whose value it is; `nil` for a part of a value.
  static func number(_ word: String, option: String? = nil) -> LineMistake {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    let unit = word.dropFirst(digits.count).lowercased()
    guard let option, inGibibytes.contains(option), !digits.isEmpty, ["g", "gb", "gib"].contains(unit) else {
      return .noNumber(given: word, remedy: nil)
    }
    return .noNumber(given: word, remedy: "\(option) \(digits)")
  }

  /// Options whose numbers are sizes in GiB.
  private static let inGibibytes = [
    "--size", "--volume-size", "--allocated-storage", "--max-allocated-storage",
  ]

  // MARK: Rules of security groups

  /// A word for the protocol of a rule that is none, such as a service's name.
  static func ruleProtocol(_ word: String) -> LineMistake {
    let name = word.lowercased()
    let port = tcpPorts[name].map { "--protocol tcp --port \($0)" }
    let own = ["tcp", "udp", "icmp", "all"].contains(name) ? "--protocol \(name)" : nil
    return .noProtocol(given: word, remedy: port ?? own)
  }

  /// A word for the ports of a rule that is neither a number nor a range.
  static func rulePort(_ word: String) -> LineMistake {
    if let port = tcpPorts[word.lowercased()] { return .noPort(given: word, remedies: ["--port \(port)"]) }
    let list = ports(in: word, separator: ",")
    let ends = ports(in: word, separator: "~")
    guard ends.count != 2 else { return .noPort(given: word, remedies: ["--port \(ends[0])-\(ends[1])"]) }
    return .noPort(given: word, remedies: list.count > 1 ? list.map { "--port \($0)" } : [])
  }

  /// The ports between the signs of a word; none when a part is no port.
  private static func ports(in word: String, separator: Character) -> [UInt16] {
    let parts = word.split(separator: separator).map { UInt16($0.filter { $0 != " " }) }
    return parts.contains(nil) ? [] : parts.compactMap(\.self)
  }

  /// The ports of services over TCP that people name instead.
  private static let tcpPorts = [
    "http": 80, "https": 443, "ssh": 22, "rdp": 3_389, "mysql": 3_306, "mariadb": 3_306, "postgres": 5_432,
    "postgresql": 5_432, "redis": 6_379,
  ]

  // MARK: Brackets

  /// What is wrong with the brackets of a value in shorthand; `nil` where they come in pairs.
  ///
  /// - Parameter words: all words behind the option, one of which the value is.
  static func advice(onShorthand text: String, of words: [String], option: String) -> AWSOutcome.Advice? {
    let quotes: Set<Character> = ["'", "\""]
    guard case .bracket(let bracket, let repaired)? = PairMistake(in: text, quotes: quotes) else {
      return nil
    }
    // The bracket stands behind a blank, which ended the word.
    if words.count > 1, PairMistake(in: words.joined(separator: " "), quotes: quotes) == nil {
      return .unquotedWords
    }
    let whole = repaired.flatMap { isShorthand($0) ? $0 : nil }
    return .line(.bracket(String(bracket), option: option, repaired: whole))
  }

  private static func isShorthand(_ text: String) -> Bool {
    var parser = ShorthandParser(text) { (_: String) throws(AWSUsageError) in nil }
    do throws(ShorthandParser.Failure) {
      _ = try parser.parse()
      return true
    } catch {
      return false
    }
  }
}
