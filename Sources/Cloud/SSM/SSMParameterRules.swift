/// The pattern that the values of a parameter must fit: a small part of regular expressions.
///
/// It knows literal characters, `.`, classes such as `[a-z0-9]` and `[^/]`, `\\d`, `\\w`, `\\s`, the counts `*`, `+`, `?` and `{2,4}`,
/// and `^` and `$` at the ends.
struct SSMPattern {
  private let items: [Item]

  private struct Item {
    var matches: @Sendable (Character) -> Bool
    var least = 1
    var most = 1
  }

  /// - Throws: AWS's refusal of a pattern that cannot be read, and this world's of alternatives and groups.
  init(_ text: String) throws(AWSError) {
    let invalid = AWSError(
      "InvalidAllowedPatternException", "The request does not meet the regular expression requirement.")
    var rest = Array(text)
    if rest.first == "^" { rest.removeFirst() }
    if rest.last == "$" { rest.removeLast() }
    var items: [Item] = []
    var place = 0
    while place < rest.count {
      let character = rest[place]
      place += 1
      switch character {
      case "(", ")", "|": throw .notModelled("AllowedPattern", text)
      case "[":
        guard let end = rest[place...].firstIndex(of: "]"), end > place else { throw invalid }
        items.append(Item(matches: Self.characters(Array(rest[place..<end]))))
        place = end + 1
      case "\\":
        guard place < rest.count else { throw invalid }
        items.append(Item(matches: Self.escaped(rest[place])))
        place += 1
      case ".": items.append(Item { _ in true })
      case "*", "+", "?":
        guard !items.isEmpty else { throw invalid }
        items[items.count - 1].least = character == "+" ? 1 : 0
        items[items.count - 1].most = character == "?" ? 1 : .max
      case "{":
        guard !items.isEmpty, let end = rest[place...].firstIndex(of: "}") else { throw invalid }
        let parts = String(rest[place..<end]).split(separator: ",", omittingEmptySubsequences: false)
        guard let least = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { throw invalid }
        items[items.count - 1].least = least
        items[items.count - 1].most = parts.count == 1 ? least : Int(parts[1]) ?? .max
        place = end + 1
      default: items.append(Item { $0 == character })
      }
    }
    self.items = items
  }

  private static func escaped(_ character: Character) -> @Sendable (Character) -> Bool {
    switch character {
    case "d": return { $0.isASCII && $0.isNumber }
    case "w": return { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    case "s": return { $0.isWhitespace }
    default: return { $0 == character }
    }
  }

  private static func characters(_ text: [Character]) -> @Sendable (Character) -> Bool {
    let isNegated = text.first == "^"
    let body = isNegated ? Array(text.dropFirst()) : text
    return { character in
      var place = 0
      var isIn = false
      while place < body.count {
        if place + 2 < body.count, body[place + 1] == "-" {
          if body[place] <= character, character <= body[place + 2] { isIn = true }
          place += 3
        } else if body[place] == "\\", place + 1 < body.count {
          if escaped(body[place + 1])(character) { isIn = true }
          place += 2
        } else {
          if body[place] == character { isIn = true }
          place += 1
        }
      }
      return isIn != isNegated
    }
  }

  /// Throws AWS's refusal unless a value fits from end to end. Linear in the value times the pattern.
  func check(_ value: String) throws(AWSError) {
    // The places in the value that the pattern can have come to.
    let text = Array(value)
    var places: Set<Int> = [0]
    for item in items {
      var next: Set<Int> = []
      for start in places {
        var count = 0
        if item.least == 0 { next.insert(start) }
        while start + count < text.count, count < item.most, item.matches(text[start + count]) {
          count += 1
          if count >= item.least { next.insert(start + count) }
        }
      }
      places = next
    }
    guard places.contains(text.count) else {
      throw AWSError(
        "ParameterPatternMismatchException",
        "Parameter value, cannot be validated against allowedPattern.")
    }
  }
}

/// A filter over parameters.
struct SSMParameterFilter: Decodable, Sendable {
  var key: String?
  var option: String?
  var values: [String]?

  /// Whether a parameter fits; the filter is one of several, counted from 1.
  ///
  /// - Throws: `ValidationException`, `InvalidFilterKey` and `InvalidFilterOption`.
  func test(number: Int) throws(AWSError) -> @Sendable (SSMParameter) -> Bool {
    let values = values ?? []
    let text: @Sendable (SSMParameter) -> String?
    switch key {
    case "Name": text = { $0.name }
    case "Type": text = { $0.type }
    case "KeyId": text = { $0.isSecret ? SSMParameter.key : nil }
    case "DataType": text = { $0.dataType }
    case "Tier": text = { $0.tier.rawValue }
    case "Path":
      guard option == nil || option == "Recursive" || option == "OneLevel" else { throw badOption }
      guard values.allSatisfy({ $0.hasPrefix("/") }) else {
        throw AWSError("ValidationException", "The parameter path must begin with a slash.")
      }
      let isDeep = option == "Recursive"
      return { parameter in
        values.contains { path in
          let prefix = path.hasSuffix("/") ? path : path + "/"
          guard parameter.name.hasPrefix(prefix) else { return false }
          return isDeep || !parameter.name.dropFirst(prefix.count).contains("/")
        }
      }
    case let key? where key.hasPrefix("tag:"):
      let name = String(key.dropFirst(4))
      return { parameter in
        parameter.tags[name].map { values.isEmpty || values.contains($0) } ?? false
      }
    // In the pattern, but of GetParametersByPath alone (API reference, ParameterStringFilter).
    case "Label": throw AWSError("InvalidFilterKey", "The filter key Label is not valid.")
    default:
      throw AWSError(
        "ValidationException",
        "1 validation error detected: Value '\(key ?? "")' at 'parameterFilters.\(number).member.key' failed to satisfy"
          + " constraint: Member must satisfy regular expression pattern: "
          + "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType")
    }
    switch option {
    case nil, "Equals": return { parameter in text(parameter).map { values.contains($0) } ?? false }
    case "BeginsWith": return { parameter in values.contains { text(parameter)?.hasPrefix($0) ?? false } }
    case "Contains": return { parameter in values.contains { text(parameter)?.contains($0) ?? false } }
    default: throw badOption
    }
  }

  private var badOption: AWSError {
    AWSError(
      "InvalidFilterOption", "The filter option \(option ?? "") is not valid for the key \(key ?? "").")
  }
}
