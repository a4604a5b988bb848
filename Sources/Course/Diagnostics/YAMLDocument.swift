import Yams

/// Parses one bounded YAML document: no anchors with aliases, no keys that are not text, a limited depth.
///
/// Scalars keep their text: `no` is the word *no*, and whoever reads a node says which type it wants.
package enum YAMLDocument {
  /// The deepest nesting of lists and mappings.
  package static let depthLimit = 32

  /// The document's root, or `nil` after reporting why there is none; `line` is added to every line number, for
  /// YAML that stands inside another file.
  package static func parse(
    _ text: String, file: String, lineOffset: Int = 0, _ collector: DiagnosticCollector
  ) -> YAMLReader? {
    let place = Place(file: file, lineOffset: lineOffset, collector: collector)
    if let alias = YAMLAliasScan.firstAlias(in: text) {
      place.report(alias.line, alias.column, .yamlAlias, ["name": .text(alias.name)])
      return nil
    }
    do {
      // The basic resolver has no patterns: resolving the type of every key is slow and would turn words into booleans.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        place.report(1, 1, .yamlNotMapping, ["key": "/"])
        return nil
      }
      guard let node = convert(root, depth: 0, place) else { return nil }
      return YAMLReader(node: node, path: "", file: file, collector: collector)
    } catch {
      place.report(error)
      return nil
    }
  }

  private static func convert(_ node: Node, depth: Int, _ place: Place) -> YAMLNode? {
    let line = (node.mark?.line ?? 1) + place.lineOffset
    let column = node.mark?.column ?? 1
    guard depth < depthLimit || node.scalar != nil else {
      place.report(node.mark?.line ?? 1, column, .yamlTooDeep, ["limit": .integer(depthLimit)])
      return nil
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      return YAMLNode(line: line, column: column, content: .scalar(scalar.string, isQuoted: isQuoted))
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for item in sequence {
        guard let converted = convert(item, depth: depth + 1, place) else { return nil }
        items.append(converted)
      }
      return YAMLNode(line: line, column: column, content: .list(items))
    case .mapping(let mapping):
      var pairs: [YAMLNode.Pair] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          place.report(key.mark?.line ?? 1, key.mark?.column ?? 1, .yamlNotText, ["key": "?"])
          return nil
        }
        guard let converted = convert(value, depth: depth + 1, place) else { return nil }
        pairs.append(
          YAMLNode.Pair(
            key: name.string, line: (name.mark?.line ?? 1) + place.lineOffset,
            column: name.mark?.column ?? 1, value: converted))
      }
      return YAMLNode(line: line, column: column, content: .mapping(pairs))
    case .alias(let alias):
      place.report(1, 1, .yamlAlias, ["name": .text(alias.anchor.rawValue)])
      return nil
    }
  }

  private struct Place {
    let file: String
    let lineOffset: Int
    let collector: DiagnosticCollector

    func report(
      _ line: Int, _ column: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]
    ) {
      collector.report(
        Diagnostic(
          file: file, line: line + lineOffset, column: column, code: code, arguments: arguments))
    }

    /// Reports the parser's error at its mark.
    func report(_ error: any Error) {
      switch error {
      case YamlError.scanner(_, let problem, let mark, _),
        YamlError.parser(_, let problem, let mark, _),
        YamlError.composer(_, let problem, let mark, _):
        report(mark.line, mark.column, .yamlSyntax, ["problem": .text(problem)])
      case YamlError.duplicatedKeysInMapping(let duplicates, let context):
        let key = VisibleText.escaped(duplicates.first ?? "")
        report(context.mark.line, context.mark.column, .yamlDuplicateKey, ["key": .text(key)])
      case YamlError.reader(let problem, _, _, _):
        report(1, 1, .yamlSyntax, ["problem": .text(problem)])
      default:
        report(1, 1, .yamlSyntax, ["problem": "not YAML"])
      }
    }
  }
}
