/// Checks an input against its shape before any call, in botocore's words: required members, unknown members, types,
/// least lengths and numbers; not greatest ones, patterns or enumerations.
struct ParameterValidation {
  private var report: [String] = []

  /// The faults of an input, one line each, in botocore's order.
  static func faults(of input: Value, shape: Shape, named name: String = "") -> [String] {
    var validation = ParameterValidation()
    validation.check(input, shape, name.isEmpty ? "" : "." + name)
    return validation.report
  }

  private mutating func check(_ value: Value, _ shape: Shape, _ name: String) {
    if shape.traits.contains(.document) || shape.traits.contains(.json) { return }
    switch shape.kind {
    case .structure: structure(value, shape, name)
    case .list: list(value, shape, name)
    case .map: map(value, shape, name)
    case .string:
      guard case .string(let text) = value else { return invalidType(value, name, ["str"]) }
      length(text.unicodeScalars.count, value, shape, name)
    case .integer, .long: number(value, shape, name, isWhole: true)
    case .float, .double: number(value, shape, name, isWhole: false)
    case .boolean:
      guard case .bool = value else { return invalidType(value, name, ["bool"]) }
    case .timestamp: timestamp(value, name)
    case .blob:
      guard case .string = value else {
        return invalidType(value, name, ["bytes", "bytearray"], further: ", file-like object")
      }
    }
  }

  private mutating func structure(_ value: Value, _ shape: Shape, _ name: String) {
    guard case .object(let object) = value else { return invalidType(value, name, ["dict"]) }
    if shape.traits.contains(.union), object.members.count != 1 {
      let members = shape.memberNames.joined(separator: ", ")
      report.append(
        object.members.isEmpty
          ? "Must set one of the following keys for tagged unionstructure \(shown(name)): \(members)."
          : "Invalid number of parameters set for tagged union structure \(shown(name)). "
            + "Can only set one of the following keys: \(members).")
    }
    for member in shape.members where member.isRequired && object[member.name] == nil {
      // The client makes up a token of the input itself before it validates.
      if name.isEmpty, member.isIdempotencyToken { continue }
      report.append("Missing required parameter in \(shown(name)): \"\(member.name)\"")
    }
    var known: [(Value, Shape, String)] = []
    for (key, inner) in object.members {
      guard let member = shape.member(key) else {
        let names = shape.memberNames.joined(separator: ", ")
        report.append("Unknown parameter in \(shown(name)): \"\(key)\", must be one of: \(names)")
        continue
      }
      known.append((inner, member.shape, "\(name).\(key)"))
    }
    for (inner, shape, name) in known { check(inner, shape, name) }
  }

  private mutating func list(_ value: Value, _ shape: Shape, _ name: String) {
    guard case .array(let items) = value else { return invalidType(value, name, ["list", "tuple"]) }
    length(items.count, value, shape, name)
    guard let element = shape.element else { return }
    for (index, item) in items.enumerated() { check(item, element, "\(name)[\(index)]") }
  }

  private mutating func map(_ value: Value, _ shape: Shape, _ name: String) {
    guard case .object(let object) = value else { return invalidType(value, name, ["dict"]) }
    guard let key = shape.key, let element = shape.element else { return }
    for (text, inner) in object.members {
      check(.string(text), key, "\(name) (key: \(text))")
      check(inner, element, "\(name).\(text)")
    }
  }

  private mutating func number(_ value: Value, _ shape: Shape, _ name: String, isWhole: Bool) {
    let size: Double
    switch value {
    case .integer(let whole): size = Double(whole)
    case .bool(let flag): size = flag ? 1 : 0
    case .number(let real) where !isWhole || (real.rounded() == real && abs(real) >= 9e18): size = real
    case .null, .number, .string, .array, .object:
      return invalidType(value, name, isWhole ? ["int"] : ["float", "decimal.Decimal", "int"])
    }
    if let minimum = shape.minimum, size < minimum {
      report.append(
        "Invalid value for parameter \(shown(name)), value: \(value.pythonText), valid min value: "
          + ParameterValidation.plain(minimum))
    }
  }

  private mutating func length(_ count: Int, _ value: Value, _ shape: Shape, _ name: String) {
    if let minimum = shape.minimum, Double(count) < minimum {
      report.append(
        "Invalid length for parameter \(shown(name)), value: \(count), valid min length: "
          + ParameterValidation.plain(minimum))
    }
  }

  private mutating func timestamp(_ value: Value, _ name: String) {
    switch value {
    case .string(let text) where Timestamp.normalized(text) != nil: return
    case .integer, .number: return
    case .null, .bool, .string, .array, .object:
      invalidType(value, name, ["datetime.datetime"], further: ", timestamp-string")
    }
  }

  private mutating func invalidType(_ value: Value, _ name: String, _ types: [String], further: String = "") {
    let valid = types.map { "<class '\($0)'>" }.joined(separator: ", ") + further
    report.append(
      "Invalid type for parameter \(shown(name)), value: \(value.pythonText), "
        + "type: \(PythonText.type(value)), valid types: \(valid)")
  }

  private func shown(_ name: String) -> String {
    if name.isEmpty { return "input" }
    return name.hasPrefix(".") ? String(name.dropFirst()) : name
  }

  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
