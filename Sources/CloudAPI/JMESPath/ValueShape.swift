/// The members that a family of values has, for finding names in an expression that lead nowhere.
package indirect enum ValueShape: Sendable, Equatable {
  /// A number, a text, a boolean or null.
  case scalar
  /// An array whose elements have one shape.
  case list(ValueShape)
  /// An object with these members and no others.
  case object([String: ValueShape])

  /// Whether a value has this shape; `null` has every one.
  package func fits(_ value: Value) -> Bool {
    switch (self, value) {
    case (_, .null): true
    case (.list(let element), .array(let values)): values.allSatisfy { element.fits($0) }
    case (.object(let members), .object(let object)):
      object.members.allSatisfy { members[$0.key]?.fits($0.value) ?? false }
    case (.scalar, .array), (.scalar, .object), (.list, _), (.object, _): false
    case (.scalar, _): true
    }
  }
}

/// A name in an expression that no value of a shape has there.
package struct UnknownMember: Error, Sendable, Equatable {
  package let name: String
  /// The names that exist in its place, in byte order; none where nothing has members.
  package let known: [String]
}

extension JMESPath {
  /// Proves that each name leads somewhere in values of a shape; what functions give is not followed.
  package func check(against shape: ValueShape) throws(UnknownMember) {
    _ = try root.shape(of: shape)
  }
}

extension JMESPathNode {
  /// The shape of what this node gives for values of a shape; `nil` is a shape that is not known.
  fileprivate func shape(of shape: ValueShape?) throws(UnknownMember) -> ValueShape? {
    switch self {
    case .current: return shape
    case .field(let name): return try Self.member(name, of: shape)
    case .index: return try Self.element(of: shape)
    case .slice: return shape
    case .flatten:
      if case .list(.list(let element)) = shape { return .list(element) }
      return shape
    case .literal: return nil
    case .chain(let nodes):
      var result = shape
      for node in nodes { result = try node.shape(of: result) }
      return result
    case .project(let node):
      return try node.shape(of: Self.element(of: shape)).map { .list($0) }
    case .projectValues(let node):
      _ = try node.shape(of: nil)
      return nil
    case .filter(let condition, let node):
      let element = try Self.element(of: shape)
      _ = try condition.shape(of: element)
      return try node.shape(of: element).map { .list($0) }
    case .list(let nodes):
      for node in nodes { _ = try node.shape(of: shape) }
      return nil
    case .object(let members):
      var made: [String: ValueShape] = [:]
      var isKnown = true
      for (key, node) in members {
        made[key] = try node.shape(of: shape)
        isKnown = isKnown && made[key] != nil
      }
      return isKnown ? .object(made) : nil
    case .call(_, let arguments):
      // `&name` is applied to elements that only the function knows.
      for case .value(let node) in arguments { _ = try node.shape(of: shape) }
      return nil
    case .not(let node):
      _ = try node.shape(of: shape)
      return .scalar
    case .or(let nodes), .and(let nodes):
      for node in nodes { _ = try node.shape(of: shape) }
      return nil
    case .compare(_, let left, let right):
      _ = try left.shape(of: shape)
      _ = try right.shape(of: shape)
      return .scalar
    }
  }

  private static func member(
    _ name: String, of shape: ValueShape?
  ) throws(UnknownMember) -> ValueShape? {
    switch shape {
    case nil: return nil
    case .object(let members):
      if let member = members[name] { return member }
      throw UnknownMember(
        name: name, known: members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    case .scalar, .list: throw UnknownMember(name: name, known: [])
    }
  }

  private static func element(of shape: ValueShape?) throws(UnknownMember) -> ValueShape? {
    if case .list(let element) = shape { return element }
    return nil
  }
}
