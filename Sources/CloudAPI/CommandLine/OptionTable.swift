/// The options of an operation: what its members give by rule, then how the client differs.
enum OptionTable {
  /// The options of an operation, in the order in which the client knows them.
  ///
  /// - Parameter forWaiter: a waiter takes the members' plain options; the client's differences do not apply to it.
  static func options(of operation: OperationShape, forWaiter: Bool = false) -> OptionList {
    operation.table.options(key: forWaiter ? "wait " + operation.cliName : operation.cliName) {
      make(operation, forWaiter: forWaiter)
    }
  }

  private static func make(_ operation: OperationShape, forWaiter: Bool) -> [CommandOption] {
    let simplifies = !forWaiter && operation.table.cliName == "ec2"
    var options: [CommandOption] = []
    for member in operation.input?.members ?? [] { append(member, simplifies: simplifies, to: &options) }
    if !forWaiter { for difference in operation.optionDifferences { apply(difference, operation, &options) } }
    if operation.streamingOutput == nil {
      options.append(CommandOption(name: "cli-input-json", role: .wholeInput))
      options.append(CommandOption(name: "cli-input-yaml", role: .wholeInput))
    }
    if let paginator = operation.paginator { addPaging(paginator, operation, &options) }
    if operation.streamingOutput == nil {
      options.append(
        CommandOption(
          name: "generate-cli-skeleton", role: .skeleton, arity: .atMostOne,
          choices: AWSSkeleton.Kind.allCases.map(\.rawValue)))
    }
    return options
  }

  private static func append(_ member: Member, simplifies: Bool, to options: inout [CommandOption]) {
    let name = member.cliName
    let shape = member.shape
    let isRequired = member.isRequired && !member.isIdempotencyToken
    switch shape.kind {
    case .boolean:
      options.append(
        CommandOption(name: name, role: .boolean(member, true), isRequired: false, arity: .none))
      options.append(CommandOption(name: "no-" + name, role: .boolean(member, false), arity: .none))
    case .structure where simplifies && isAttribute(shape):
      options.append(CommandOption(name: name, role: .attribute(member), arity: .atMostOne))
      options.append(CommandOption(name: "no-" + name, role: .noAttribute(member), arity: .none))
    case .list:
      options.append(
        CommandOption(name: name, role: .member(member), isRequired: isRequired, arity: .many))
    case .long:
      options.append(
        CommandOption(name: name, role: .member(member), isRequired: isRequired, type: .whole))
    case .float, .double:
      options.append(
        CommandOption(name: name, role: .member(member), isRequired: isRequired, type: .real))
    case .string, .integer, .timestamp, .blob, .structure, .map:
      options.append(CommandOption(name: name, role: .member(member), isRequired: isRequired))
    }
  }

  /// Whether the shape is EC2's `{Value: boolean}`.
  private static func isAttribute(_ shape: Shape) -> Bool {
    guard shape.memberNames == ["Value"], let value = shape.members.first else { return false }
    return value.shape.kind == .boolean
  }

  private static func apply(
    _ difference: OptionDifference, _ operation: OperationShape, _ options: inout [CommandOption]
  ) {
    switch difference {
    case .removed(let name): options.removeAll { $0.name == name }
    case .optional(let name): change(name, &options) { $0.isRequired = false }
    case .required(let name): change(name, &options) { $0.isRequired = true }
    case .hidden(let name): change(name, &options) { $0.isHidden = true }
    case .renamed(let name, let memberName, let negative):
      guard let member = operation.input?.member(memberName) else { return }
      if negative {
        options.append(CommandOption(name: name, role: .boolean(member, false), arity: .none))
      } else {
        var added: [CommandOption] = []
        append(member, simplifies: false, to: &added)
        for option in added.prefix(1) {
          options.append(
            CommandOption(
              name: name, role: option.role, arity: option.arity, type: option.type))
        }
      }
    case .added(let name, let arity, let isRequired):
      options.append(client(name, arity, isRequired: isRequired))
    }
  }

  private static func change(
    _ name: String, _ options: inout [CommandOption], _ edit: (inout CommandOption) -> Void
  ) {
    for index in options.indices where options[index].name == name { edit(&options[index]) }
  }

  private static func client(_ name: String, _ arity: ClientOptionArity, isRequired: Bool) -> CommandOption {
    var option = CommandOption(
      name: name, role: arity == .positional ? .position : .client, isRequired: isRequired)
    switch arity {
    case .one, .positional: break
    case .whole: option.type = .whole
    case .many: option.arity = .many
    case .oneOrMore: option.arity = .oneOrMore
    case .flag, .negativeFlag: option.arity = .none
    }
    return option
  }

  private static func addPaging(
    _ paginator: Paginator, _ operation: OperationShape, _ options: inout [CommandOption]
  ) {
    var type = WordParser.WordType.whole
    if let key = paginator.limitKey, let limit = operation.input?.member(key), limit.shape.kind == .string {
      type = .text
    }
    place(CommandOption(name: "starting-token", role: .startingToken), &options)
    if paginator.limitKey != nil {
      place(CommandOption(name: "page-size", role: .pageSize, type: type), &options)
    }
    place(CommandOption(name: "max-items", role: .maximumItems, type: type), &options)
  }

  /// Puts a paging option in; it takes the place of a member's option of the same name.
  private static func place(_ option: CommandOption, _ options: inout [CommandOption]) {
    guard let index = options.firstIndex(where: { $0.name == option.name }) else {
      options.append(option)
      return
    }
    var replacing = option
    if let member = options[index].member { replacing.shadowed = [member] }
    options[index] = replacing
  }
}

extension OperationShape {
  /// The options that the command line takes for the operation, hidden ones included.
  package var options: [CommandOption] { OptionTable.options(of: self).all }
}
