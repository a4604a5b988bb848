/// `--output text`: tabs between scalars, one line a structure, keys sorted by code points.
package struct TextOutput: Sendable {
  package init() {}

  /// The value as lines of text; nothing for an empty array or object.
  package func render(_ value: Value) -> String {
    var output = ""
    write(value, name: nil, keys: nil, to: &output)
    return output
  }

  /// Writes a value; `keys` are the columns that the structures of a list share.
  private func write(_ value: Value, name: String?, keys: [String]?, to output: inout String) {
    switch value {
    case .array(let elements): write(elements, name: name, to: &output)
    case .object(let object): write(object, name: name, keys: keys, to: &output)
    case .null, .bool, .integer, .number, .string: output += value.pythonText + "\n"
    }
  }

  private func write(_ elements: [Value], name: String?, to output: inout String) {
    guard !elements.isEmpty else { return }
    if elements.contains(where: { $0.object != nil }) {
      let keys = elements.scalarKeys
      for element in elements { write(element, name: name, keys: keys, to: &output) }
    } else if elements.contains(where: { $0.elements != nil }) {
      writeScalars(elements.filter(\.isScalar), name: name, to: &output)
      for element in elements where !element.isScalar { write(element, name: name, keys: nil, to: &output) }
    } else {
      writeScalars(elements, name: name, to: &output)
    }
  }

  private func writeScalars(_ elements: [Value], name: String?, to output: inout String) {
    guard !elements.isEmpty else { return }
    if let name {
      for element in elements { output += "\(name.uppercased())\t\(element.pythonText)\n" }
    } else {
      output += elements.map(\.pythonText).joined(separator: "\t") + "\n"
    }
  }

  private func write(_ object: ValueObject, name: String?, keys: [String]?, to output: inout String) {
    let members = object.sortedMembers
    var fields: [String]
    let rest: [(key: String, value: Value)]
    if let keys {
      fields = keys.map { object[$0]?.pythonText ?? "" }
      let columns = ValueObject(keys.map { (key: $0, value: .null) })
      rest = members.filter { columns[$0.key] == nil }
    } else {
      fields = members.filter(\.value.isScalar).map(\.value.pythonText)
      rest = members.filter { !$0.value.isScalar }
    }
    if !fields.isEmpty {
      if let name { fields.insert(name.uppercased(), at: 0) }
      output += fields.joined(separator: "\t") + "\n"
    }
    for member in rest { write(member.value, name: member.key, keys: nil, to: &output) }
  }
}

extension [Value] {
  /// The keys under which any of the objects among the elements has a scalar, sorted by code points.
  var scalarKeys: [String] { sortedKeys(where: \.isScalar) }

  /// The keys under which any of the objects among the elements has a value of some kind, sorted by code points.
  func sortedKeys(where belongs: (Value) -> Bool) -> [String] {
    var seen = ValueObject()
    for element in self {
      for member in element.object?.members ?? [] where belongs(member.value) { seen[member.key] = .null }
    }
    return seen.sortedMembers.map(\.key)
  }
}
