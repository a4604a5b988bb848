import CloudAPI

// Assignments, and texts that are filled with values.

extension JQProgram.Step {
  /// Whether it leads to a place that can be assigned to.
  var isOfPath: Bool {
    switch self {
    case .identity, .member, .element, .all: true
    case .literal, .list, .alternatives, .select, .map, .length, .keys, .first, .last, .sort, .unique, .tabs,
      .join, .orElse, .assign, .update, .text:
      false
    }
  }
}

extension JQProgram {
  /// What `path = program` makes of a value: one for each value that the program gives.
  static func assigned(_ path: [Step], _ program: [Step], in value: Value) throws(Problem) -> [Value] {
    var results: [Value] = []
    for new in try run(program[...], on: value) {
      results.append(try changed(path[...], in: value) { (_) throws(Problem) in new })
    }
    return results
  }

  /// What `path |= program` makes of a value.
  static func updated(_ path: [Step], _ program: [Step], in value: Value) throws(Problem) -> Value {
    try changed(path[...], in: value) { (old) throws(Problem) in
      guard let new = try run(program[...], on: old).first else {
        throw .wrongType("nothing comes out behind |=, which deletes in jq and is not known here")
      }
      return new
    }
  }

  /// A value in which what stands at a path is another; places that are not there are made, as `jq` does.
  private static func changed(
    _ path: ArraySlice<Step>, in value: Value, by change: (Value) throws(Problem) -> Value
  ) throws(Problem) -> Value {
    guard let step = path.first else { return try change(value) }
    let rest = path.dropFirst()
    switch step {
    case .member(let name):
      guard var object = value.object ?? (value == .null ? ValueObject() : nil) else {
        throw cannotIndex(value, "\"\(name)\"")
      }
      object[name] = try changed(rest, in: object[name] ?? .null, by: change)
      return .object(object)
    case .element(let index):
      guard var elements = value.elements ?? (value == .null ? [] : nil) else {
        throw cannotIndex(value, "number")
      }
      let place = index < 0 ? elements.count + index : index
      guard place >= 0 else { throw .wrongType("Out of bounds negative array index") }
      guard place < mostValues else { throw .tooMuch }
      while elements.count <= place { elements.append(.null) }
      elements[place] = try changed(rest, in: elements[place], by: change)
      return .array(elements)
    case .all:
      if var object = value.object {
        for key in object.keys { object[key] = try changed(rest, in: object[key] ?? .null, by: change) }
        return .object(object)
      }
      guard let elements = value.elements else {
        throw .wrongType("Cannot iterate over \(kind(of: value))")
      }
      var all: [Value] = []
      for element in elements { all.append(try changed(rest, in: element, by: change)) }
      return .array(all)
    case .identity, .literal, .list, .alternatives, .select, .map, .length, .keys, .first, .last, .sort,
      .unique, .tabs, .join, .orElse, .assign, .update, .text:
      return try changed(rest, in: value, by: change)
    }
  }

  /// What a text comes to: each value of each piece with each of the others, the last piece slowest, as `jq` does.
  static func texts(_ parts: [TextPart], of value: Value) throws(Problem) -> [String] {
    var results = [""]
    for part in parts {
      switch part {
      case .plain(let text): results = results.map { $0 + text }
      case .value(let program):
        let values = try run(program[...], on: value)
        guard values.count * results.count <= mostValues else { throw .tooMuch }
        results = values.flatMap { (inner: Value) -> [String] in
          let filled = inner == .null ? "null" : text(of: inner)
          return results.map { $0 + filled }
        }
      }
    }
    return results
  }
}
