package import Cloud
package import EventKernel

/// A change of who sends which requests, as its words ask for it: `rate 120`, `rate 0s:20,10m:80`, `timeout 5s`,
/// `retries 2 shoppers`, `users 500`, `sessions on`, `own-writes on order`, `jobs 400 night`.
package struct TrafficRequest: Sendable, Equatable {
  /// What is changed of a population or of a class of requests.
  package enum Change: Sendable, Equatable {
    /// Requests a second over time.
    case rate(RateProfile)
    /// How long a client waits for one attempt.
    case timeout(Duration)
    /// How often a client tries again.
    case retries(Int)
    /// What is changed of a queue of jobs.
    case jobs(JobChange)
    /// How many clients can be told apart; `nil` when they cannot.
    case users(Int?)
    /// Whether requests of a class belong to their client's session.
    case sessions(Bool)
    /// Whether answers of a class have to show what their client wrote last.
    case ownWrites(Bool)
  }

  /// What is changed.
  package let change: Change
  /// The population, the class of requests, or the queue of jobs; `nil` for all.
  package let name: String?

  /// The most requests a second of one population; runs of so many are for the flow engine.
  package static let mostPerSecond = 10_000_000.0

  /// How long a client waits at most.
  package static let longestTimeout = Duration.minutes(10)

  /// How often a client tries again at most.
  package static let mostRetries = 10

  /// How many clients of one population can be told apart at most.
  package static let mostUsers = 1_000_000

  /// Why words after `traffic set` ask for nothing of a world.
  package enum Problem: Error, Equatable, Sendable {
    /// They do not name what to set, or there are too many.
    case usage
    /// Nothing stands behind the name of what to set.
    case noValue(String)
    case rate(String)
    case timeout(String)
    case retries(String)
    /// A value that a queue of jobs does not take.
    case jobs(JobChange.Problem)
    case users(String)
    /// Neither `on` nor `off` stands behind the name of what to set.
    case flag(name: String, value: String)
    /// No population has the name.
    case population(String)
    /// No class of requests has the name.
    case requestClass(String)
  }

  /// What can be set of populations, and of classes of requests.
  private static let ofPopulations = ["rate", "timeout", "retries", "users"]
  private static let ofClasses = ["sessions", "own-writes"]

  /// Reads the words after `traffic set`.
  package init(words: [String], world: World) throws(Problem) {
    guard let what = words.first,
      (JobChange.names + Self.ofPopulations + Self.ofClasses).contains(what), words.count <= 3
    else { throw .usage }
    guard words.count > 1 else { throw .noValue(what) }
    let whose = words.count == 3 ? words[2] : nil
    name = whose
    let workload = world.lab.workload
    if JobChange.names.contains(what) {
      do throws(JobChange.Problem) {
        change = .jobs(try JobChange(what, words[1], queue: whose, in: workload))
      } catch {
        throw .jobs(error)
      }
      return
    }
    change = try Self.change(of: what, to: words[1])
    guard let whose else { return }
    if Self.ofClasses.contains(what) {
      guard workload.classes.contains(where: { $0.name == whose }) else { throw .requestClass(whose) }
    } else {
      guard workload.populations.contains(where: { $0.name == whose }) else { throw .population(whose) }
    }
  }

  private static func change(of what: String, to value: String) throws(Problem) -> Change {
    switch what {
    case "rate":
      guard let profile = Self.profile(value) else { throw .rate(value) }
      return .rate(profile)
    case "timeout":
      guard let span = SpanText.duration(value), span > .zero, span <= longestTimeout else {
        throw .timeout(value)
      }
      return .timeout(span)
    case "users":
      guard let count = Int(value), (0...mostUsers).contains(count) else { throw .users(value) }
      return .users(count > 0 ? count : nil)
    case "sessions", "own-writes":
      guard ["on", "off"].contains(value) else { throw .flag(name: what, value: value) }
      return what == "sessions" ? .sessions(value == "on") : .ownWrites(value == "on")
    default:
      guard let count = Int(value), (0...mostRetries).contains(count) else { throw .retries(value) }
      return .retries(count)
    }
  }

  /// A number, moments with rates joined by straight lines (`0s:20,10m:80`), or counts of minutes (`1200,1800/min`).
  private static func profile(_ text: String) -> RateProfile? {
    func within(_ rate: Double?) -> Double? { rate.flatMap { (0...mostPerSecond).contains($0) ? $0 : nil } }
    if text.hasSuffix(RateTable.unit) {
      let counts = text.dropLast(RateTable.unit.count).split(separator: ",", omittingEmptySubsequences: false)
        .map { within(Double($0).map { $0 / 60 }).map { $0 * 60 } }
      guard !counts.isEmpty, counts.count <= RateTable.mostMinutes, !counts.contains(nil) else { return nil }
      return .perMinute(counts.compactMap(\.self))
    }
    guard text.contains(":") else { return within(Double(text)).map { .constant($0) } }
    var points: [RateProfile.Point] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let at = SpanText.duration(String(parts[0])),
        let rate = within(Double(parts[1])), points.last.map({ $0.at <= at }) ?? true
      else { return nil }
      points.append(RateProfile.Point(at: at, perSecond: rate))
    }
    return points.count <= RateTable.mostMinutes ? RateProfile(points: points) : nil
  }

  /// Changes the workload of a world.
  package func apply(to world: inout World) {
    var workload = world.lab.workload
    if case .jobs(let change) = change {
      change.apply(to: &workload, queue: name)
      return world.setWorkload(workload)
    }
    func isMeant(_ other: String) -> Bool { name.map { $0.utf8.elementsEqual(other.utf8) } ?? true }
    for index in workload.populations.indices where isMeant(workload.populations[index].name) {
      switch change {
      case .rate(let profile): workload.populations[index].rate = profile
      case .timeout(let span): workload.populations[index].timeout = span
      case .retries(let count): workload.populations[index].retries = count
      case .users(let count): workload.populations[index].users = count
      case .sessions, .ownWrites, .jobs: break
      }
    }
    for index in workload.classes.indices where isMeant(workload.classes[index].name) {
      switch change {
      case .sessions(let isOn): workload.classes[index].session = isOn
      case .ownWrites(let isOn): workload.classes[index].readYourWrites = isOn
      case .rate, .timeout, .retries, .users, .jobs: break
      }
    }
    world.setWorkload(workload)
  }
}
