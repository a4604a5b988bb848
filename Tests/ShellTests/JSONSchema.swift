import CloudAPI
import Foundation

/// The keywords of JSON Schema that docs/report.schema.json uses, and no others.
struct JSONSchema {
  let root: Value

  /// What of a value the schema, or one of its definitions, does not allow; empty for a value that fits.
  func flaws(of value: Value, definition: String? = nil) -> [String] {
    guard let definition else { return flaws(value, root, "$") }
    return flaws(value, ["$ref": .string("#/$defs/\(definition)")], "$")
  }

  private static let known: Set<String> = [
    "$schema", "$id", "$defs", "$ref", "title", "anyOf", "type", "required", "properties",
    "additionalProperties", "items", "minimum", "maximum", "pattern",
  ]

  private func flaws(_ value: Value, _ schema: Value, _ path: String) -> [String] {
    guard case .object(let rules) = schema else { return ["\(path): the schema is no object"] }
    let unknown = rules.keys.filter { !Self.known.contains($0) }
    guard unknown.isEmpty else { return ["\(path): the schema uses \(unknown)"] }
    if case .string(let reference)? = rules["$ref"] {
      guard let target = definition(reference) else { return ["\(path): no \(reference)"] }
      return flaws(value, target, path)
    }
    var found: [String] = []
    if case .array(let choices)? = rules["anyOf"],
      !choices.contains(where: { flaws(value, $0, path).isEmpty })
    {
      found.append("\(path): fits none of \(choices.count) schemas")
    }
    if let type = rules["type"], !Self.fits(value, type) { return found + ["\(path): is no \(type)"] }
    return found + members(value, rules, path) + bounds(value, rules, path)
  }

  private func definition(_ reference: String) -> Value? {
    guard reference.hasPrefix("#/$defs/"), case .object(let rules) = root,
      case .object(let definitions)? = rules["$defs"]
    else { return nil }
    return definitions[String(reference.dropFirst("#/$defs/".count))]
  }

  private func members(_ value: Value, _ rules: ValueObject, _ path: String) -> [String] {
    switch value {
    case .array(let elements):
      guard let items = rules["items"] else { return [] }
      return elements.enumerated().flatMap { flaws($0.element, items, "\(path)[\($0.offset)]") }
    case .object(let object):
      var found: [String] = []
      if case .array(let required)? = rules["required"] {
        for case .string(let name) in required where object[name] == nil {
          found.append("\(path): lacks \(name)")
        }
      }
      guard case .object(let properties)? = rules["properties"] else { return found }
      for member in object.members {
        if let property = properties[member.key] {
          found += flaws(member.value, property, "\(path).\(member.key)")
        } else if rules["additionalProperties"] == .bool(false) {
          found.append("\(path): has \(member.key)")
        }
      }
      return found
    case .null, .bool, .integer, .number, .string: return []
    }
  }

  private func bounds(_ value: Value, _ rules: ValueObject, _ path: String) -> [String] {
    var found: [String] = []
    if let number = Self.number(value) {
      if let least = rules["minimum"].flatMap(Self.number), number < least {
        found.append("\(path): \(number) < \(least)")
      }
      if let most = rules["maximum"].flatMap(Self.number), number > most {
        found.append("\(path): \(number) > \(most)")
      }
    }
    if case .string(let text) = value, case .string(let pattern)? = rules["pattern"] {
      do {
        if try Regex(pattern).firstMatch(in: text) == nil {
          found.append("\(path): \(text) is not \(pattern)")
        }
      } catch {
        found.append("\(path): \(pattern) is no pattern")
      }
    }
    return found
  }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .integer(let whole): Double(whole)
    case .number(let number): number
    case .null, .bool, .string, .array, .object: nil
    }
  }

  private static func fits(_ value: Value, _ type: Value) -> Bool {
    switch type {
    case .array(let types): types.contains { fits(value, $0) }
    case .string(let name):
      switch value {
      case .null: name == "null"
      case .bool: name == "boolean"
      case .integer: name == "integer" || name == "number"
      case .number: name == "number"
      case .string: name == "string"
      case .array: name == "array"
      case .object: name == "object"
      }
    case .null, .bool, .integer, .number, .object: false
    }
  }
}

extension JSONSchema {
  /// The schema of docs/report.schema.json.
  static func ofOutput() throws -> JSONSchema {
    let text = try String(contentsOfFile: TestSession.root + "/docs/report.schema.json", encoding: .utf8)
    return JSONSchema(root: try Value(json: text))
  }

  /// What of a printed answer the whole schema, or the definition that is meant, does not allow.
  func flaws(of text: String, as definition: String) throws -> [String] {
    let value = try Value(json: text)
    return flaws(of: value, definition: definition) + flaws(of: value)
  }
}
