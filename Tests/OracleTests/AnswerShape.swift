import CloudAPI

/// What an answer is made of, without its ids, names and times: members in their order, each with its type.
indirect enum AnswerShape: Equatable {
  case scalar(String)
  /// A list with what its elements have together; `nil` when it is empty.
  case list(AnswerShape?)
  case structure([(key: String, shape: AnswerShape)])

  static func == (left: AnswerShape, right: AnswerShape) -> Bool {
    switch (left, right) {
    case (.scalar(let one), .scalar(let other)): one == other
    case (.list(let one), .list(let other)): one == other
    case (.structure(let one), .structure(let other)):
      one.count == other.count && zip(one, other).allSatisfy { $0.key == $1.key && $0.shape == $1.shape }
    default: false
    }
  }

  /// The shape of an answer by the service's model, or by its values where there is none.
  init(_ value: Value, _ model: Shape?) {
    switch value {
    case .object(let object):
      if let model, model.kind == .map {
        let merged = AnswerShape.merged(object.members.map { AnswerShape($0.value, model.element) })
        self = .structure(merged.map { [("*", $0)] } ?? [])
      } else {
        self = .structure(
          object.members.map { ($0.key, AnswerShape($0.value, model?.member($0.key)?.shape)) })
      }
    case .array(let elements):
      self = .list(AnswerShape.merged(elements.map { AnswerShape($0, model?.element) }))
    case .string: self = .scalar(model?.kind == .timestamp ? "time" : "string")
    case .bool: self = .scalar("boolean")
    case .integer, .number: self = .scalar("number")
    case .null: self = .scalar("null")
    }
  }

  /// A recorded shape: a structure is an object, a list an array of one element or none, a scalar the name of its type.
  init(recorded value: Value) {
    switch value {
    case .object(let object):
      self = .structure(object.members.map { ($0.key, AnswerShape(recorded: $0.value)) })
    case .array(let elements): self = .list(elements.first.map(AnswerShape.init(recorded:)))
    case .string(let name): self = .scalar(name)
    case .bool, .integer, .number, .null: self = .scalar("null")
    }
  }

  private static func merged(_ shapes: [AnswerShape]) -> AnswerShape? {
    shapes.reduce(nil) { known, next in known.map { $0.merged(with: next) } ?? next }
  }

  private func merged(with other: AnswerShape) -> AnswerShape {
    switch (self, other) {
    case (.structure(let first), .structure(let second)):
      let names = Self.order(first.map(\.key), second.map(\.key))
      return .structure(
        names.map { name in
          let one = first.first { $0.key == name }?.shape
          let two = second.first { $0.key == name }?.shape
          return (name, one.flatMap { one in two.map(one.merged) } ?? one ?? two ?? self)
        })
    case (.list(let first), .list(let second)):
      return .list(first.flatMap { one in second.map(one.merged) } ?? first ?? second)
    default: return self
    }
  }

  /// Both lists of names in one order that keeps that of each.
  private static func order(_ first: [String], _ second: [String]) -> [String] {
    var merged: [String] = []
    var rest = second[...]
    for name in first {
      if let place = rest.firstIndex(of: name) {
        merged += rest[..<place].filter { !first.contains($0) }
        rest = rest[(place + 1)...]
      }
      merged.append(name)
    }
    return merged + rest.filter { !first.contains($0) }
  }

  /// Where this shape differs from the real client's: `+` a member that only this one has, `-` one that only the other
  /// has, `~` another type, `order` members in another order, `empty` a list without elements on one side.
  func differences(from other: AnswerShape, path: String = "") -> [String] {
    switch (self, other) {
    case (.scalar(let ours), .scalar(let theirs)):
      return ours == theirs ? [] : ["~\(path) \(ours) \(theirs)"]
    case (.list(let ours), .list(let theirs)):
      switch (ours, theirs) {
      case (let ours?, let theirs?): return ours.differences(from: theirs, path: path + "[]")
      case (nil, nil): return []
      default: return ["empty\(path) \(ours == nil ? "here" : "there")"]
      }
    case (.structure(let ours), .structure(let theirs)):
      var found: [String] = []
      for member in ours {
        if let its = theirs.first(where: { $0.key == member.key })?.shape {
          found += member.shape.differences(from: its, path: path + "." + member.key)
        } else {
          found.append("+\(path).\(member.key)")
        }
      }
      for member in theirs where !ours.contains(where: { $0.key == member.key }) {
        found.append("-\(path).\(member.key)")
      }
      let common = ours.map(\.key).filter { name in theirs.contains { $0.key == name } }
      if common != theirs.map(\.key).filter({ common.contains($0) }) { found.append("order\(path)") }
      return found
    default: return ["~\(path) kind"]
    }
  }
}
