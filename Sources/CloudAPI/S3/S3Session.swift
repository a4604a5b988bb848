import Cloud
import EventKernel

/// The doing of one line of `aws s3`: the calls that it makes, and what it prints.
struct S3Session {
  /// Why a call of the line gave no answer.
  enum Trouble: Error {
    case service(AWSError, operation: String)
    case refused(AWSOutcome.Refusal)
    /// The client made no call: its words, its exit status, and what is missing.
    case client(String, status: Int32, refusal: AWSOutcome.Refusal? = nil)

    /// The words in which the client tells it.
    var text: String {
      switch self {
      case .service(let error, let operation):
        "An error occurred (\(error.code)) when calling the \(operation) operation: \(error.message)"
      case .refused: ""
      case .client(let message, _, _): message
      }
    }
  }

  let runner: AWSRunner
  let line: S3Line
  private(set) var call: CallContext
  /// The Region of lines that name none.
  private let home: Region
  var outcome = AWSOutcome()
  var failures = 0
  var skipped = 0

  init(_ line: S3Line, runner: AWSRunner, call: CallContext) {
    self.line = line
    self.runner = runner
    self.call = runner.circumstances(line.globals, call)
    home = call.region
  }

  /// Makes calls in the Region that the line gives for the source of a copy within S3.
  mutating func atSource<Answer>(
    _ calls: (inout S3Session) throws(Trouble) -> Answer
  ) throws(Trouble) -> Answer {
    guard let region = line.word("source-region"), line.paths.allSatisfy({ $0.hasPrefix("s3://") }) else {
      return try calls(&self)
    }
    let own = call
    call = CallContext(caller: own.caller, region: Region(rawValue: region), origin: own.origin)
    defer { call = own }
    return try calls(&self)
  }

  /// Makes one call and gives its answer.
  mutating func make(
    _ operation: String, _ input: KeyValuePairs<String, Value?>, on world: inout World
  ) throws(Trouble) -> Value {
    var object = ValueObject()
    for (key, value) in input { if let value { object[key] = value } }
    return try make(operation, members: object, on: &world)
  }

  /// Makes one call with the members of an object and gives its answer.
  mutating func make(
    _ operation: String, members: ValueObject, on world: inout World
  ) throws(Trouble) -> Value {
    let shape: OperationShape?
    do throws(SchemaError) {
      shape = try runner.catalog.service("s3api")?.operation(apiName: operation)
    } catch {
      throw .refused(.damagedTable("\(error)"))
    }
    guard let shape else { throw .refused(.service("s3api")) }
    if let bucket = members["Bucket"]?.text, let fault = BucketNameCheck.fault(of: bucket) {
      outcome.advice = .line(schemeMistake ?? .bucketName(bucket))
      throw .client("Parameter validation failed:\n\(fault)", status: 252)
    }
    try checkEndpoint(members["Bucket"]?.text, in: world)
    do throws(AWSFailure) {
      let signer = try runner.signer(line.globals, on: world)
      return try runner.once(shape, members, on: &world, as: call, signer)
    } catch {
      switch error {
      case .service(let refusal): throw .service(refusal, operation: operation)
      case .operationNotModelled(let service, let name):
        throw .refused(.operation(service: service, name: name))
      case .memberNotModelled(let service, let name, let member):
        throw .refused(.member(service: service, operation: CommandLineName.of(name), name: member))
      case .client(let message, let status, let refusal):
        throw .client(message, status: status, refusal: refusal)
      case .malformed(let message): throw .client("Parameter validation failed:\n\(message)", status: 252)
      }
    }
  }

  /// Fails as the client does where no Region has the name of the line's.
  private mutating func checkEndpoint(_ bucket: String?, in world: World) throws(Trouble) {
    guard world.catalog.region(call.region) == nil else { return }
    let name = call.region.rawValue
    let source = runner.namedRegion(line.globals).flatMap { $0.name == name ? $0.source : nil } ?? .option
    runner.note(RegionMistake(name, source, in: world, home: home), in: world, into: &outcome)
    let host = (bucket.map { $0 + "." } ?? "") + "s3.\(name)"
    throw .client(AWSRunner.words(of: name, host: host), status: 255)
  }

  /// Ends the line with a trouble that stops all of it.
  mutating func stop(_ trouble: Trouble, prefix: String = "", status: Int32 = 254) {
    switch trouble {
    case .service(let error, let operation):
      note(error, of: operation)
      outcome.errorOutput += prefix.isEmpty ? "\n\(trouble.text)\n" : "\(prefix)\(trouble.text)\n"
      outcome.status = status
    case .refused(let refusal):
      outcome.refusal = refusal
      outcome.status = 252
    case .client(let message, let own, let refusal):
      outcome.errorOutput += "\(prefix.isEmpty ? "\n" : prefix)\(message)\n"
      outcome.status = prefix.isEmpty ? own : status
      outcome.refusal = refusal
    }
  }

  private mutating func note(_ error: AWSError, of operation: String) {
    outcome.error = error
    outcome.failedCall = AWSOutcome.FailedCall(
      service: "s3api", operation: CommandLineName.of(operation), region: call.region)
  }

  /// Prints a line of success, unless the line asks for silence.
  mutating func tell(_ text: String) {
    guard !line.has("quiet"), !line.has("only-show-errors") else { return }
    outcome.output += (line.has("dryrun") ? "(dryrun) " : "") + text + "\n"
  }

  /// Prints why one transfer of several failed, and goes on.
  mutating func fail(_ text: String, _ trouble: Trouble) {
    if case .service(let error, let operation) = trouble { note(error, of: operation) }
    if case .refused(let refusal) = trouble { outcome.refusal = refusal }
    failures += 1
    guard !line.has("quiet") else { return }
    outcome.errorOutput += "\(text) \(trouble.text)\n"
  }

  /// Prints that one transfer was left out.
  mutating func warn(_ text: String) {
    skipped += 1
    guard !line.has("quiet") else { return }
    outcome.errorOutput += "warning: \(text)\n"
  }

  /// The status after all transfers: 1 when some failed, 2 when some were left out (docs: aws-api 7).
  mutating func settle() {
    guard outcome.status == 0 else { return }
    outcome.status = failures > 0 ? 1 : skipped > 0 ? 2 : 0
  }
}

extension AWSRunner {
  /// Runs a line of `aws s3`.
  func run(_ line: S3Line, on world: inout World, as call: CallContext) -> AWSOutcome {
    var session = S3Session(line, runner: self, call: call)
    do throws(S3Session.Trouble) {
      switch line.command {
      case .ls: try session.list(on: &world)
      case .mb: try session.makeBucket(on: &world)
      case .rb: try session.removeBucket(on: &world)
      case .website: try session.setWebsite(on: &world)
      case .presign: try session.presign(on: world)
      case .cp, .mv: try session.transfer(on: &world)
      case .rm: try session.remove(on: &world)
      case .sync: try session.synchronise(on: &world)
      }
    } catch {
      session.stop(error)
    }
    session.settle()
    return session.outcome
  }
}
