package import CloudAPI
package import EventKernel

extension YAMLReader {
  /// A span of time such as `90s`, `200ms`, `15m`, `1.5h`, `2d`, within a range.
  package func duration(in range: ClosedRange<Duration> = .zero ... .days(31)) -> Duration? {
    guard case .scalar(let raw, _) = node.content, let span = Self.span(raw), range.contains(span) else {
      report(.yamlNotDuration, ["key": key, "value": shown])
      return nil
    }
    return span
  }

  /// A JMESPath over a tree, where that is known; what is wrong with it is reported at its own column.
  package func query(of tree: ValueShape? = nil) -> Query? {
    guard let text = text(limit: 2_000), case .scalar(let raw, let isQuoted) = node.content else {
      return nil
    }
    let query: Query
    do throws(JMESPathError) {
      query = try Query(text)
    } catch {
      let column = raw.contains("\n") ? 0 : (error.position ?? 0) + (isQuoted ? 1 : 0)
      report(.yamlNotQuery, ["key": key, "problem": .text(error.problem)], offset: column)
      return nil
    }
    do throws(UnknownMember) {
      if let tree { try query.path.check(against: tree) }
      return query
    } catch {
      let column = raw.contains("\n") ? 0 : text.distance(to: error.name) + (isQuoted ? 1 : 0)
      report(.labUnknownMember, error.arguments, offset: column)
      return nil
    }
  }

  private static func span(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard !digits.isEmpty, digits.utf8.count <= 12, let number = Double(digits) else { return nil }
    switch text.dropFirst(digits.count) {
    case "ms": return .milliseconds(number)
    case "s": return .seconds(number)
    case "m": return .minutes(number)
    case "h": return .hours(number)
    case "d": return .hours(number * 24)
    default: return nil
    }
  }
}

extension JMESPathError {
  /// Where the expression is wrong, counted in code points from 0.
  var position: Int? {
    switch self {
    case .badToken(_, let position, _), .unexpectedToken(_, let position, _, _, _): position
    case .incomplete(let expression): expression.unicodeScalars.count
    case .emptyExpression, .unknownFunction, .wrongArity, .wrongType, .zeroSliceStep, .expressionTooLong,
      .tooDeep, .tooManySteps:
      nil
    }
  }

  /// The first line of what is wrong, harmless to print.
  var problem: String {
    VisibleText.escaped(String(message.split(separator: "\n").first ?? "JMESPath"))
  }
}

extension UnknownMember {
  /// The values of its sentence.
  var arguments: [String: DiagnosticValue] {
    let near = NearestName.of(name, among: known).map { [$0] } ?? known
    return ["name": .text(name), "known": .text(near.isEmpty ? "-" : near.joined(separator: ", "))]
  }
}

extension String {
  /// How many characters stand before the first place of a name; 0 where it is not found as it is.
  func distance(to name: String) -> Int {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(name) { return distance(from: startIndex, to: place) }
      place = index(after: place)
    }
    return 0
  }
}
