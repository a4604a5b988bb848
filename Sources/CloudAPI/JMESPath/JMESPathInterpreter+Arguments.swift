extension JMESPathInterpreter {
  /// Finds the arguments' values, checks them and applies the function.
  mutating func call(
    _ name: String, _ nodes: [JMESPathArgumentNode], _ value: Value
  ) throws(JMESPathError) -> Value {
    var arguments: [JMESPathArgument] = []
    for node in nodes {
      switch node {
      case .value(let node): arguments.append(.value(try evaluate(node, value)))
      case .expression(let node): arguments.append(.expression(node))
      }
    }
    guard let function = JMESPathFunction(rawValue: name) else { throw .unknownFunction(name) }
    let parameters = function.parameters
    guard arguments.count == parameters.count || function.isVariadic && arguments.count > parameters.count
    else {
      throw .wrongArity(
        function: name, expected: parameters.count, orMore: function.isVariadic, received: arguments.count)
    }
    for (position, argument) in arguments.enumerated() {
      try check(argument, parameters[min(position, parameters.count - 1)], of: function)
    }
    return try apply(function, arguments)
  }

  private mutating func check(
    _ argument: JMESPathArgument, _ types: [JMESPathFunction.ParameterType], of function: JMESPathFunction
  ) throws(JMESPathError) {
    switch argument {
    case .expression:
      guard types.contains(.expression) else {
        throw function.wrongType("<expression>", types.isEmpty ? ["any"] : types.map(\.rawValue), "expref")
      }
    case .value(let value):
      guard !types.isEmpty else { return }
      let words = types.map(\.rawValue)
      if case .array(let elements) = value, types.contains(where: \.isArray) {
        guard !types.contains(.array) else { return }
        try charge(elements.count)
        try check(elements, types, words, of: function)
      } else if !words.contains(value.typeName) {
        try charge(for: value)
        throw function.wrongType(value.pythonText, words, value.typeName)
      }
    }
  }

  /// Checks that all elements are of one of the types, the first element choosing which.
  private mutating func check(
    _ elements: [Value], _ types: [JMESPathFunction.ParameterType], _ words: [String],
    of function: JMESPathFunction
  ) throws(JMESPathError) {
    var elementTypes = types.compactMap(\.elementType)
    for element in elements {
      guard elementTypes.contains(element.typeName) else {
        try charge(for: element)
        throw function.wrongType(element.pythonText, words, element.pythonTypeName)
      }
      elementTypes = [element.typeName]
    }
  }
}

extension JMESPathFunction {
  func wrongType(_ value: String, _ expected: [String], _ received: String) -> JMESPathError {
    .wrongType(function: rawValue, value: value, expected: expected, received: received)
  }
}

extension JMESPathFunction.ParameterType {
  fileprivate var isArray: Bool { self == .array || elementType != nil }

  fileprivate var elementType: String? {
    switch self {
    case .arrayOfNumbers: "number"
    case .arrayOfStrings: "string"
    case .number, .string, .array, .object, .expression: nil
    }
  }
}

extension Value {
  /// The name of the value's type in JMESPath.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// The name of the value's type in Python, which the AWS CLI shows for the elements of arrays.
  var pythonTypeName: String {
    switch self {
    case .null: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .array: "list"
    case .object: "dict"
    }
  }
}
