import Cloud
import CloudAPI
import EventKernel
import Terminal
import Texts

/// `traffic show`, `traffic set rate|timeout|retries|users VALUE [POPULATION]`, `traffic set sessions|own-writes on|off
/// [CLASS]`, `traffic set jobs|job-cpu|deadline VALUE [QUEUE]`: who sends which requests, and what jobs wait.
package enum TrafficCommand: ShellCommand {
  package static let name = "traffic"

  /// A population, as scripts read it.
  struct Item: Encodable {
    let population: String
    let city: String
    let host: String
    /// The most requests a second over time.
    let perSecond: Double
    let timeoutSeconds: Double
    let retries: Int
    /// How many clients can be told apart; 0 when they cannot.
    let users: Int
  }

  /// A class of requests, as scripts read it.
  struct ClassItem: Encodable {
    let name: String
    /// How often such a request comes, against the weights of the other classes.
    let weight: Double
    let cpuSeconds: Double
    let reads: Int
    let writes: Int
    /// Whether a request belongs to its client's session, and has to show what that client wrote last.
    let sessions: Bool
    let ownWrites: Bool
  }

  /// A queue of jobs, as scripts read it.
  struct JobItem: Encodable {
    let queue: String
    let count: Int
    let done: Int
    let cpuSeconds: Double
    /// Missing where there is no hurry.
    let deadlineSeconds: Double?
  }

  /// All that may come; each list is empty where there is nothing of it.
  struct Load: Encodable {
    let populations: [Item]
    let classes: [ClassItem]
    let jobs: [JobItem]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    switch arguments.first {
    case nil: return try show(in: session)
    case "show" where arguments.count == 1: return try show(in: session)
    case "set": return try set(Array(arguments.dropFirst()), in: session)
    default: throw CommandFailure("traffic.usage")
    }
  }

  private static func show(in session: Session) throws(CommandFailure) -> CommandOutput {
    let workload = try session.openWorkspace().world.lab.workload
    var users = Document.Table(columns: [
      .init(session.text("traffic.column.population")), .init(session.text("traffic.column.host")),
      .init(session.text("traffic.column.rate"), .right),
      .init(session.text("traffic.column.timeout"), .right),
      .init(session.text("traffic.column.retries"), .right),
    ])
    let tellsClients = workload.populations.contains { $0.users != nil }
    if tellsClients { users.columns.append(.init(session.text("traffic.column.users"), .right)) }
    let items = workload.populations.map { population in
      let rates = population.rate.points.map(\.perSecond)
      var row = [
        "\(population.name) (\(session.cityName(population.city)))", population.host,
        rates.count == 1
          ? shown(rate: rates[0])
          : session.range(from: shown(rate: rates.min() ?? 0), to: shown(rate: rates.max() ?? 0)),
        session.span(population.timeout), "\(population.retries)",
      ]
      if tellsClients { row.append(population.users.map { NumberFormat.integer($0) } ?? "–") }
      users.row(row)
      return Item(
        population: population.name, city: population.city, host: population.host,
        perSecond: rates.max() ?? 0, timeoutSeconds: population.timeout.inSeconds,
        retries: population.retries, users: population.users ?? 0)
    }
    var kinds = Document.Table(columns: [
      .init(session.text("traffic.column.class")), .init(session.text("traffic.column.weight"), .right),
      .init(session.text("traffic.column.cpu"), .right),
      .init(session.text("traffic.column.queries"), .right),
    ])
    let hasWishes = workload.classes.contains { $0.session || $0.readYourWrites }
    if hasWishes { kinds.columns.append(.init(session.text("traffic.column.wishes"))) }
    for kind in workload.classes {
      var row = [
        kind.name, NumberFormat.fixed(kind.weight, digits: 1), session.span(kind.cpu),
        "\(kind.reads) + \(kind.writes)",
      ]
      if hasWishes {
        let wishes = (kind.session ? ["sessions"] : []) + (kind.readYourWrites ? ["own-writes"] : [])
        row.append(wishes.joined(separator: ", "))
      }
      kinds.row(row)
    }
    var document = Document()
    if items.isEmpty {
      document.paragraph(session.text("traffic.nobody"))
    } else {
      document.table(users)
      document.table(kinds)
    }
    let jobs = try jobs(in: session)
    if !jobs.items.isEmpty { document.table(jobs.table) }
    let classes = workload.classes.map { kind in
      ClassItem(
        name: kind.name, weight: kind.weight, cpuSeconds: kind.cpu.inSeconds, reads: kind.reads,
        writes: kind.writes, sessions: kind.session, ownWrites: kind.readYourWrites)
    }
    return CommandOutput(Load(populations: items, classes: classes, jobs: jobs.items), document)
  }

  /// Requests a second, with a decimal where they are no whole number.
  private static func shown(rate: Double) -> String {
    NumberFormat.decimal(rate, digits: rate == rate.rounded() ? 0 : 1)
  }

  /// The queues of jobs with how far they are.
  private static func jobs(
    in session: Session
  ) throws(CommandFailure) -> (items: [JobItem], table: Document.Table) {
    var table = Document.Table(columns: [
      .init(session.text("traffic.column.queue")), .init(session.text("traffic.column.jobs"), .right),
      .init(session.text("traffic.column.done"), .right), .init(session.text("traffic.column.cpu"), .right),
      .init(session.text("traffic.column.deadline"), .right),
    ])
    let items = try session.openWorkspace().world.lab.jobs.queues.map { progress in
      let queue = progress.queue
      table.row([
        queue.name, NumberFormat.integer(queue.count), NumberFormat.integer(progress.done),
        session.span(queue.cpu), queue.deadline.map { session.span($0) } ?? "–",
      ])
      return JobItem(
        queue: queue.name, count: queue.count, done: progress.done, cpuSeconds: queue.cpu.inSeconds,
        deadlineSeconds: queue.deadline?.inSeconds)
    }
    return (items, table)
  }

  private static func set(_ words: [String], in session: Session) throws(CommandFailure) -> CommandOutput {
    var workspace = try session.openWorkspace()
    let words = try withTable(words, in: session)
    let request: TrafficRequest
    do throws(TrafficRequest.Problem) {
      request = try TrafficRequest(words: words, world: workspace.world)
    } catch {
      throw CommandFailure(error, in: workspace.world)
    }
    workspace.change(request, words: words)
    session.workspace = workspace
    try session.save()
    return try show(in: session)
  }
}

extension TrafficCommand {
  /// The words with the counts of a CSV file of the work folder in the place of its name.
  fileprivate static func withTable(
    _ words: [String], in session: Session
  ) throws(CommandFailure) -> [String] {
    guard words.count > 1, words[0] == "rate", words[1].lowercased().hasSuffix(".csv") else { return words }
    let name = words[1]
    let folder = try session.openWorkspace().folder
    let bytes: [UInt8]
    do throws(AWSFileError) {
      bytes = try folder.read(name)
    } catch {
      guard error == .missing else {
        throw CommandFailure("traffic.unreadable-file", ["file": .string(name)], status: 3)
      }
      throw CommandFailure("traffic.no-file", ["file": .string(name)])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("traffic.no-text", ["file": .string(name)], status: 3)
    }
    do throws(RateTable.Problem) {
      var changed = words
      changed[1] = try RateTable(text).word
      return changed
    } catch {
      throw CommandFailure(error, in: name)
    }
  }
}

extension CommandFailure {
  /// Why a CSV file is no profile of requests.
  fileprivate init(_ problem: RateTable.Problem, in file: String) {
    let most = Int(TrafficRequest.mostPerSecond) * 60
    switch problem {
    case .empty: self.init("traffic.table-empty", ["file": .string(file)], status: 3)
    case .row(let line, let text):
      self.init(
        "traffic.table-row", ["file": .string(file), "line": .integer(line), "text": .string(text)], status: 3
      )
    case .minute(let line, let found, let wanted):
      self.init(
        "traffic.table-minute",
        [
          "file": .string(file), "line": .integer(line), "found": .string(found), "wanted": .integer(wanted),
        ], status: 3)
    case .count(let line, let text):
      self.init(
        "traffic.table-count",
        [
          "file": .string(file), "line": .integer(line), "text": .string(text), "most": .integer(most),
        ], status: 3)
    case .tooLong:
      self.init(
        "traffic.table-long", ["file": .string(file), "most": .integer(RateTable.mostMinutes)], status: 3)
    }
  }

  /// Why words after `traffic set` change nothing.
  fileprivate init(_ problem: TrafficRequest.Problem, in world: World) {
    let names = world.lab.workload.populations.map(\.name).joined(separator: ", ")
    let classes = world.lab.workload.classes.map(\.name).joined(separator: ", ")
    switch problem {
    case .usage: self.init("traffic.bad-set", ["names": .string(names)])
    case .noValue(let name): self.init("traffic.no-value", ["name": .string(name)])
    case .rate(let value):
      self.init(
        "traffic.bad-rate",
        ["value": .string(value), "most": .integer(Int(TrafficRequest.mostPerSecond))])
    case .timeout(let value):
      self.init(
        "traffic.bad-timeout",
        [
          "value": .string(value),
          "most": .duration(nanoseconds: TrafficRequest.longestTimeout.nanoseconds),
        ])
    case .retries(let value):
      self.init(
        "traffic.bad-retries", ["value": .string(value), "most": .integer(TrafficRequest.mostRetries)])
    case .users(let value):
      self.init(
        "traffic.bad-users", ["value": .string(value), "most": .integer(TrafficRequest.mostUsers)])
    case .flag(let name, let value):
      self.init("traffic.bad-flag", ["value": .string(value), "name": .string(name)])
    case .requestClass(let name):
      self.init("traffic.unknown-class", ["name": .string(name), "names": .string(classes)])
    case .population(let name):
      self.init("traffic.unknown-users", ["name": .string(name), "names": .string(names)])
    case .jobs(let problem): self.init(problem, in: world)
    }
  }

  /// Why words after `traffic set` change no queue of jobs.
  private init(_ problem: JobChange.Problem, in world: World) {
    let names = (world.lab.workload.jobs ?? []).map(\.name).joined(separator: ", ")
    switch problem {
    case .count(let value):
      self.init("traffic.bad-jobs", ["value": .string(value), "most": .integer(JobQueue.mostJobs)])
    case .cpu(let value): self.init("traffic.bad-job-cpu", ["value": .string(value)])
    case .deadline(let value): self.init("traffic.bad-deadline", ["value": .string(value)])
    case .name(let name): self.init("traffic.bad-queue", ["name": .string(name)])
    case .unknown(let name) where name.isEmpty || names.isEmpty: self.init("traffic.no-jobs")
    case .unknown(let name):
      self.init("traffic.unknown-queue", ["name": .string(name), "names": .string(names)])
    case .tooMany: self.init("traffic.many-queues", ["most": .integer(JobQueue.mostQueues)])
    }
  }
}
