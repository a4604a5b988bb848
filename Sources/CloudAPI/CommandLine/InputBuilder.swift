/// Builds an operation's input from the options of a line.
struct InputBuilder {
  let line: OperationLine
  let options: [CommandOption]
  var positions: [String: String] = [:]
  private var values: [String: OptionValue] = [:]
  private var bare: Set<String> = []
  private var booleans: [String: Bool] = [:]
  private var given = GivenOptions()
  private var globals: AWSGlobals
  private var paging = AWSPaging()
  private var input = ValueObject()
  private var encodedMembers: Set<String> = []

  init(line: OperationLine, options: [CommandOption]) {
    self.line = line
    self.options = options
    globals = line.globals
  }

  private var unpacking: ParameterUnpacking {
    ParameterUnpacking(context: line.context, blobsAreRaw: globals.blobsAreRaw)
  }

  private var customisation: Customisation {
    Customisation.of(
      service: line.operation.table.cliName, operation: line.operation.cliName, context: line.context)
  }

  /// Takes the options of the line; of one given twice the last counts.
  mutating func take(_ occurrences: [WordParser.Occurrence]) throws(AWSUsageError) {
    for occurrence in occurrences {
      let option = options[occurrence.option]
      switch option.role {
      case .boolean(let member, let value):
        booleans[member.name] = value
        given.flags[option.name] = true
      case .noAttribute: given.flags[option.name] = true
      case .client where option.arity == .none: given.flags[option.name] = true
      case .member, .attribute, .startingToken, .pageSize, .maximumItems, .wholeInput, .skeleton,
        .client, .position:
        given.words[option.name] = occurrence.words
      }
    }
    try customisation.check(given)
    try checkAttributes()
    try checkPaging()
    // What a line does not say sets nothing; the input's members have the order of the options.
    let used = Set(occurrences.map(\.option)).sorted().map { options[$0] }
    try load(used)
    try build(used)
  }

  /// `--x` and `--no-x` of an attribute may not stand together.
  private func checkAttributes() throws(AWSUsageError) {
    for option in options {
      if case .attribute = option.role, given.words[option.name] != nil,
        given.flags["no-" + option.name] == true
      {
        throw .value(
          "Cannot specify both the \"--\(option.name)\" option and the \"--no-\(option.name)\" option.")
      }
    }
  }

  /// The service's own paging options turn the client's paging off; then the client's are refused.
  private mutating func checkPaging() throws(AWSUsageError) {
    guard let paginator = line.operation.paginator else { return }
    let own = (paginator.inputTokens + [paginator.limitKey].compactMap { $0 }).lazy.map(CommandLineName.of)
    if given.words.keys.contains(where: { $0 != "max-items" && $0 != "start-token" }),
      own.contains(where: { $0 != "max-items" && $0 != "start-token" && given.words[$0] != nil })
    {
      globals.paginates = false
    }
    guard !globals.paginates else { return }
    let used = options.filter { option in
      switch option.role {
      case .startingToken, .pageSize, .maximumItems: option.shadowed.isEmpty && given.says(option.name)
      case .member, .boolean, .attribute, .noAttribute, .wholeInput, .skeleton, .client, .position: false
      }
    }
    if !used.isEmpty {
      let names = ["starting-token", "page-size", "max-items"].filter { name in
        used.contains { $0.name == name }
      }
      throw .exclusive(
        "Error during pagination: Cannot specify --no-paginate along with pagination arguments: "
          + names.map { "--" + $0 }.joined(separator: ", "))
    }
  }

  /// Replaces words that name files by the files' contents.
  private mutating func load(_ options: [CommandOption]) throws(AWSUsageError) {
    for option in options {
      guard let words = given.words[option.name] else { continue }
      switch option.role {
      case .wholeInput, .skeleton: continue
      case .attribute where words.isEmpty: bare.insert(option.name)
      case .member, .boolean, .attribute, .noAttribute, .startingToken, .pageSize, .maximumItems, .client,
        .position:
        let value = try unpacking.loaded(words, isList: option.isList, option: "--" + option.name)
        values[option.name] = value
        if case .client = option.role, case .one(.text(let text)) = value {
          given.words[option.name] = [text]
        }
      }
    }
  }

  private mutating func build(_ options: [CommandOption]) throws(AWSUsageError) {
    for option in options {
      switch option.role {
      case .member(let member): try set(member, from: option)
      case .boolean(let member, _):
        if let value = booleans[member.name] { input[member.name] = .bool(value) }
      case .attribute(let member):
        if bare.contains(option.name) {
          input[member.name] = .object(ValueObject([(key: "Value", value: .bool(true))]))
        } else {
          try set(member, from: option)
        }
      case .noAttribute(let member):
        if given.flags[option.name] == true {
          input[member.name] = .object(ValueObject([(key: "Value", value: .bool(false))]))
        }
      case .startingToken, .pageSize, .maximumItems: try page(option)
      case .client:
        guard given.words[option.name] != nil || given.flags[option.name] != nil else { continue }
        guard try customisation.add(option.name, given, &input) else { throw .refused("--" + option.name) }
      case .wholeInput, .skeleton, .position: continue
      }
    }
  }

  private mutating func set(_ member: Member, from option: CommandOption) throws(AWSUsageError) {
    guard let value = values[option.name] else { return }
    let shape = member.shape
    // The client encodes user data itself, whatever bytes they are.
    if case .one(.bytes(let bytes)) = value, member.name == "UserData", shape.kind == .string {
      input[member.name] = .string(Base64.encode(bytes))
      encodedMembers.insert(member.name)
      return
    }
    if shape.kind == .blob { encodedMembers.insert(member.name) }
    input[member.name] = try unpacking.value(value, shape: shape, option: "--" + option.name)
  }

  /// A paging option, or the member that it stands before when paging is off.
  private mutating func page(_ option: CommandOption) throws(AWSUsageError) {
    guard let word = given.word(option.name) else { return }
    if !globals.paginates, let member = option.shadowed.first { return try set(member, from: option) }
    let number = PythonText.integer(word)?.double.flatMap { Int(exactly: $0) }
    switch option.role {
    case .startingToken: paging.startingToken = word
    case .pageSize:
      guard let number else { throw invalidNumber(word) }
      paging.pageSize = number
    case .maximumItems:
      guard let number else { throw invalidNumber(word) }
      paging.maximumItems = number
    case .member, .boolean, .attribute, .noAttribute, .wholeInput, .skeleton, .client, .position: break
    }
  }

  private func invalidNumber(_ word: String) -> AWSUsageError {
    AWSUsageError.value("invalid literal for int() with base 10: \(PythonText.repr(word))")
      .advised(.line(.number(word)))
  }

  /// Adds `--cli-input-json` or `--cli-input-yaml`, makes a skeleton if one is asked for, lets the customisation finish and validates.
  mutating func finish() throws(AWSUsageError) -> ParsedAWSCommand {
    try addWholeInput()
    let operation = line.operation
    if let word = given.words["generate-cli-skeleton"],
      options.contains(where: { $0.name == "generate-cli-skeleton" })
    {
      guard let kind = AWSSkeleton.Kind(rawValue: word.first ?? "input") else { throw .usage("skeleton") }
      if kind == .output { try validate() }
      let value =
        kind == .output
        ? Skeleton.of(line.waiter == nil ? operation.output : nil, usesMemberNames: true)
        : Skeleton.of(operation.input, usesMemberNames: false)
      return .skeleton(AWSSkeleton(kind: kind, operation: operation, value: value, globals: globals))
    }
    paging.isOn = operation.paginator != nil && globals.paginates && line.waiter == nil
    injectPageSize()
    try validate()
    let call = AWSCall(
      operation: operation, input: input, globals: globals, paging: paging,
      outputFile: positions["outfile"],
      seedFile: operation.cliName == "create-virtual-mfa-device" ? given.word("outfile") : nil,
      seedIsPicture: given.word("bootstrap-method") == "QRCodePNG",
      defaultRootObject: operation.cliName == "update-distribution" ? given.word("default-root-object") : nil)
    return line.waiter.map { .wait($0, call) } ?? .call(call)
  }

  private mutating func addWholeInput() throws(AWSUsageError) {
    guard let value = try WholeInput(given, unpacking).value else { return }
    for (key, value) in value.members where input[key] == nil { input[key] = value }
  }

  /// EC2's snapshots and volumes are read in pages of 1,000 when nothing narrows them.
  private mutating func injectPageSize() {
    let allowed: Set<String>
    switch (line.operation.table.cliName, line.operation.cliName) {
    case ("ec2", "describe-volumes"): allowed = ["NextToken", "DryRun"]
    case ("ec2", "describe-snapshots"): allowed = ["NextToken", "DryRun", "OwnerIds", "RestorableByUserIds"]
    default: return
    }
    if paging.isOn, paging.pageSize == nil, input.keys.allSatisfy(allowed.contains) { paging.pageSize = 1000 }
  }

  private mutating func validate() throws(AWSUsageError) {
    let userData = encodedMembers.contains("UserData") ? input["UserData"] : nil
    try customisation.finish(&input)
    if let userData { input["UserData"] = userData }
    // The settings in force are loaded for the call, so that their members are not missing.
    let isPartial =
      line.operation.cliName == "update-distribution" && given.words["default-root-object"] != nil
    guard let shape = line.operation.input else { return }
    // The client looks at the name of a bucket before everything else.
    if line.operation.table.cliName == "s3api", case .string(let bucket)? = input["Bucket"],
      let fault = BucketNameCheck.fault(of: bucket)
    {
      throw AWSUsageError.validation([fault]).advised(.line(BucketNameCheck.mistake(in: bucket)))
    }
    let faults = ParameterValidation.faults(of: .object(input), shape: shape)
      .filter { !(isPartial && $0 == "Missing required parameter in input: \"DistributionConfig\"") }
    guard faults.isEmpty else {
      throw AWSUsageError.validation(faults).explained(by: input, of: shape)
    }
    try checkPageSize(shape)
    for (key, value) in input.members {
      guard let member = shape.member(key) else { continue }
      let isRaw = globals.blobsAreRaw && !encodedMembers.contains(key)
      input[key] = InputBuilder.normalized(value, member.shape, blobsAreRaw: isRaw)
    }
  }

  /// The size of a page becomes a member of the call, and obeys the model as one.
  private func checkPageSize(_ shape: Shape) throws(AWSUsageError) {
    guard paging.isOn, let size = paging.pageSize, let key = line.operation.paginator?.limitKey,
      let limit = shape.member(key)?.shape
    else { return }
    let faults = ParameterValidation.faults(of: .integer(Int64(size)), shape: limit, named: key)
    guard faults.isEmpty else { throw .validation(faults) }
  }

  /// Times in UTC, raw blobs as base64; everything else as it is.
  private static func normalized(_ value: Value, _ shape: Shape, blobsAreRaw: Bool) -> Value {
    switch (shape.kind, value) {
    case (.timestamp, .string(let text)): return Timestamp.normalized(text).map(Value.string) ?? value
    case (.timestamp, .integer(let seconds)):
      return Timestamp.fromSeconds(Double(seconds)).map(Value.string) ?? value
    case (.timestamp, .number(let seconds)): return Timestamp.fromSeconds(seconds).map(Value.string) ?? value
    case (.blob, .string(let text)) where blobsAreRaw: return .string(Base64.encode(Array(text.utf8)))
    case (.structure, .object(var object)):
      for (key, inner) in object.members {
        guard let member = shape.member(key) else { continue }
        object[key] = normalized(inner, member.shape, blobsAreRaw: blobsAreRaw)
      }
      return .object(object)
    case (.list, .array(let items)):
      guard let element = shape.element else { return value }
      return .array(items.map { normalized($0, element, blobsAreRaw: blobsAreRaw) })
    case (.map, .object(var object)):
      guard let element = shape.element else { return value }
      for (key, inner) in object.members {
        object[key] = normalized(inner, element, blobsAreRaw: blobsAreRaw)
      }
      return .object(object)
    default: return value
    }
  }
}
