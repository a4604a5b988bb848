/// What most often goes wrong in a query that finds nothing: JMESPath takes a member that is not there for null, without a word.
package enum QueryMistake: Sendable, Equatable {
  /// The answer has no such member, but one whose letters differ in case alone.
  case letterCase(String, member: String)
  /// A text to compare with stands in double quotes, or in none, and names a member so.
  case unquotedText(String)

  /// The first mistake in a query on an operation's output; `nil` where all its names are members. O(shape).
  init?(in query: JMESPath, of output: Shape) {
    var names: Set<String> = []
    var hasMap = false
    Self.collect(output, into: &names, &hasMap)
    var walk = Walk()
    walk.visit(query.root, isCompared: false)
    names.formUnion(walk.made)
    for field in walk.fields where !names.contains(field.name) {
      let near = names.filter { $0.lowercased() == field.name.lowercased() }.min()
      if let near {
        self = .letterCase(field.name, member: near)
        return
      }
      if field.isCompared, !hasMap {
        self = .unquotedText(field.name)
        return
      }
    }
    return nil
  }

  private static func collect(_ shape: Shape, into names: inout Set<String>, _ hasMap: inout Bool) {
    var seen: Set<String> = []
    var rest = [shape]
    while let next = rest.popLast() {
      if !next.name.isEmpty, !seen.insert(next.name).inserted { continue }
      if next.kind == .map || next.traits.contains(.document) || next.traits.contains(.json) { hasMap = true }
      for member in next.members {
        names.insert(member.name)
        rest.append(member.shape)
      }
      if let element = next.element { rest.append(element) }
    }
  }

  private struct Walk {
    var fields: [(name: String, isCompared: Bool)] = []
    /// Members that the query makes itself.
    var made: Set<String> = []

    mutating func visit(_ node: JMESPathNode, isCompared: Bool) {
      switch node {
      case .field(let name): fields.append((name, isCompared))
      case .current, .index, .slice, .literal, .flatten: break
      case .chain(let nodes), .list(let nodes), .or(let nodes), .and(let nodes):
        for node in nodes { visit(node, isCompared: false) }
      case .project(let node), .projectValues(let node), .not(let node): visit(node, isCompared: false)
      case .filter(let condition, let node):
        visit(condition, isCompared: false)
        visit(node, isCompared: false)
      case .object(let members):
        for member in members {
          made.insert(member.key)
          visit(member.node, isCompared: false)
        }
      case .call(_, let arguments):
        for (place, argument) in arguments.enumerated() {
          // The second argument of `contains` and `starts_with` is a text, most often.
          if case .value(let node) = argument {
            visit(node, isCompared: place == 1)
          } else {
            visit(argument.node, isCompared: false)
          }
        }
      case .compare(_, let left, let right):
        visit(left, isCompared: false)
        visit(right, isCompared: true)
      }
    }
  }
}
