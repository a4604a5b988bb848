/// Fits a tree from shorthand to the model: numbers and booleans by type, a lone value where the model has a list.
enum ShorthandCoercion {
  /// The fitted tree; what does not fit is left for validation to name.
  static func fit(_ value: Value, to shape: Shape) throws(AWSUsageError) -> Value {
    switch shape.kind {
    case .structure: try structure(value, shape)
    case .list: try list(value, shape)
    case .map: try map(value, shape)
    case .integer, .long: try integer(value)
    case .float, .double: try float(value)
    case .boolean: try boolean(value)
    case .string, .timestamp, .blob: value
    }
  }

  private static func structure(_ value: Value, _ shape: Shape) throws(AWSUsageError) -> Value {
    guard case .object(var object) = value else { return value }
    for member in shape.members {
      if let inner = object[member.name] { object[member.name] = try nested(inner, member.shape) }
    }
    return .object(object)
  }

  /// Within a structure, list or map a value that should be a list becomes one, unconverted, as AWS does.
  private static func nested(_ value: Value, _ shape: Shape) throws(AWSUsageError) -> Value {
    if case .list = shape.kind {
      guard case .array = value else { return .array([value]) }
    }
    return try fit(value, to: shape)
  }

  private static func list(_ value: Value, _ shape: Shape) throws(AWSUsageError) -> Value {
    guard case .array(let items) = value, let element = shape.element else { return value }
    var result: [Value] = []
    for item in items { result.append(try nested(item, element)) }
    return .array(result)
  }

  private static func map(_ value: Value, _ shape: Shape) throws(AWSUsageError) -> Value {
    guard case .object(var object) = value, let element = shape.element else { return value }
    for member in object.members { object[member.key] = try nested(member.value, element) }
    return .object(object)
  }

  private static func integer(_ value: Value) throws(AWSUsageError) -> Value {
    guard case .string(let text) = value else {
      throw .value(
        "int() argument must be a string, a bytes-like object or a real number, "
          + "not '\(PythonText.typeName(value))'")
    }
    guard let number = PythonText.integer(text) else {
      throw AWSUsageError.value("invalid literal for int() with base 10: \(PythonText.repr(text))")
        .advised(.line(.number(text)))
    }
    return number
  }

  private static func float(_ value: Value) throws(AWSUsageError) -> Value {
    guard case .string(let text) = value else {
      throw .value("float() argument must be a string or a real number, not '\(PythonText.typeName(value))'")
    }
    guard let number = PythonText.float(text) else {
      throw AWSUsageError.value("could not convert string to float: \(PythonText.repr(text))")
        .advised(.line(.number(text)))
    }
    return .number(number)
  }

  private static func boolean(_ value: Value) throws(AWSUsageError) -> Value {
    guard case .string(let text) = value else {
      throw .value("'\(PythonText.typeName(value))' object has no attribute 'lower'")
    }
    switch text.lowercased() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return value
    }
  }
}
