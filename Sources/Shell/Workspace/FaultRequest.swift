package import Cloud
package import EventKernel

/// A fault as its words ask for it: `zone-power ap-northeast-2a 15m`.
package struct FaultRequest: Sendable, Equatable {
  /// What goes wrong.
  package let fault: Fault
  /// For how long.
  package let lasting: Duration

  /// The names of all faults, in the order in which they are listed.
  package static let names = FaultKind.allCases.map(\.rawValue)

  /// How long a fault lasts when its words do not say (FIS: half an hour; here a quarter, so that a run shows the end).
  package static let defaultSpan = Duration.minutes(15)

  /// How many times the load at most rises.
  static let mostFactor = 1_000.0

  /// Why words ask for no fault of a world.
  enum Problem: Error, Equatable {
    /// No fault has this name.
    case unknownName(String)
    /// The fault has to be told something that its words leave out.
    case missing(FaultParameter, of: FaultKind)
    /// A word is not what a parameter wants, or names nothing of this world.
    case bad(FaultParameter, String)
    /// The words behind all that the fault has to be told are no span of time.
    case badSpan(String, SpanText.Problem)
  }

  /// Reads the words after `fault`; `nil` when they ask for no fault of this world.
  package init?(words: [String], world: World, region: Region) {
    do throws(Problem) {
      try self.init(reading: words, world: world, region: region)
    } catch {
      return nil
    }
  }

  /// Reads the words after `fault`.
  ///
  /// - Throws: `Problem`, which says what is wrong with them.
  init(reading words: [String], world: World, region: Region) throws(Problem) {
    guard let kind = words.first.flatMap({ FaultKind(rawValue: $0) }) else {
      throw .unknownName(words.first ?? "")
    }
    var fault = Fault(kind)
    var arguments = words.dropFirst()
    for parameter in kind.parameters {
      if let usual = kind.usual(parameter), arguments.count(where: Self.isSpan) < 2 {
        fault.delay = usual.delay
        continue
      }
      guard !arguments.isEmpty else { throw .missing(parameter, of: kind) }
      repeat {
        try Self.read(arguments.removeFirst(), as: parameter, into: &fault, world, region)
      } while parameter == .instances && arguments.first.map { !Self.isSpan($0) } == true
    }
    self.fault = fault
    guard !arguments.isEmpty else {
      lasting = Self.defaultSpan
      return
    }
    do throws(SpanText.Problem) {
      lasting = try SpanText.duration(words: Array(arguments))
    } catch {
      throw .badSpan(arguments.joined(separator: " "), error)
    }
  }

  private static func isSpan(_ word: String) -> Bool { SpanText.duration(word) != nil }

  /// Reads one word of a parameter into a fault.
  private static func read(
    _ word: String, as parameter: FaultParameter, into fault: inout Fault, _ world: World, _ region: Region
  ) throws(Problem) {
    let bad = Problem.bad(parameter, word)
    switch parameter {
    case .zone:
      guard let zone = zone(word, world, region) else { throw bad }
      fault.zone = zone
    case .type:
      guard world.catalog.instanceType(word) != nil else { throw bad }
      fault.instanceType = word
    case .instances:
      let found = instances(word, world, region)
      guard !found.isEmpty else { throw bad }
      fault.names += found.map(\.description)
    case .database:
      guard world.rds.instances.rows.contains(where: { $0.identifier == word }) else { throw bad }
      fault.names = [word]
    case .node:
      guard world.hasCacheNode(word) else { throw bad }
      fault.names = [word]
    case .balancer:
      guard world.loadBalancing.loadBalancers.rows.contains(where: { $0.name == word }) else { throw bad }
      fault.names = [word]
    case .region:
      guard !world.catalog.zones(in: Region(rawValue: word)).isEmpty else { throw bad }
      fault.names = [word]
    case .factor:
      guard let factor = factor(word) else { throw bad }
      fault.factor = factor
    case .delay:
      guard let delay = SpanText.duration(word) else { throw bad }
      fault.delay = delay
    }
  }

  /// The instances of a Region that a text names, by id or by the tag Name; empty when there are none.
  private static func instances(_ text: String, _ world: World, _ region: Region) -> [InstanceID] {
    world.instances(named: [text]).filter { id in
      InstanceID(text) != nil || world.ec2.instances[id]?.zone.region == region
    }
  }

  /// The factor that a text names; `nil` for what is no number above 0 and up to the most.
  private static func factor(_ text: String) -> Double? {
    Double(text).flatMap { $0 > 0 && $0 <= mostFactor ? $0 : nil }
  }

  /// The zone of a Region that a text names, by its whole name or by its end, such as `2a`.
  static func zone(_ text: String, _ world: World, _ region: Region) -> Zone? {
    guard !text.isEmpty else { return nil }
    let zones = world.catalog.zones(in: region).map(\.zone)
    return zones.first { $0.rawValue == text || $0.rawValue == region.rawValue + text }
      ?? zones.first { $0.rawValue.hasSuffix(text) && text.count <= 2 }
  }
}
