import Cloud
import CloudAPI
import EventKernel
package import Traffic

extension Workspace {
  /// Does what a journal's entries say, in order, printing nothing.
  ///
  /// Entries that fail, fail again as they did. Files come out of the journal, not from the folder.
  package mutating func replay(_ journal: Journal) throws(RunRefusal) {
    for entry in journal.effective { try replay(entry) }
    // Undone entries stay known, so that `redo` goes on where it was.
    self.journal = journal
  }

  private mutating func replay(_ entry: Journal.Entry) throws(RunRefusal) {
    remember()
    switch entry {
    case .call(let words, let files):
      let given = Dictionary(files.map { ($0.name, $0.content) }, uniquingKeysWith: { first, _ in first })
      let context = context { (path: String) throws(AWSFileError) -> [UInt8] in
        guard let content = given[path], let bytes = Base64.decode(content) else { throw .missing }
        return bytes
      }
      let runner = AWSRunner(catalog: catalog, context: context)
      let outcome = runner.run(
        words, on: &world, as: CallContext(caller: caller, region: region), format: format, width: width)
      lastStatus = outcome.status
    case .advance(let span):
      guard world.now + span <= Self.lastMoment else { throw .badDuration(span) }
      world.advance(to: world.now + span)
    case .run(let span):
      guard world.now + span <= Self.lastMoment else { throw .badDuration(span) }
      let run = ExperimentRun(
        experiment: Experiment(id: "live", duration: span), weather: WeatherSeed(world.seed.rawValue))
      _ = try run.run(on: &world)
    case .assign(let name, let value):
      variables[name] = value
    case .fault(let words):
      if let request = FaultRequest(words: words, world: world, region: region) {
        world.inject(request.fault, at: world.now, lasting: request.lasting)
      }
    case .traffic(let words):
      TrafficRequest(words: words, world: world)?.apply(to: &world)
    case .undo, .redo:
      break
    }
  }

  /// Takes back the newest `count` entries; gives how many were.
  package mutating func undo(_ count: Int) throws(RunRefusal) -> Int {
    let possible = min(count, journal.undoable.done)
    guard possible > 0 else { return 0 }
    journal.append(.undo(possible))
    if possible <= checkpoints.count {
      let state = checkpoints[checkpoints.count - possible]
      checkpoints.removeLast(possible)
      world = state.world
      variables = state.variables
    } else {
      try rebuild()
    }
    return possible
  }

  /// Does the newest `count` undone entries again; gives how many were.
  package mutating func redo(_ count: Int) throws(RunRefusal) -> Int {
    let possible = min(count, journal.undoable.undone)
    guard possible > 0 else { return 0 }
    journal.append(.redo(possible))
    try rebuild()
    return possible
  }

  /// Makes the world again from the beginning of the journal.
  private mutating func rebuild() throws(RunRefusal) {
    let kept = journal
    world = origin.world
    variables = origin.variables
    checkpoints = []
    try replay(kept)
  }
}
