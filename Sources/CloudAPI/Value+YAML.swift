import Yams

/// What is wrong with a text that should be YAML.
package struct YAMLInputError: Error, Hashable, Sendable {
  /// The fault in one sentence with its line, from 1.
  package let message: String
}

extension Value {
  /// Reads one YAML document as a tree of data.
  ///
  /// Plain scalars are read by YAML 1.2's core schema: `yes` is text, `true` is not. Of a text longer than 1 MiB, nested
  /// deeper than 64 or of more than 100,000 parts nothing is read.
  ///
  /// - Throws: ``YAMLInputError`` for what is no YAML, an alias, or a key twice in one map.
  package init(yaml text: String) throws(YAMLInputError) {
    guard text.utf8.count <= 1 << 20 else { throw YAMLInputError(message: "more than 1048576 bytes") }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      throw YAMLInputError(message: "\(error)".split(separator: "\n").joined(separator: " "))
    } catch {
      throw YAMLInputError(message: "\(error)")
    }
    var parts = 0
    self = try node.map { (node) throws(YAMLInputError) in try Self.read(node, depth: 0, &parts) } ?? .null
  }

  private static let deepest = 64
  /// Aliases can name the same part again and again, so that a short text stands for a huge tree.
  private static let mostParts = 100_000

  private static func read(_ node: Node, depth: Int, _ parts: inout Int) throws(YAMLInputError) -> Value {
    parts += 1
    guard depth < deepest else { throw YAMLInputError(message: "nested deeper than \(deepest)") }
    guard parts <= mostParts else { throw YAMLInputError(message: "more than \(mostParts) parts") }
    switch node {
    case .scalar(let scalar):
      return scalar.style == .plain ? plain(scalar.string) : .string(scalar.string)
    case .sequence(let sequence):
      var items: [Value] = []
      for item in sequence { items.append(try read(item, depth: depth + 1, &parts)) }
      return .array(items)
    case .mapping(let mapping):
      var object = ValueObject()
      for (key, value) in mapping {
        guard case .scalar(let name) = key else { throw YAMLInputError(message: "a key is no text") }
        object[name.string] = try read(value, depth: depth + 1, &parts)
      }
      return .object(object)
    case .alias: throw YAMLInputError(message: "an alias without its anchor")
    }
  }

  /// A scalar without quotes.
  private static func plain(_ text: String) -> Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    let unsigned = text.drop { $0 == "-" || $0 == "+" }
    guard text.count - unsigned.count <= 1, unsigned.first?.isNumber == true || unsigned.first == ".",
      unsigned.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
    else { return .string(text) }
    if let integer = Int64(text) { return .integer(integer) }
    return Double(text).map(Value.number) ?? .string(text)
  }
}
