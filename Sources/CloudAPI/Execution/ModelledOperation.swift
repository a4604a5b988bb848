package import Cloud

/// An operation of the world bound to its row of the operation table.
package struct ModelledOperation: Sendable {
  /// What the operation does.
  package let operation: any Operation.Type
  /// What AWS says of its shape.
  package let shape: OperationShape

  /// Binds the operation of a shape; `nil` when the world does not model it.
  package init?(_ shape: OperationShape) {
    guard
      let operation = OperationRegistry.operation(service: shape.table.cliName, name: shape.name)
    else { return nil }
    self.operation = operation
    self.shape = shape
  }

  /// The services of the world that have an operation of this name on the command line, in their own order.
  static func services(with cliName: String) -> [String] {
    OperationRegistry.all.filter { $0.service != "lab" && CommandLineName.of($0.name) == cliName }
      .map { $0.service }
  }

  /// The type that an input of the operation is read into.
  var inputType: any Decodable.Type { operation.inputType }

  /// The members of the input that AWS has and the operation does not read, as paths of AWS's names.
  package var unmodelledMembers: [String] {
    guard let input = shape.input else { return [] }
    let read = MemberProbe.members(of: inputType)
    return input.members.filter { read.byName[$0.name.lowercased()] == nil }.map(\.name)
  }

  /// The members of the input that the operation reads, as AWS spells them.
  package var modelledMembers: [String] {
    guard let input = shape.input else { return [] }
    let read = MemberProbe.members(of: inputType)
    return input.members.filter { read.byName[$0.name.lowercased()] != nil }.map(\.name)
  }

  /// The names that the operation reads and AWS does not have; a test finds none.
  package var strangers: [String] {
    let read = MemberProbe.members(of: inputType)
    var names: [String] = []
    collectStrangers(read, shape.input, path: "", into: &names)
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func collectStrangers(
    _ read: MemberProbe.Members, _ shape: Shape?, path: String, into names: inout [String]
  ) {
    guard let shape = shape?.structure else {
      names += read.byName.keys.map { path + $0 }
      return
    }
    for (name, below) in read.byName {
      if let member = shape.members.first(where: { $0.name.lowercased() == name }) {
        if !below.byName.isEmpty {
          collectStrangers(below, member.shape, path: path + member.name + ".", into: &names)
        }
      } else {
        names.append(path + name)
      }
    }
  }

  /// The members that the operation cannot do without and AWS's model does not require, as paths; a test finds none,
  /// since a call without them would be refused in nobody's words.
  package var demands: [String] {
    var paths: [String] = []
    collectDemands(MemberProbe.members(of: inputType), shape.input, path: "", depth: 0, into: &paths)
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func collectDemands(
    _ read: MemberProbe.Members, _ shape: Shape?, path: String, depth: Int, into paths: inout [String]
  ) {
    guard let shape = shape?.structure, depth < Self.deepest else { return }
    for (name, below) in read.byName {
      guard let member = shape.members.first(where: { $0.name.lowercased() == name }) else { continue }
      if below.isDemanded, !member.isRequired { paths.append(path + member.name) }
      collectDemands(below, member.shape, path: path + member.name + ".", depth: depth + 1, into: &paths)
    }
  }

  /// The first member of an input that the operation does not read, as a path; `nil` when it reads all.
  package func firstUnmodelled(in input: ValueObject) -> String? {
    Self.firstUnmodelled(in: .object(input), MemberProbe.members(of: inputType), path: "")
  }

  private static func firstUnmodelled(in value: Value, _ read: MemberProbe.Members, path: String) -> String? {
    switch value {
    case .object(let object):
      guard !read.takesAnyName else { return nil }
      for member in object.members {
        let name = path.isEmpty ? member.key : "\(path).\(member.key)"
        guard let below = read.byName[member.key.lowercased()] else { return name }
        if let found = firstUnmodelled(in: member.value, below, path: name) { return found }
      }
      return nil
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let found = firstUnmodelled(in: element, read, path: "\(path)[\(index)]") { return found }
      }
      return nil
    case .null, .bool, .integer, .number, .string: return nil
    }
  }
}

extension Operation {
  fileprivate static var inputType: any Decodable.Type { Input.self }
}

extension Shape {
  /// The structure that a shape is or lists.
  var structure: Shape? {
    switch kind {
    case .structure: self
    case .list: element?.structure
    default: nil
    }
  }
}
