extension JMESPathInterpreter {
  /// Applies a function to arguments whose types have been checked.
  mutating func apply(
    _ function: JMESPathFunction, _ arguments: [JMESPathArgument]
  ) throws(JMESPathError) -> Value {
    let values = arguments.compactMap(\.value)
    switch function {
    case .abs: return values[0].absolute
    case .ceil: return values[0].whole(isUp: true)
    case .floor: return values[0].whole(isUp: false)
    case .sum: return values[0].sum
    case .avg:
      guard let count = values[0].elements?.count, count > 0, let sum = values[0].sum.double else {
        return .null
      }
      return .number(sum / Double(count))
    case .contains: return .bool(try contains(values[0], values[1]))
    case .startsWith, .endsWith: return .bool(try affix(function, values[0].text ?? "", values[1].text ?? ""))
    case .join:
      try charge(for: values[1])
      let parts = values[1].elements?.compactMap(\.text) ?? []
      let separator = values[0].text ?? ""
      try charge(parts.count * (1 + separator.utf8.count / 8))
      return .string(parts.joined(separator: separator))
    case .keys: return .array(values[0].object?.keys.map(Value.string) ?? [])
    case .values: return .array(values[0].object?.members.map(\.value) ?? [])
    case .length: return .integer(Int64(try length(values[0])))
    case .merge: return try merge(values)
    case .notNull: return values.first { $0 != .null } ?? .null
    case .reverse: return try reverse(values[0])
    case .toArray: return values[0].elements == nil ? .array(values) : values[0]
    case .toNumber: return try toNumber(values[0])
    case .toString:
      if case .string = values[0] { return values[0] }
      try charge(for: values[0])
      return .string(values[0].json(.pythonCompact))
    case .type: return .string(values[0].typeName)
    case .max:
      return try best(values[0].elements ?? [], keys: values[0].elements ?? []) { $1.precedes($0) ?? false }
    case .min:
      return try best(values[0].elements ?? [], keys: values[0].elements ?? []) { $0.precedes($1) ?? false }
    case .sort: return try sorted(values[0].elements ?? [], keys: values[0].elements ?? [])
    case .map:
      return .array(try keys(of: values[0].elements ?? [], by: arguments[0], for: nil))
    case .maxBy, .minBy, .sortBy:
      let elements = values[0].elements ?? []
      let keys = try keys(of: elements, by: arguments[1], for: function)
      if function == .sortBy { return try sorted(elements, keys: keys) }
      let isMaximum = function == .maxBy
      return try best(elements, keys: keys) {
        isMaximum ? $1.precedes($0) ?? false : $0.precedes($1) ?? false
      }
    }
  }

  /// The results of an expression for each element; where a function orders by them, all numbers or all strings.
  private mutating func keys(
    of elements: [Value], by argument: JMESPathArgument, for function: JMESPathFunction?
  ) throws(JMESPathError) -> [Value] {
    guard case .expression(let node) = argument else {
      preconditionFailure("The argument's type was checked.")
    }
    var keys: [Value] = []
    var allowed = function == .sortBy ? ["string", "number"] : ["number", "string"]
    for element in elements {
      let key = try evaluate(node, element)
      if let function {
        guard allowed.contains(key.typeName) else {
          let shown = function == .sortBy && keys.isEmpty ? element : key
          try charge(for: shown)
          throw function.wrongType(shown.pythonText, allowed, key.typeName)
        }
        allowed = [key.typeName]
      }
      keys.append(key)
    }
    return keys
  }

  private mutating func sorted(_ elements: [Value], keys: [Value]) throws(JMESPathError) -> Value {
    try chargeForOrdering(keys)
    let order = elements.indices.sorted { left, right in
      if keys[left].precedes(keys[right]) ?? false { return true }
      if keys[right].precedes(keys[left]) ?? false { return false }
      return left < right
    }
    return .array(order.map { elements[$0] })
  }

  /// The first element whose key no other key is better than.
  private mutating func best(
    _ elements: [Value], keys: [Value], isBetter: (Value, Value) -> Bool
  ) throws(JMESPathError) -> Value {
    try chargeForOrdering(keys)
    guard var best = keys.indices.first else { return .null }
    for candidate in keys.indices where isBetter(keys[candidate], keys[best]) { best = candidate }
    return elements[best]
  }

  private mutating func chargeForOrdering(_ keys: [Value]) throws(JMESPathError) {
    for key in keys { try charge(for: key) }
    try charge(keys.count * (Int.bitWidth - keys.count.leadingZeroBitCount))
  }

  private mutating func contains(_ subject: Value, _ search: Value) throws(JMESPathError) -> Bool {
    switch subject {
    case .array(let elements):
      for element in elements where try areEqual(element, search) { return true }
      return false
    case .string(let text):
      guard case .string(let part) = search else { return false }
      try charge(text.utf8.count + part.utf8.count)
      return text.hasPart(part)
    case .null, .bool, .integer, .number, .object: preconditionFailure("The argument's type was checked.")
    }
  }

  private mutating func affix(
    _ function: JMESPathFunction, _ text: String, _ affix: String
  ) throws(JMESPathError) -> Bool {
    try charge(affix.utf8.count / 8)
    return function == .startsWith
      ? text.utf8.starts(with: affix.utf8) : text.utf8.reversed().starts(with: affix.utf8.reversed())
  }

  private mutating func length(_ value: Value) throws(JMESPathError) -> Int {
    switch value {
    case .string(let text):
      try charge(text.utf8.count / 8)
      return text.unicodeScalars.count
    case .array(let elements): return elements.count
    case .object(let object): return object.members.count
    case .null, .bool, .integer, .number: preconditionFailure("The argument's type was checked.")
    }
  }

  private mutating func reverse(_ value: Value) throws(JMESPathError) -> Value {
    if case .string(let text) = value {
      try charge(text.utf8.count / 8)
      var reversed = String.UnicodeScalarView()
      reversed.append(contentsOf: text.unicodeScalars.reversed())
      return .string(String(reversed))
    }
    let elements = value.elements ?? []
    try charge(elements.count)
    return .array(elements.reversed())
  }

  private mutating func merge(_ values: [Value]) throws(JMESPathError) -> Value {
    var merged = ValueObject()
    for value in values {
      for member in value.object?.members ?? [] {
        try charge()
        merged[member.key] = member.value
      }
    }
    return .object(merged)
  }

  private mutating func toNumber(_ value: Value) throws(JMESPathError) -> Value {
    switch value {
    case .integer, .number: return value
    case .null, .bool, .array, .object: return .null
    case .string(let text):
      try charge(text.utf8.count / 8)
      return text.numberValue
    }
  }
}

extension JMESPathArgument {
  fileprivate var value: Value? {
    guard case .value(let value) = self else { return nil }
    return value
  }
}

extension Value {
  fileprivate var absolute: Value {
    switch self {
    case .integer(let integer): integer == .min ? .number(-Double(integer)) : .integer(Swift.abs(integer))
    case .number(let number): .number(number.magnitude)
    case .null, .bool, .string, .array, .object: .null
    }
  }

  /// The next whole number above or below; a `Double` beyond 64 bits is whole already.
  fileprivate func whole(isUp: Bool) -> Value {
    guard case .number(let number) = self, number.magnitude < 0x1p63 else { return self }
    let truncated = Int64(number)
    if isUp, Double(truncated) < number { return .integer(truncated + 1) }
    if !isUp, Double(truncated) > number { return .integer(truncated - 1) }
    return .integer(truncated)
  }

  /// The sum of an array's numbers, whole as long as they are whole and fit.
  fileprivate var sum: Value {
    var whole: Int64? = 0
    var total = 0.0
    for element in elements ?? [] {
      total += element.double ?? 0
      if let before = whole, case .integer(let integer) = element {
        let (next, overflow) = before.addingReportingOverflow(integer)
        whole = overflow ? nil : next
      } else {
        whole = nil
      }
    }
    return whole.map(Value.integer) ?? .number(total)
  }
}

extension String {
  /// Whether another string's bytes occur in this one, in time proportional to both lengths (Knuth, Morris and Pratt).
  fileprivate func hasPart(_ part: String) -> Bool {
    let part = Array(part.utf8)
    guard !part.isEmpty else { return true }
    var borders = [0]
    var matched = 0
    for position in part.indices.dropFirst() {
      while matched > 0, part[matched] != part[position] { matched = borders[matched - 1] }
      if part[matched] == part[position] { matched += 1 }
      borders.append(matched)
    }
    matched = 0
    for byte in utf8 {
      while matched > 0, part[matched] != byte { matched = borders[matched - 1] }
      if part[matched] == byte { matched += 1 }
      if matched == part.count { return true }
    }
    return false
  }

  /// The number that the text writes in decimal notation, `.null` for anything else.
  fileprivate var numberValue: Value {
    let trimmed = drop { $0.isWhitespace }
    let end = trimmed.lastIndex { !$0.isWhitespace }.map(trimmed.index(after:)) ?? trimmed.startIndex
    let digits = trimmed[..<end]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else {
      return .null
    }
    if let integer = Int64(digits) { return .integer(integer) }
    guard let number = Double(digits), number.isFinite else { return .null }
    return .number(number)
  }
}
