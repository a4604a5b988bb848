extension AWSUsageError {
  /// The same with what a member of the input was meant as that its structure does not have.
  func explained(by input: ValueObject, of shape: Shape) -> AWSUsageError {
    for (key, value) in input.members {
      guard let member = shape.member(key) else { continue }
      let words = LineMistake.filters(value, member.shape)
      if !words.isEmpty {
        return advised(.line(.filterPair(option: "--" + member.cliName, words: words)))
      }
    }
    guard let unknown = shape.unknownMember(in: .object(input)) else { return self }
    let letters = unknown.name.lowercased()
    if let meant = unknown.among.first(where: { $0.lowercased() == letters }) {
      return advised(.line(.member(given: unknown.name, meant: meant)))
    }
    let near = NearestNames.of(unknown.name, among: unknown.among, cutoff: 0.75)
    return near.isEmpty ? self : AWSUsageError(kind: kind, message: message, suggestions: near)
  }
}

extension LineMistake {
  /// Filters that are written as `NAME=VALUE`, in the words that they were meant as; none where the value lists no filters.
  fileprivate static func filters(_ value: Value, _ shape: Shape) -> [String] {
    guard case .array(let items) = value, let element = shape.element,
      element.memberNames == ["Name", "Values"]
    else { return [] }
    return items.compactMap { item in
      guard let members = item.object?.members, members.count == 1, let pair = members.first,
        !element.memberNames.contains(where: { $0.lowercased() == pair.key.lowercased() })
      else { return nil }
      let values = pair.value.elements?.compactMap(\.text) ?? [pair.value.text].compactMap(\.self)
      return values.isEmpty ? nil : "Name=\(pair.key),Values=\(values.joined(separator: ","))"
    }
  }
}

extension Shape {
  /// The first member of a value that its structure does not have, and those that it has; `nil` where it has all.
  fileprivate func unknownMember(in value: Value) -> (name: String, among: [String])? {
    guard !traits.contains(.document), !traits.contains(.json) else { return nil }
    switch (kind, value) {
    case (.structure, .object(let object)):
      for (key, inner) in object.members {
        guard let member = member(key) else { return (key, memberNames) }
        if let found = member.shape.unknownMember(in: inner) { return found }
      }
      return nil
    case (.list, .array(let items)):
      return items.lazy.compactMap { element?.unknownMember(in: $0) }.first
    case (.map, .object(let object)):
      return object.members.lazy.compactMap { element?.unknownMember(in: $0.value) }.first
    default: return nil
    }
  }
}
