extension AWSCompletion {
  /// What can stand within the shorthand of an option that takes structures; `nil` for every other option.
  static func shorthand(
    _ option: CommandOption, _ shape: Shape, _ operation: OperationShape, _ word: String
  ) -> Answer? {
    guard let member = option.member, let structure = shape.structure, structure.memberNames != ["Value"],
      let modelled = ModelledOperation(operation),
      let read = MemberProbe.members(of: modelled.inputType).byName[member.name.lowercased()]
    else { return nil }
    // JSON and files are not shorthand.
    guard word.first != "{", word.first != "[", !word.contains("://") else { return nil }
    let cursor = ShorthandCursor(word, shape: structure, read: read)
    guard !cursor.isFree else { return Answer() }
    let level = cursor.level
    var answer = Answer()
    let isList = level.shape?.kind == .list
    if level.member == nil, !isList { answer.candidates = names(cursor) }
    answer.frame = frame(cursor)
    guard let name = level.member ?? cursor.continued ?? (isList ? option.name : nil) else {
      // A target is its id most often.
      if level.written.isEmpty, structure.member("Id") != nil {
        answer.wanted = WantedIdentifier.of(option: option.name, service: operation.table.cliName)
        answer.frame.before = "Id="
      }
      return answer
    }
    let value = cursor.continued.flatMap { level.shape?.member($0)?.shape.element } ?? cursor.valueShape
    answer.candidates = values(of: value, cursor, answer.frame) + answer.candidates
    guard value?.kind == .string, value?.enumValues.isEmpty == true else { return answer }
    let service = operation.table.cliName
    if option.name == "filters", structure.memberNames.prefix(2) == ["Name", "Values"] {
      let filter = name == "Values" ? level.written["Name"] ?? "" : nil
      answer.filter = WantedFilter(call: [service, operation.cliName], name: filter)
      answer.wanted = filter.flatMap { WantedIdentifier.of(option: $0, service: service) }
    } else {
      answer.wanted = wanted(name, of: option, operation)
    }
    return answer
  }

  /// The identifiers that a member takes: `Id` of `--targets` is that of a target, `TargetGroupArn` speaks for itself.
  private static func wanted(
    _ member: String, of option: CommandOption, _ operation: OperationShape
  ) -> WantedIdentifier? {
    let service = operation.table.cliName
    let name = CommandLineName.of(member)
    guard ["id", "ids", "arn", "arns", "name", "names"].contains(name) else {
      return WantedIdentifier.of(option: name, service: service, operation: operation.cliName)
    }
    return WantedIdentifier.of(option: option.name, service: service)
      ?? WantedIdentifier.of(option: "\(option.name)-\(name)", service: service)
  }

  /// The members of the innermost structure that are not written yet and that the operation reads.
  private static func names(_ cursor: ShorthandCursor) -> [Candidate] {
    left(cursor).filter { $0.name.hasPrefix(cursor.typed) }.map { member in
      let sign: String
      switch member.shape.kind {
      case .structure, .map: sign = "={"
      case .list: sign = member.shape.element?.kind.isComplex == true ? "=[{" : "="
      default: sign = "="
      }
      return Candidate(
        text: cursor.before + member.name + sign, kind: member.isRequired ? .requiredOption : .option,
        descriptionKey: "aws.type." + member.shape.valueKind, isFinal: false)
    }
  }

  private static func left(_ cursor: ShorthandCursor) -> [Member] {
    let level = cursor.level
    return (level.shape?.members ?? []).filter {
      level.written[$0.name] == nil && level.read.byName[$0.name.lowercased()] != nil
    }
  }

  /// The values of a closed list.
  private static func values(of shape: Shape?, _ cursor: ShorthandCursor, _ frame: Frame) -> [Candidate] {
    let words = shape?.kind == .boolean ? ["true", "false"] : shape?.enumValues ?? []
    return words.filter { $0.hasPrefix(cursor.typed) }.map {
      Candidate(
        text: frame.before + $0 + frame.after, kind: .value, descriptionKey: "", isFinal: frame.isFinal)
    }
  }

  /// A value is followed by the member that is left, when there is but one, and ends the word when there is none.
  private static func frame(_ cursor: ShorthandCursor) -> Frame {
    guard cursor.levels.count == 1 else { return Frame(before: cursor.before, isFinal: false) }
    let left = left(cursor)
    guard left.count == 1, let only = left.first, only.shape.kind == .list || !only.shape.kind.isComplex
    else {
      return Frame(before: cursor.before, isFinal: left.isEmpty)
    }
    return Frame(before: cursor.before, after: ",\(only.name)=", isFinal: false)
  }
}
