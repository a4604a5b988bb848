extension CommandOption {
  /// What kind of value it takes, as the catalogue of texts names it: `string`, `choice`, `number`, `list` …
  package var valueKind: String {
    guard !isFlag else { return "flag" }
    return member?.shape.valueKind ?? "client"
  }

  /// The values that it takes where these are a closed list; empty otherwise.
  package var valueChoices: [String] {
    guard let shape = member?.shape else { return choices }
    return choices + shape.enumValues + (shape.element?.enumValues ?? [])
  }
}

extension OperationShape {
  /// The options that help shows, the required first: of members that the world reads, and the client's own.
  ///
  /// - Parameter forWaiter: a waiter takes the members' plain options.
  package func shownOptions(forWaiter: Bool = false) -> [CommandOption] {
    let modelled = ModelledOperation(self)?.modelledMembers ?? []
    let shown = OptionTable.options(of: self, forWaiter: forWaiter).all.filter { option in
      !option.isHidden && !option.isPosition && (option.member.map { modelled.contains($0.name) } ?? true)
    }
    return shown.filter(\.isRequired) + shown.filter { !$0.isRequired }
  }
}

extension ServiceTable {
  /// The waiters whose operations the world models.
  package var modelledWaiters: [String] {
    waiterNames.filter { name in
      waiter(cliName: name).flatMap { operation(apiName: $0.operation) }.flatMap(ModelledOperation.init)
        != nil
    }
  }
}

extension Shape {
  /// What kind of value it describes, as the catalogue of texts names it: `string`, `choice`, `number`, `list` …
  var valueKind: String {
    switch kind {
    case .string: enumValues.isEmpty ? "string" : "choice"
    case .integer, .long, .float, .double: "number"
    case .boolean: "flag"
    case .timestamp: "timestamp"
    case .blob: "blob"
    case .structure: "structure"
    case .list: "list"
    case .map: "map"
    }
  }
}
