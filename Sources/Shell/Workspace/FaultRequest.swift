package import Cloud
package import EventKernel

/// A fault as its words ask for it: `zone-power ap-northeast-2a 15m`, `host-failure 2a 30% 10m in 5m`.
package struct FaultRequest: Sendable, Equatable {
  /// What goes wrong.
  package let fault: Fault
  /// For how long.
  package let lasting: Duration
  /// How long from now it begins, `in 10m`.
  package let begins: Duration

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
    /// There is no such option.
    case unknownOption(String, of: FaultKind)
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
    if let option = words.first(where: { $0.hasPrefix("--") }) { throw .unknownOption(option, of: kind) }
    var fault = Fault(kind)
    var arguments = words.dropFirst()
    begins = try Self.readBegin(&arguments)
    for parameter in kind.parameters {
      if !Self.isGiven(parameter, in: arguments), kind.giveUsual(parameter, in: region, to: &fault) {
        continue
      }
      guard !arguments.isEmpty else { throw .missing(parameter, of: kind) }
      repeat {
        try Self.read(arguments.removeFirst(), as: parameter, into: &fault, world, region)
      } while parameter.takesSeveral && arguments.first.map { Self.isName($0, of: kind) } == true
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

  /// Takes `in 10m` off the end of words: when the fault begins, counted from now.
  private static func readBegin(_ words: inout ArraySlice<String>) throws(Problem) -> Duration {
    guard let place = words.lastIndex(of: "in") else { return .zero }
    let span = Array(words[words.index(after: place)...])
    words = words[..<place]
    do throws(SpanText.Problem) {
      return try SpanText.duration(words: span)
    } catch {
      throw .badSpan(span.joined(separator: " "), error)
    }
  }

  private static func isSpan(_ word: String) -> Bool { SpanText.duration(word) != nil }

  /// Whether the words to come begin with a value of a parameter that they may leave out.
  private static func isGiven(_ parameter: FaultParameter, in words: ArraySlice<String>) -> Bool {
    guard let first = words.first else { return false }
    switch parameter {
    case .share: return first.hasSuffix("%")
    // The last span is how long the fault lasts.
    case .delay: return isSpan(first) && words.count(where: isSpan) >= 2
    case .factor, .count: return Double(first) != nil
    // The names of Regions have hyphens, those of errors none.
    case .error: return !isSpan(first) && !first.hasSuffix("%") && !first.contains("-")
    case .region: return !isSpan(first) && !first.hasSuffix("%")
    case .type, .zone, .instances, .database, .volume, .cache, .target, .user, .service, .node, .balancer:
      return true
    }
  }

  /// Whether a word is one more name, and neither a share nor a number nor a span.
  private static func isName(_ word: String, of kind: FaultKind) -> Bool {
    !isSpan(word) && !word.hasSuffix("%") && !(kind.parameters.contains(.factor) && Double(word) != nil)
  }

  /// Reads one word of a parameter into a fault.
  private static func read(
    _ word: String, as parameter: FaultParameter, into fault: inout Fault, _ world: World, _ region: Region
  ) throws(Problem) {
    let bad = Problem.bad(parameter, word)
    switch parameter {
    case .zone:
      guard let zone = zone(word, world, region) else { throw bad }
      fault.zone = zone
    case .volume:
      if let database = database(word, world, region) {
        fault.names.append(database)
      } else {
        try read(word, as: .instances, into: &fault, world, region)
      }
    case .type:
      guard world.catalog.instanceType(word) != nil else { throw bad }
      fault.instanceType = word
    case .instances:
      let found = instances(word, world, region)
      if let place = zone(word, world, region), found.isEmpty || place.rawValue == word {
        // A zone stays a zone, so that its name is shown and not those of all its instances.
        guard !world.instances(named: [place.rawValue]).isEmpty else { throw bad }
        fault.names.append(place.rawValue)
      } else {
        guard !found.isEmpty else { throw bad }
        fault.names += found.map(\.description)
      }
    case .database:
      guard let name = database(word, world, region) else { throw bad }
      fault.names = [name]
    case .cache:
      guard world.elastiCache.replicationGroups.rows.contains(where: { $0.id == word && $0.region == region })
      else { throw bad }
      fault.names = [word]
    case .target:
      guard world.isLaunchedFrom(word, in: region) else { throw bad }
      fault.names = [word]
    case .user:
      guard world.iam.directory.users.rows.contains(where: { $0.name == word }) else { throw bad }
      fault.names = [word]
    case .region:
      let named = Region(rawValue: word)
      guard world.catalog.region(named) != nil else { throw bad }
      fault.region = named
    case .service:
      guard Fault.services.contains(word) else { throw bad }
      fault.service = word
    case .error:
      guard let error = InjectedError(rawValue: word) else { throw bad }
      fault.error = error
    case .share:
      guard word.hasSuffix("%"), let percent = Double(word.dropLast()), (0...100).contains(percent) else {
        throw bad
      }
      fault.share = percent / 100
    case .count:
      guard let count = Int(word), (1...100).contains(count) else { throw bad }
      fault.count = count
    case .node:
      guard world.hasCacheNode(word) else { throw bad }
      fault.names = [word]
    case .balancer:
      guard world.loadBalancing.loadBalancers.rows.contains(where: { $0.name == word }) else { throw bad }
      fault.names = [word]
    case .factor:
      guard let factor = factor(word) else { throw bad }
      fault.factor = factor
    case .delay:
      guard let delay = SpanText.duration(word) else { throw bad }
      fault.delay = delay
    }
  }

  /// The database of a text, by its identifier; `nil` when the Region has none.
  private static func database(_ text: String, _ world: World, _ region: Region) -> String? {
    world.rds.instances.rows.first { $0.identifier == text && $0.region == region }?.identifier
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

extension FaultParameter {
  /// Whether several words of it may follow each other.
  fileprivate var takesSeveral: Bool { self == .instances || self == .volume }
}
