package import Cloud
package import CloudAPI
package import EventKernel
package import Traffic

/// A world with the journal that made it and the variables of its shell: what a script runs in.
///
/// A value: a copy is a fork. Everything that changes the world goes through `perform`, and stands in the journal.
package struct Workspace: Sendable {
  package internal(set) var world: World
  package internal(set) var journal: Journal
  /// The shell's variables by name.
  package internal(set) var variables: [String: String]
  /// What `aws configure` keeps.
  package internal(set) var profiles = AWSProfiles()
  /// The names that the set-up exported, in order, for `vars`.
  package internal(set) var exported: [String]
  /// The Region of lines that name none.
  package var region: Region
  /// Who makes the calls.
  package var caller: Caller
  /// The output format of lines that name none.
  package var format: OutputFormat = .json
  /// The columns of the terminal, for tables.
  package var width = TableOutput.defaultWidth
  /// The operation tables.
  package let catalog: OperationCatalog
  /// The time of a live lab, whose faults come by its clock; `nil` anywhere else.
  package internal(set) var live: LiveSpan?
  /// The files that lines may name.
  package var folder: WorkFolder
  /// The here-document of the line that is being done.
  package internal(set) var standardInput: [UInt8]?
  /// Variables that the last line named and that are not set.
  package internal(set) var unset: [String] = []
  /// What is to be known about calls in the last line's substitutions that were made.
  package internal(set) var advice: [AWSOutcome.Advice] = []
  /// Variables that the last line named and that hold `None`, the text of a query that found nothing.
  package internal(set) var nothing: [String] = []
  /// How many numbers `$RANDOM` has given.
  var randomNumbers: UInt64 = 0
  /// The file that the last `aws` or `ssh` line could not read.
  package internal(set) var fileFailure: FileFailure?
  /// The status of the last line, `$?`.
  package internal(set) var lastStatus: Int32 = 0
  /// The world before each effective entry, newest last, for `undo`; older ones are replayed.
  var checkpoints: [Checkpoint] = []
  /// The entry 0 of the journal begins here.
  let origin: Checkpoint

  /// The state that an undo comes back to.
  struct Checkpoint: Sendable {
    var world: World
    var variables: [String: String]
    var exported: [String]
    var profiles = AWSProfiles()
  }

  /// The present state, to come back to.
  private var state: Checkpoint {
    Checkpoint(world: world, variables: variables, exported: exported, profiles: profiles)
  }

  /// A workspace at the beginning of a journal.
  package init(
    world: World, header: Journal.Header, region: Region, caller: Caller = .administrator,
    catalog: OperationCatalog, folder: WorkFolder = .none, variables: [String: String] = [:],
    exported: [String] = [], profiles: AWSProfiles = AWSProfiles()
  ) {
    self.world = world
    self.profiles = profiles
    journal = Journal(header: header)
    self.variables = variables
    self.exported = exported
    self.region = region
    self.caller = caller
    self.catalog = catalog
    self.folder = folder
    origin = Checkpoint(world: world, variables: variables, exported: exported, profiles: profiles)
  }

  /// Makes the present state the beginning: what was done so far, such as a lab's set-up, is not in the journal.
  package func rebased() -> Workspace {
    var based = Workspace(
      world: world, header: journal.header, region: region, caller: caller, catalog: catalog, folder: folder,
      variables: variables, exported: exported, profiles: profiles)
    based.format = format
    based.width = width
    based.live = live
    return based
  }

  /// Runs the words of an `aws` line, records it, and gives what it printed.
  package mutating func perform(aws words: [String]) -> AWSOutcome {
    let reading = FileReading(folder: folder, standardInput: standardInput)
    let outcome = run(aws: words, reading: reading)
    fileFailure = reading.failure
    lastStatus = outcome.status
    return outcome
  }

  private mutating func run(aws words: [String], reading: FileReading) -> AWSOutcome {
    let before = state
    let context = context(files: .folder(folder, reading: reading))
    let runner = AWSRunner(catalog: catalog, context: context)
    let outcome = runner.run(
      words, on: &world, as: CallContext(caller: caller, region: region), format: format, width: width)
    // A line that the client refused took no time and changed nothing: it is not part of what made the world.
    if let changed = outcome.profiles { profiles = changed }
    if world.now != before.world.now || outcome.profiles != nil {
      checkpoints.append(before)
      journal.append(.call(words: words, files: reading.files))
      trimCheckpoints()
    }
    return outcome
  }

  /// What a line takes from around it: files, and a text that no other line of this world has had.
  ///
  /// The text comes from the world's clock, which every line that counts moves on, so that a replay makes the same.
  func context(files: FileAccess) -> AWSContext {
    let moment = world.now.sinceEpoch.nanoseconds
    return AWSContext(
      environment: AWSEnvironment(profiles: profiles, variables: variables), readFile: files.read,
      uniqueText: { "skydrill-\(moment)" }, listFiles: files.list, writeFile: files.write,
      removeFile: files.remove)
  }

  /// The end of time in a world, a hundred years after its beginning: sums of moments stay far from overflow.
  static let lastMoment = Instant.epoch + .days(36_500)

  /// Lets time pass without traffic.
  package mutating func advance(by span: Duration) {
    let span = min(span, Self.lastMoment - world.now)
    guard span > .zero else { return }
    remember()
    world.advance(to: world.now + span)
    journal.append(.advance(span))
  }

  /// Sets a variable.
  package mutating func assign(_ name: String, _ value: String, exports: Bool = false) {
    remember()
    set(name, value, exports: exports)
    journal.append(.assign(name: name, value: value, exports: exports))
  }

  mutating func set(_ name: String, _ value: String, exports: Bool) {
    variables[name] = value
    if exports, !exported.contains(name) { exported.append(name) }
  }

  /// Goes back to a state.
  mutating func restore(_ state: Checkpoint) {
    world = state.world
    variables = state.variables
    exported = state.exported
    profiles = state.profiles
  }

  /// What a run of the world's own users is called in its report.
  static let liveRun = "live"

  /// Lets time pass with the world's users, live; the report is `nil` when it was stopped, and nothing has happened then.
  ///
  /// - Parameter showsWorld: whether the handler sees the world as it stands.
  package mutating func run(
    for span: Duration, showsWorld: Bool = false, progress: ProgressHandler? = nil
  ) throws(RunRefusal) -> Report? {
    guard world.now + span <= Self.lastMoment else { throw .endOfTime }
    var run = experimentRun(for: span, on: world)
    run.showsWorld = showsWorld
    var copy = world
    guard let report = try run.run(on: &copy, progress: progress) else { return nil }
    if run.experiment.workload != nil { copy.setWorkload(world.lab.workload) }
    copy.bill(report.volumes, moved: report.moved, given: report.given, since: world.now)
    remember()
    world = copy
    journal.append(.run(span))
    return report
  }

  /// Injects a fault into the live world, at once or later.
  package mutating func inject(_ request: FaultRequest, words: [String]) {
    remember()
    world.inject(request.fault, at: world.now + request.begins, lasting: request.lasting)
    journal.append(.fault(words: words))
  }

  /// Changes who sends which requests.
  package mutating func change(_ request: TrafficRequest, words: [String]) {
    remember()
    request.apply(to: &world)
    journal.append(.traffic(words: words))
  }

  mutating func remember() {
    checkpoints.append(state)
    trimCheckpoints()
  }

  /// The most states that are kept for `undo`; older ones are found by replay.
  private static let mostCheckpoints = 256

  private mutating func trimCheckpoints() {
    if checkpoints.count > 2 * Self.mostCheckpoints {
      checkpoints.removeFirst(checkpoints.count - Self.mostCheckpoints)
    }
  }
}
