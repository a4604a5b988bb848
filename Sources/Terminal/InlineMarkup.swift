/// Reads the marks that a sentence of the catalogue may hold.
struct InlineMarkup {
  private let characters: [Character]
  private let style: Document.Span.Style
  private var position = 0
  private var pending = ""
  private var found: [Document.Span] = []
  /// Marks known to have no partner further on, so that each is searched for at most once.
  private var withoutPartner: Set<[Character]> = []

  init(_ text: String, style: Document.Span.Style) {
    characters = Array(text)
    self.style = style
  }

  mutating func spans() -> [Document.Span] {
    while position < characters.count {
      let mark = run(at: position)
      if let mark, let close = partner(of: mark) {
        flush()
        let inner = String(characters[position + mark.count..<close])
        found.append(Document.Span(inner, form: form(of: mark), style: style))
        position = close + mark.count
      } else {
        let count = mark?.count ?? 1
        pending += String(characters[position..<position + count])
        position += count
      }
    }
    flush()
    return found
  }

  private func form(of mark: [Character]) -> Document.Span.Form {
    if mark.first == "`" { return .code }
    return mark.count == 2 ? .strong : .emphasis
  }

  /// The mark that starts here: backticks of any number, one or two stars.
  private func run(at start: Int) -> [Character]? {
    let first = characters[start]
    guard first == "`" || first == "*" else { return nil }
    return Array(characters[start...].prefix { $0 == first })
  }

  private mutating func partner(of mark: [Character]) -> Int? {
    let isStar = mark.first == "*"
    guard !isStar || mark.count <= 2, !withoutPartner.contains(mark) else { return nil }
    let first = position + mark.count
    if isStar, first >= characters.count || characters[first].isWhitespace { return nil }
    var index = first
    while index < characters.count {
      guard let other = run(at: index) else {
        index += 1
        continue
      }
      if other == mark, index > first, !isStar || !characters[index - 1].isWhitespace { return index }
      index += other.count
    }
    withoutPartner.insert(mark)
    return nil
  }

  private mutating func flush() {
    if !pending.isEmpty { found.append(Document.Span(pending, style: style)) }
    pending = ""
  }
}
