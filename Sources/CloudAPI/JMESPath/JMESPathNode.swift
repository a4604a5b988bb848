/// A part of a compiled expression: a function of the current value.
///
/// What is applied one after another (`a.b[0] | c`) is one flat chain, so that long expressions do not nest.
indirect enum JMESPathNode: Sendable {
  case current
  case field(String)
  case index(Int)
  case slice(start: Int?, stop: Int?, step: Int)
  case literal(Value)
  /// Each in turn applied to what the one before gave.
  case chain([JMESPathNode])
  /// An array with its inner arrays spliced in.
  case flatten
  /// The node applied to each element of an array, nulls left out.
  case project(JMESPathNode)
  /// The node applied to each member's value of an object, nulls left out.
  case projectValues(JMESPathNode)
  /// The node applied to each element that meets the condition, nulls left out.
  case filter(condition: JMESPathNode, JMESPathNode)
  case list([JMESPathNode])
  case object([(key: String, node: JMESPathNode)])
  case call(String, [JMESPathArgumentNode])
  case not(JMESPathNode)
  case or([JMESPathNode])
  case and([JMESPathNode])
  case compare(JMESPathComparison, JMESPathNode, JMESPathNode)
}

/// An argument of a function call.
enum JMESPathArgumentNode: Sendable {
  case value(JMESPathNode)
  /// `&expression`, which the function applies itself.
  case expression(JMESPathNode)

  var node: JMESPathNode {
    switch self {
    case .value(let node), .expression(let node): node
    }
  }
}

/// The comparison operators.
enum JMESPathComparison: Sendable {
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
}

extension JMESPathNode {
  /// By how many levels at most the result is nested deeper than the value it is made from.
  var growth: Int {
    switch self {
    case .current, .field, .index, .slice, .literal, .flatten, .not, .compare: 0
    case .chain(let nodes): nodes.reduce(0) { $0 + $1.growth }
    case .project(let node), .projectValues(let node), .filter(_, let node): node.growth
    case .list(let nodes): 1 + (nodes.map(\.growth).max() ?? 0)
    case .object(let members): 1 + (members.map(\.node.growth).max() ?? 0)
    case .call(let name, let arguments):
      JMESPathFunction(rawValue: name).map { function in
        function.givesScalar ? 0 : arguments.reduce(function == .toArray ? 1 : 0) { $0 + $1.node.growth }
      } ?? 0
    case .or(let nodes), .and(let nodes): nodes.map(\.growth).max() ?? 0
    }
  }
}
