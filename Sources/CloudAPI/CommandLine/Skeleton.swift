/// Examples of inputs and outputs, made from their shapes as the command line's `--generate-cli-skeleton` does.
///
/// Of an enumeration the first value stands in an input, where AWS takes one at random.
struct Skeleton {
  /// Whether a string shows its member's name, as outputs do.
  let usesMemberNames: Bool
  private var stack: [String] = []

  /// The example of a shape.
  static func of(_ shape: Shape?, usesMemberNames: Bool) -> Value {
    guard let shape else { return .object(ValueObject()) }
    var skeleton = Skeleton(usesMemberNames: usesMemberNames)
    return skeleton.value(shape, name: "")
  }

  private init(usesMemberNames: Bool) { self.usesMemberNames = usesMemberNames }

  private mutating func value(_ shape: Shape, name: String) -> Value {
    stack.append(shape.name)
    defer { stack.removeLast() }
    switch shape.kind {
    case .structure:
      var object = ValueObject()
      if stack.filter({ $0 == shape.name }).count > 1 { return .object(object) }
      for member in shape.members { object[member.name] = value(member.shape, name: member.name) }
      return .object(object)
    case .list:
      guard let element = shape.element else { return .array([]) }
      return .array([value(element, name: usesMemberNames ? shape.elementName : "")])
    case .map:
      guard let element = shape.element else { return .object(ValueObject()) }
      return .object(ValueObject([(key: "KeyName", value: value(element, name: ""))]))
    case .string: return .string(usesMemberNames ? name : shape.enumValues.first ?? "")
    case .integer, .long: return .integer(0)
    case .float, .double: return .number(0)
    case .boolean: return .bool(true)
    case .timestamp: return .string("1970-01-01T00:00:00")
    case .blob: return .null
    }
  }
}
