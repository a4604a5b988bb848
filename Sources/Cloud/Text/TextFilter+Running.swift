// What filters write.

extension TextFilter {
  /// What a filter wrote, and how it ended.
  package struct Outcome: Equatable, Sendable {
    package var output = ""
    package var status: Int32 = 0
  }

  /// The most steps that the search for places in a text takes.
  static let mostSteps = 2_000_000

  /// Reads a text and writes what the filter makes of it.
  package func run(_ text: String) -> Outcome {
    let lines = Self.lines(of: text)
    switch act {
    case .head(let count): return Outcome(output: Self.text(of: lines.prefix(count)))
    case .headBytes(let count):
      return Outcome(output: String(decoding: text.utf8.prefix(count), as: UTF8.self))
    case .tail(let count): return Outcome(output: Self.text(of: lines.suffix(count)))
    case .tailFrom(let line): return Outcome(output: Self.text(of: lines.dropFirst(max(0, line - 1))))
    case .cut(let fields): return Outcome(output: Self.text(of: lines.map(fields.cut)))
    case .columns(let program): return Outcome(output: program.run(lines))
    case .grep(let pattern, let options): return Self.find(pattern, options, in: lines)
    case .sort(let options): return Outcome(output: Self.text(of: Self.sorted(lines, options)))
    case .unique(let counts): return Outcome(output: Self.unique(lines, counts: counts))
    case .count(let options): return Outcome(output: Self.counted(text, lines.count, options))
    case .translate(let map): return Outcome(output: map.translate(text))
    case .edit(let edits): return LineEdit.run(edits, on: lines)
    case .fold(let width): return Outcome(output: Self.text(of: lines.flatMap { Self.folded($0, width) }))
    }
  }

  /// The lines of a text without their ends.
  static func lines(of text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  static func text(of lines: some Sequence<some StringProtocol>) -> String {
    var text = ""
    for line in lines {
      text += line
      text += "\n"
    }
    return text
  }

  private static func folded(_ line: Substring, _ width: Int) -> [Substring] {
    var parts: [Substring] = []
    var rest = line
    while let end = rest.index(rest.startIndex, offsetBy: width, limitedBy: rest.endIndex),
      end < rest.endIndex
    {
      parts.append(rest[..<end])
      rest = rest[end...]
    }
    return parts + [rest]
  }

  private static func find(_ pattern: TextPattern, _ options: GrepOptions, in lines: [Substring]) -> Outcome {
    var output = ""
    var found = 0
    var steps = mostSteps
    for (index, line) in lines.enumerated() where pattern.matches(line) != options.isInverted {
      found += 1
      if options.countsOnly || options.isQuiet { continue }
      let number = options.numbersLines ? "\(index + 1):" : ""
      guard options.matchesOnly, !options.isInverted else {
        output += "\(number)\(line)\n"
        continue
      }
      let characters = Array(line)
      var position = 0
      while position < characters.count,
        let range = pattern.firstMatch(in: characters, from: position, steps: &steps)
      {
        if !range.isEmpty { output += number + String(characters[range]) + "\n" }
        position = max(range.upperBound, position + 1)
      }
    }
    if options.countsOnly { output = "\(found)\n" }
    return Outcome(output: output, status: found > 0 ? 0 : 1)
  }

  private static func sorted(_ lines: [Substring], _ options: SortOptions) -> [Substring] {
    func key(_ line: Substring) -> Substring {
      guard let key = options.key else { return line }
      let fields =
        options.separator.map { line.split(separator: $0, omittingEmptySubsequences: false) }
        ?? line.split { $0 == " " || $0 == "\t" }
      return key <= fields.count ? fields[key - 1] : ""
    }
    let keyed = lines.enumerated().map { index, line -> (key: String, number: Double, index: Int) in
      let text = String(key(line))
      let digits = text.drop { $0 == " " }.prefix { $0.isNumber || $0 == "." || $0 == "-" }
      return (options.ignoresCase ? text.uppercased() : text, Double(digits) ?? 0, index)
    }
    var order = keyed.sorted { left, right in
      if options.isNumeric, left.number != right.number { return left.number < right.number }
      if left.key != right.key { return left.key < right.key }
      let (first, second) = (lines[left.index], lines[right.index])
      return first == second ? left.index < right.index : first < second
    }
    if options.isReversed { order.reverse() }
    var sorted: [Substring] = []
    var last: (key: String, number: Double)?
    for entry in order {
      let isSame = last.map { options.isNumeric ? $0.number == entry.number : $0.key == entry.key } ?? false
      if options.isUnique, isSame { continue }
      sorted.append(lines[entry.index])
      last = (entry.key, entry.number)
    }
    return sorted
  }

  private static func unique(_ lines: [Substring], counts: Bool) -> String {
    var output = ""
    var index = 0
    while index < lines.count {
      let run = lines[index...].prefix { $0 == lines[index] }.count
      let count = "\(run)"
      let padding = String(repeating: " ", count: max(0, 7 - count.count))
      output += (counts ? padding + count + " " : "") + lines[index] + "\n"
      index += run
    }
    return output
  }

  private static func counted(_ text: String, _ lines: Int, _ options: CountOptions) -> String {
    var numbers: [Int] = []
    if options.lines { numbers.append(text.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }) }
    if options.words { numbers.append(text.split(whereSeparator: \.isWhitespace).count) }
    if options.bytes { numbers.append(text.utf8.count) }
    guard numbers.count > 1 else { return "\(numbers.first ?? lines)\n" }
    return numbers.map { number in
      String(repeating: " ", count: max(1, 8 - "\(number)".count)) + "\(number)"
    }.joined().dropFirst() + "\n"
  }
}
