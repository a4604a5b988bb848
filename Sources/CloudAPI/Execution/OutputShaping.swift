extension Shape {
  /// A value in the order and spelling of the shape's members.
  ///
  /// Members are matched without regard to case. A member that the shape does not have breaks the rule for outputs.
  func arranged(_ value: Value) -> Value {
    switch (kind, value) {
    case (.structure, .object(let object)):
      var byName: [String: Value] = [:]
      for member in object.members { byName[member.key.lowercased()] = member.value }
      var arranged = ValueObject()
      var used = 0
      for member in members {
        guard let value = byName[member.name.lowercased()] else { continue }
        used += 1
        arranged[member.name] = member.shape.arranged(value)
      }
      precondition(
        used == object.members.count,
        "An output has members that \(name) does not have: \(object.keys.joined(separator: ", "))")
      return .object(arranged)
    case (.list, .array(let elements)):
      guard let element else { return value }
      return .array(elements.map { element.arranged($0) })
    case (.map, .object(let object)):
      guard let element else { return value }
      return .object(ValueObject(object.members.map { ($0.key, element.arranged($0.value)) }))
    default:
      return value
    }
  }
}
