extension ModelledOperation {
  /// The options that a line may have for what the operation reads, as they are typed, in the client's order.
  package var options: [String] {
    let modelled = Set(modelledMembers)
    return shape.options.filter { option in
      !option.isHidden && !option.isPosition && (option.member.map { modelled.contains($0.name) } ?? true)
    }.map { "--" + $0.name }
  }

  /// What the table has beyond what the operation reads, as refusals name it: `--ebs-optimized`, and with its path
  /// inside of a structure `--placement Tenancy`.
  package var refused: [String] {
    guard let input = shape.input else { return [] }
    let read = MemberProbe.members(of: inputType)
    var names: [String] = []
    for member in input.members {
      guard let below = read.byName[member.name.lowercased()] else {
        names.append("--" + member.cliName)
        continue
      }
      appendRefused(in: member.shape, below, path: "--\(member.cliName) ", to: &names)
    }
    return names
  }

  /// The deepest structure that is looked into; the models nest filters and expressions without end.
  static let deepest = 8

  private func appendRefused(
    in shape: Shape, _ read: MemberProbe.Members, path: String, depth: Int = 0, to names: inout [String]
  ) {
    guard depth < Self.deepest, !read.takesAnyName, let structure = shape.structure else { return }
    for member in structure.members {
      if let below = read.byName[member.name.lowercased()] {
        appendRefused(
          in: member.shape, below, path: path + member.name + ".", depth: depth + 1, to: &names)
      } else {
        names.append(path + member.name)
      }
    }
  }
}
