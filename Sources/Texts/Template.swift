/// A sentence of the catalogue with its placeholders, read but not yet filled.
struct Template: Sendable, Equatable {
  /// A part of the sentence.
  enum Part: Sendable, Equatable {
    case literal(String)
    case placeholder(name: String, filters: [Filter])
  }

  /// What is wrong with a sentence.
  enum Flaw: Error, Equatable {
    case unclosedBrace
    case strayClosingBrace
    case badName(String)
    case unknownFilter(String)
  }

  /// The parts in their order.
  let parts: [Part]

  /// Reads `{name}`, `{name|filter|filter}`, `{{` and `}}`.
  init(parsing text: String) throws(Flaw) {
    var parts: [Part] = []
    var literal = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        literal.append(first)
        rest = rest.dropFirst(2)
      } else if first == "{" {
        guard let close = rest.firstIndex(of: "}") else { throw .unclosedBrace }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(try Template.placeholder(rest[rest.index(after: rest.startIndex)..<close]))
        rest = rest[rest.index(after: close)...]
      } else if first == "}" {
        throw .strayClosingBrace
      } else {
        literal.append(first)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  /// The names of the placeholders, each once, in the order of bytes.
  var names: [String] {
    var names: [String] = []
    for case .placeholder(let name, _) in parts where !names.contains(name) { names.append(name) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func placeholder(_ text: Substring) throws(Flaw) -> Part {
    let fields = text.split(separator: "|", omittingEmptySubsequences: false)
    let name = String(fields[0])
    let isName = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") || ("0"..."9").contains($0)
    }
    guard isName, !name.isEmpty else { throw .badName(name) }
    var filters: [Filter] = []
    for field in fields.dropFirst() {
      guard let filter = Filter(String(field)) else { throw .unknownFilter(String(field)) }
      filters.append(filter)
    }
    return .placeholder(name: name, filters: filters)
  }
}
