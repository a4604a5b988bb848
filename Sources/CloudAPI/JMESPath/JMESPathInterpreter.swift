/// Applies a compiled expression to values and counts the steps that this takes.
struct JMESPathInterpreter {
  private let limit: Int
  private var remaining: Int

  init(steps: Int) {
    limit = steps
    remaining = steps
  }

  /// Takes a number of steps from the budget.
  mutating func charge(_ steps: Int = 1) throws(JMESPathError) {
    remaining -= steps
    guard remaining >= 0 else { throw .tooManySteps(limit: limit) }
  }

  /// Takes as many steps as walking through a value would need.
  ///
  /// Values share their parts, so a small expression can make one that is far larger than the memory it needs.
  mutating func charge(for value: Value) throws(JMESPathError) {
    switch value {
    case .null, .bool, .integer, .number: try charge()
    case .string(let text): try charge(1 + text.utf8.count / 8)
    case .array(let elements):
      try charge()
      for element in elements { try charge(for: element) }
    case .object(let object):
      try charge()
      for member in object.members {
        try charge(1 + member.key.utf8.count / 8)
        try charge(for: member.value)
      }
    }
  }

  mutating func evaluate(_ node: JMESPathNode, _ value: Value) throws(JMESPathError) -> Value {
    try charge()
    switch node {
    case .current: return value
    case .field(let name): return value[name] ?? .null
    case .index(let index): return element(index, of: value)
    case .slice(let start, let stop, let step): return try slice(value, start: start, stop: stop, step: step)
    case .literal(let literal): return literal
    case .chain(let nodes):
      var result = value
      for node in nodes { result = try evaluate(node, result) }
      return result
    case .flatten: return try flatten(value)
    case .project(let node):
      guard case .array(let elements) = value else { return .null }
      return try project(node, elements)
    case .projectValues(let node):
      guard case .object(let object) = value else { return .null }
      return try project(node, object.members.map(\.value))
    case .filter(let condition, let node):
      guard case .array(let elements) = value else { return .null }
      var kept: [Value] = []
      for element in elements where try evaluate(condition, element).isTrue { kept.append(element) }
      return try project(node, kept)
    case .list(let nodes):
      guard value != .null else { return .null }
      var elements: [Value] = []
      for node in nodes { elements.append(try evaluate(node, value)) }
      return .array(elements)
    case .object(let members):
      guard value != .null else { return .null }
      var object = ValueObject()
      for member in members { object[member.key] = try evaluate(member.node, value) }
      return .object(object)
    case .call(let name, let arguments): return try call(name, arguments, value)
    case .not(let node): return .bool(!(try evaluate(node, value).isTrue))
    case .or(let nodes):
      var result = Value.null
      for node in nodes {
        result = try evaluate(node, value)
        if result.isTrue { break }
      }
      return result
    case .and(let nodes):
      var result = Value.null
      for node in nodes {
        result = try evaluate(node, value)
        if !result.isTrue { break }
      }
      return result
    case .compare(let comparison, let left, let right):
      return try compare(comparison, try evaluate(left, value), try evaluate(right, value))
    }
  }

  private mutating func project(_ node: JMESPathNode, _ elements: [Value]) throws(JMESPathError) -> Value {
    var results: [Value] = []
    results.reserveCapacity(elements.count)
    for element in elements {
      let result = try evaluate(node, element)
      if case .null = result { continue }
      results.append(result)
    }
    return .array(results)
  }

  private mutating func flatten(_ value: Value) throws(JMESPathError) -> Value {
    guard case .array(let elements) = value else { return .null }
    var merged: [Value] = []
    for element in elements {
      if case .array(let inner) = element {
        try charge(1 + inner.count)
        merged += inner
      } else {
        try charge()
        merged.append(element)
      }
    }
    return .array(merged)
  }

  private func element(_ index: Int, of value: Value) -> Value {
    guard case .array(let elements) = value else { return .null }
    let position = index < 0 ? elements.count + index : index
    return elements.indices.contains(position) ? elements[position] : .null
  }

  private mutating func slice(_ value: Value, start: Int?, stop: Int?, step: Int) throws(JMESPathError)
    -> Value
  {
    guard case .array(let elements) = value else { return .null }
    guard step != 0 else { throw .zeroSliceStep }
    try charge(elements.count)
    let count = elements.count
    let lowest = step > 0 ? 0 : -1
    let highest = step > 0 ? count : count - 1
    func clamped(_ bound: Int) -> Int { min(max(bound < 0 ? bound + count : bound, lowest), highest) }
    let first = start.map(clamped) ?? (step > 0 ? 0 : count - 1)
    let last = stop.map(clamped) ?? (step > 0 ? count : -1)
    let stride = min(max(step, -count - 1), count + 1)
    return .array(Swift.stride(from: first, to: last, by: stride).map { elements[$0] })
  }

  private mutating func compare(
    _ comparison: JMESPathComparison, _ left: Value, _ right: Value
  ) throws(JMESPathError) -> Value {
    switch comparison {
    case .equal: return .bool(try areEqual(left, right))
    case .notEqual: return .bool(!(try areEqual(left, right)))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    guard let isLess = left.precedes(right), let isGreater = right.precedes(left) else { return .null }
    switch comparison {
    case .less: return .bool(isLess)
    case .lessOrEqual: return .bool(!isGreater)
    case .greater: return .bool(isGreater)
    case .greaterOrEqual: return .bool(!isLess)
    case .equal, .notEqual: preconditionFailure("Equality was answered above.")
    }
  }

  /// Whether two values are equal, at the cost of walking through the left one.
  mutating func areEqual(_ left: Value, _ right: Value) throws(JMESPathError) -> Bool {
    try charge(for: left)
    return left == right
  }
}

extension Value {
  /// Whether JMESPath takes the value for true: everything but `null`, `false` and what is empty.
  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .integer, .number: true
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.members.isEmpty
    }
  }

  /// Whether a number is smaller or a string comes earlier by code points than another, `nil` for what cannot be compared.
  func precedes(_ other: Value) -> Bool? {
    if case .integer(let left) = self, case .integer(let right) = other { return left < right }
    if case .string(let left) = self, case .string(let right) = other {
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    guard let left = double, let right = other.double else { return nil }
    return left < right
  }
}
