/// A member in a query that is taken of a list, which has none, instead of the list's items: `Reservations.Instances`.
package struct ListMemberMistake: Sendable, Equatable {
  /// The list by the name of its member.
  package let list: String
  /// The name behind it.
  package let member: String
  /// The two as they were meant.
  package let remedy: String

  /// The first one in a query on an operation's output; `nil` where there is none, or where the shape of what a name is taken
  /// of is not known. O(query).
  init?(in query: JMESPath, of output: Shape) {
    var walk = Walk()
    _ = walk.result(of: query.root, on: .shape(output, name: nil))
    guard let found = walk.found else { return nil }
    self = found
  }

  private init(_ name: String, of list: String, _ element: Shape?) {
    self.list = list
    member = name
    if let member = element?.member(name) {
      remedy = "\(list)[].\(name)" + (member.shape.kind == .list ? "[]" : "")
    } else if let names = element?.memberNames, names.contains("Key"), names.contains("Value") {
      remedy = "\(list)[?Key=='\(name)'].Value"
    } else {
      remedy = "\(list)[]"
    }
  }

  /// What is known of a value within a query.
  private indirect enum Known {
    /// A value of a shape, and the member that it is.
    case shape(Shape, name: String?)
    /// An array that the query makes of values.
    case array(Known)
    case nothing

    /// The value as the elements of an array; `nil` where it is none.
    var element: Known? {
      switch self {
      case .shape(let shape, _): shape.kind == .list ? shape.element.map { .shape($0, name: nil) } : nil
      case .array(let element): element
      case .nothing: nil
      }
    }
  }

  private struct Walk {
    var found: ListMemberMistake?

    mutating func result(of node: JMESPathNode, on value: Known) -> Known {
      switch node {
      case .current, .slice: return value
      case .field(let name): return member(name, of: value)
      case .index: return value.element ?? .nothing
      case .chain(let nodes):
        var result = value
        for node in nodes { result = self.result(of: node, on: result) }
        return result
      case .flatten:
        guard let element = value.element else { return .nothing }
        return .array(element.element ?? element)
      case .project(let node):
        guard let element = value.element else { return .nothing }
        return .array(result(of: node, on: element))
      case .filter(let condition, let node):
        guard let element = value.element else { return .nothing }
        _ = result(of: condition, on: element)
        return .array(result(of: node, on: element))
      case .list(let nodes): return visit(nodes, on: value)
      case .object(let members): return visit(members.map(\.node), on: value)
      case .compare(_, let left, let right): return visit([left, right], on: value)
      case .call(_, let arguments):
        // What `&name` is applied to only the function knows.
        for case .value(let node) in arguments { _ = result(of: node, on: value) }
        return .nothing
      case .not(let node): return visit([node], on: value)
      // One of several may be there for values of another kind.
      case .or, .and, .literal, .projectValues: return .nothing
      }
    }

    private mutating func visit(_ nodes: [JMESPathNode], on value: Known) -> Known {
      for node in nodes { _ = result(of: node, on: value) }
      return .nothing
    }

    private mutating func member(_ name: String, of value: Known) -> Known {
      guard case .shape(let shape, let list) = value, !shape.traits.contains(.document) else {
        return .nothing
      }
      if shape.kind == .list, let list, found == nil {
        found = ListMemberMistake(name, of: list, shape.element)
      }
      guard shape.kind == .structure, let member = shape.member(name) else { return .nothing }
      return .shape(member.shape, name: name)
    }
  }
}
