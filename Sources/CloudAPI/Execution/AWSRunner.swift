package import Cloud
package import EventKernel

/// Runs `aws` lines against a world, as the command-line client does: parse, call, page, wait, print.
package struct AWSRunner: Sendable {
  /// How long one call takes (TEACH; decisions: time).
  package static let callDuration = Duration.seconds(1)

  /// What AWS has.
  package let catalog: OperationCatalog
  /// How files are read and references made up.
  package let context: AWSContext

  package init(catalog: OperationCatalog, context: AWSContext) {
    self.catalog = catalog
    self.context = context
  }

  /// Runs the words after `aws` on a world, whose time passes by one second a call and by a waiter's polling.
  ///
  /// - Parameters:
  ///   - call: who calls, and the Region where the line names none.
  ///   - format: the output format where the line names none.
  ///   - width: the terminal's columns, for tables.
  ///   - prints: whether the output is wanted; a replay wants the world and the status alone, at a part of the cost.
  package func run(
    _ words: [String], on world: inout World, as call: CallContext, format: OutputFormat = .json,
    width: Int = TableOutput.defaultWidth, prints: Bool = true
  ) -> AWSOutcome {
    let command: ParsedAWSCommand
    do throws(AWSUsageError) {
      command = try AWSCommandLine.parse(words, catalog: catalog, context: context)
    } catch {
      return outcome(of: error)
    }
    switch command {
    case .call(let parsed):
      return run(parsed, on: &world, as: call, format: format, width: width, prints: prints)
    case .wait(let waiter, let parsed):
      var outcome = wait(waiter, parsed, on: &world, as: call)
      if outcome.status == 255, outcome.advice == nil, let place = words.firstIndex(of: "wait") {
        let operation = [parsed.operation.cliName]
        outcome.advice = .waiter(words: words[..<place] + operation + words[(place + 2)...])
      }
      return outcome
    case .skeleton(let skeleton):
      return print(skeleton, format: format, width: width)
    case .help(let topic, _):
      var outcome = AWSOutcome()
      outcome.help = topic
      return outcome
    case .configure(let words, let globals): return configure(words, globals, call.region)
    case .s3(let line): return run(line, on: &world, as: call)
    case .version:
      return AWSOutcome(output: "aws-cli/2 (Skydrill's simulated cloud)\n", status: 0)
    }
  }

  private func configure(_ words: [String], _ globals: AWSGlobals, _ region: Region) -> AWSOutcome {
    var outcome = AWSOutcome()
    var configuring = AWSConfiguring(
      context.environment, profile: globals.profile, region: region.rawValue)
    switch configuring.run(words) {
    case .printed(let text):
      outcome.output = text
      if configuring.profiles != context.environment.profiles { outcome.profiles = configuring.profiles }
    case .absent: outcome.status = 1
    case .unknown: outcome.configure = words
    case .refused(let option):
      outcome.refusal = .option(option)
      outcome.status = 252
    }
    return outcome
  }

  // MARK: Calls

  private func run(
    _ parsed: AWSCall, on world: inout World, as call: CallContext, format: OutputFormat, width: Int,
    prints: Bool
  ) -> AWSOutcome {
    if let failure = noEndpoint(parsed, in: world, as: call) { return failure }
    var outcome = AWSOutcome()
    if let file = parsed.seedFile, file != "/dev/stdout" {
      do throws(AWSFileError) {
        try context.writeFile(file, (try? context.readFile(file)) ?? [])
      } catch {
        return clientFailure("Unable to write to file: \(file)", status: 252)
      }
    }
    do {
      // A query can fail, and then the status tells.
      guard
        prints || parsed.globals.query != nil || parsed.defaultRootObject != nil || parsed.seedFile != nil
      else {
        try repeatWithoutAnswer(parsed, on: &world, as: circumstances(parsed, call))
        return outcome
      }
      var pages = try self.pages(of: parsed, on: &world, as: circumstances(parsed, call))
      if let file = parsed.outputFile {
        guard let body = takeBody(of: parsed.operation, from: &pages) else {
          outcome.refusal = .outputFile
          outcome.status = 252
          return outcome
        }
        if file == "/dev/stdout" {
          outcome.output = String(decoding: body, as: UTF8.self)
        } else {
          try context.writeFile(file, body)
        }
      }
      if let file = parsed.seedFile { outcome.output += try writeSeed(of: parsed, from: &pages, to: file) }
      outcome.answer = pages.merged
      if parsed.operation.name == "RunInstances" {
        outcome.advice = world.noticeOfLaunch.map { .userData($0) }
      }
      if let output = parsed.operation.output {
        if prints { outcome.advice = advice(on: parsed, of: output) ?? outcome.advice }
        outcome.output += try self.format(parsed.globals, format).render(
          pages, title: parsed.operation.name, query: parsed.globals.query, width: width)
      }
    } catch let failure as AWSFailure {
      return self.outcome(of: failure, parsed, in: world, as: call)
    } catch let error as AWSFileError {
      return clientFailure(error.words(path: parsed.outputFile ?? parsed.seedFile ?? ""), status: 255)
    } catch let error as JMESPathError {
      return clientFailure(error.message(forQuery: ""), status: 255)
    } catch let error as OutputError {
      return clientFailure(error.message, status: 255)
    } catch {
      return clientFailure("\(error)", status: 255)
    }
    return outcome
  }

  /// What a line asks in a way that finds nothing, whatever there is.
  private func advice(on parsed: AWSCall, of output: Shape) -> AWSOutcome.Advice? {
    if let query = parsed.globals.query {
      if let mistake = QueryMistake(in: query, of: output) { return .query(mistake) }
      if let mistake = ListMemberMistake(in: query, of: output) { return .listMember(mistake) }
    }
    return FilterMistake(in: parsed.input, of: parsed.operation).map { .filter($0) }
  }

  /// Takes the streamed body out of an answer; `nil` when it is longer than a file may be.
  private func takeBody(of operation: OperationShape, from pages: inout ResultPages) -> [UInt8]? {
    guard let member = operation.streamingOutput, var answer = pages.pages.first?.object else { return nil }
    guard case .string(let text)? = answer[member] else { return nil }
    answer[member] = nil
    pages.pages = [.object(answer)]
    return Base64.decode(text)
  }

  /// The settings of the profile that a line names.
  func profile(_ globals: AWSGlobals) -> AWSProfiles.Profile? {
    context.environment.profiles[context.environment.profileName(globals.profile) ?? "default"]
  }

  private func format(_ globals: AWSGlobals, _ usual: OutputFormat) -> OutputFormat {
    let named = context.environment["AWS_DEFAULT_OUTPUT"] ?? profile(globals)?["output"]
    return globals.output?.format ?? named.flatMap(AWSGlobals.Output.init(rawValue:))?.format ?? usual
  }

  func circumstances(_ parsed: AWSCall, _ call: CallContext) -> CallContext {
    circumstances(parsed.globals, call)
  }

  /// Who calls which Region, after the line, the environment and the profile.
  func circumstances(_ globals: AWSGlobals, _ call: CallContext) -> CallContext {
    let region = namedRegion(globals).map { Region(rawValue: $0.name) }
    return CallContext(caller: call.caller, region: region ?? call.region, origin: call.origin)
  }

  /// Who signs the calls of a line. The code of an MFA device is read from the line's input, where the client asks for it.
  func signer(_ globals: AWSGlobals, on world: World) throws(AWSFailure) -> AWSSigner {
    try context.environment.signer(globals, on: world) {
      guard let input = try? context.readFile("/dev/stdin") else { return nil }
      return String(decoding: input, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
  }

  /// `cloudfront update-distribution --default-root-object`: the settings in force with another page, by their version.
  func setting(
    defaultRootObject page: String, of parsed: AWSCall, on world: inout World, as call: CallContext,
    _ signer: AWSSigner
  ) throws -> Value {
    guard let reading = parsed.service.operation(apiName: "GetDistributionConfig") else {
      throw AWSFailure.operationNotModelled(service: "cloudfront", operation: "GetDistributionConfig")
    }
    var input = parsed.input
    let found = try once(
      reading, ValueObject([(key: "Id", value: input["Id"] ?? .null)]), on: &world, as: call, signer)
    var config = found.object?["DistributionConfig"]?.object ?? ValueObject()
    config["DefaultRootObject"] = .string(page)
    input["DistributionConfig"] = .object(config)
    input["IfMatch"] = input["IfMatch"] ?? found.object?["ETag"]
    return try once(parsed.operation, input, on: &world, as: call, signer)
  }

  /// One call: it takes its time, then it is made.
  func once(
    _ shape: OperationShape, _ input: ValueObject, on world: inout World, as call: CallContext,
    _ signer: AWSSigner, answer: CallExecution.Answer = .arranged
  ) throws(AWSFailure) -> Value {
    world.advance(to: world.now + AWSRunner.callDuration)
    let caller: Caller
    do throws(AWSError) {
      caller = try signer.caller(given: call, region: call.region, for: shape.table.cliName, on: &world)
    } catch {
      throw .service(error)
    }
    return try CallExecution.execute(
      shape, input: input, on: &world,
      context: CallContext(
        caller: caller, region: call.region, origin: call.origin,
        machineClient: shape.name == "SendCommand" ? machineClient : nil),
      answer: answer)
  }

  /// How `aws` lines are done inside a machine: with its files, without profiles and variables.
  package var machineClient: MachineClient {
    let catalog = catalog
    return MachineClient { words, place, call, world in
      let moment = world.now.sinceEpoch.nanoseconds
      let before = world
      let written = WrittenFiles()
      let context = AWSContext(
        readFile: { (name: String) throws(AWSFileError) -> [UInt8] in
          guard let text = before.contents(ofFile: name, at: place) else { throw .missing }
          return Array(text.utf8)
        },
        uniqueText: { "skydrill-\(moment)" }, listFiles: { before.files(at: place) },
        writeFile: { (name: String, bytes: [UInt8]) throws(AWSFileError) in written.add(name, bytes) })
      let outcome = AWSRunner(catalog: catalog, context: context).run(
        words, on: &world, as: call)
      var answer = MachineAnswer(
        output: outcome.output, error: outcome.errorOutput, status: outcome.status)
      for file in written.files
      where !world.fill(file.name, with: String(decoding: file.bytes, as: UTF8.self), at: place) {
        answer.error += "\(file.name): cannot be written here\n"
        answer.status = 1
      }
      return answer
    }
  }

  // MARK: What is printed

  private func print(_ skeleton: AWSSkeleton, format: OutputFormat, width: Int) -> AWSOutcome {
    var outcome = AWSOutcome()
    switch skeleton.kind {
    case .input: outcome.output = JSONOutput().render(skeleton.value)
    case .yamlInput: outcome.output = YAMLOutput().render(skeleton.value)
    case .output:
      do {
        outcome.output = try (skeleton.globals.output?.format ?? format).render(
          ResultPages(skeleton.value), title: skeleton.operation.name, query: skeleton.globals.query,
          width: width)
      } catch {
        return clientFailure("\(error)", status: 255)
      }
    }
    return outcome
  }

  func clientFailure(_ message: String, status: Int32) -> AWSOutcome {
    var outcome = AWSOutcome()
    outcome.errorOutput = "\n\(message)\n"
    outcome.status = status
    return outcome
  }

  func outcome(
    of failure: AWSFailure, _ parsed: AWSCall, in world: World, as call: CallContext
  ) -> AWSOutcome {
    let operation = parsed.operation
    var outcome = AWSOutcome()
    outcome.status = 254
    switch failure {
    case .service(let error):
      outcome.error = error
      outcome.failedCall = AWSOutcome.FailedCall(
        service: operation.table.cliName, operation: operation.cliName,
        region: circumstances(parsed, call).region, input: .object(parsed.input),
        user: context.environment.userName(parsed.globals, in: world, given: call.caller))
      if let other = error.alternatives {
        outcome.suggestions = NearestNames.of(other.given, among: other.among, cutoff: 0.65)
      }
      outcome.errorOutput =
        "\nAn error occurred (\(error.code)) when calling the \(operation.name) operation: \(error.message)\n"
    case .operationNotModelled(let service, let name):
      outcome.refusal = .operation(service: service, name: CommandLineName.of(name))
      outcome.status = 252
    case .memberNotModelled(let service, let name, let member):
      outcome.refusal = .member(
        service: service, operation: CommandLineName.of(name), name: Self.option(ofMember: member))
      outcome.status = 252
    case .client(let message, let status, let refusal):
      outcome.errorOutput = "\n\(message)\n"
      outcome.status = status
      outcome.refusal = refusal
    case .malformed(let message):
      outcome.errorOutput = "\nParameter validation failed:\n\(message)\n"
      outcome.status = 252
    }
    return outcome
  }

  /// A member's path as a line has it: `--network-interfaces [0].Ipv6AddressCount`.
  private static func option(ofMember path: String) -> String {
    let end = path.firstIndex { $0 == "[" || $0 == "." || $0 == " " } ?? path.endIndex
    let rest = path[end...].drop { $0 == "." || $0 == " " }
    return "--" + CommandLineName.of(String(path[..<end])) + (rest.isEmpty ? "" : " \(rest)")
  }

  private func outcome(of error: AWSUsageError) -> AWSOutcome {
    var outcome = AWSOutcome()
    outcome.status = Int32(error.exitStatus)
    outcome.suggestions = error.suggestions
    switch error.kind {
    case .notModelled(let service, let name?): outcome.refusal = .operation(service: service, name: name)
    case .notModelled(let service, nil): outcome.refusal = .service(service)
    case .refusedOption(let option): outcome.refusal = .option(option)
    case .damagedTable(let error): outcome.refusal = .damagedTable("\(error)")
    case .usage, .unknownOptions, .parameter, .validation, .value, .query:
      outcome.errorOutput = error.lines.joined(separator: "\n") + "\n"
      if error.suggestions == [OperationLine.tagOption] { outcome.advice = .nameIsTag }
      if let name = error.tagPair { outcome.advice = .tagPair(name: name) }
      if error.hasUnquotedWords { outcome.advice = .unquotedWords }
      if let own = error.advice {
        outcome.advice = own
        // What was meant is told, so that names which are but near need not be.
        if case .line = own { outcome.suggestions = [] }
      }
    }
    return outcome
  }
}

extension AWSGlobals.Output {
  /// The same format in the words of the printers.
  fileprivate var format: OutputFormat {
    switch self {
    case .json: .json
    case .text: .text
    case .table: .table
    case .yaml: .yaml
    case .yamlStream: .yamlStream
    }
  }
}
