import Assessment
import Cloud
import Course
import EventKernel
package import Terminal
import Texts
import Traffic

/// `plot MEASURE [INSTANCE | DATABASE]`: draws a measure of the last run over time, with the faults of the run.
package enum PlotCommand: ShellCommand {
  package static let name = "plot"

  /// Lines of the drawing.
  private static let height = 8

  /// What was drawn, as scripts read it.
  struct Result: Encodable {
    let measure: String
    /// The instance's id, or the database's identifier; `nil` where the measure is of the whole run.
    let instance: String?
    let experiment: String
    let secondsPerValue: Double
    /// `nil` stands for a gap.
    let values: [Double?]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard !arguments.isEmpty else { throw CommandFailure("plot.usage") }
    guard let run = session.runToDraw else { throw CommandFailure("plot.no-run", status: 1) }
    let measure = try measure(arguments, of: run, in: session)
    let values = measure.values(of: run)
    var instance: String?
    if case .utilisation(let id) = measure { instance = id?.description }
    if case .database(let identifier) = measure { instance = identifier }
    return CommandOutput(
      Result(
        measure: measure.name, instance: instance, experiment: run.report.experiment,
        secondsPerValue: RunMeasure.step.inSeconds, values: values.map { $0.isFinite ? $0 : nil }),
      document(of: measure, values, run, in: session))
  }

  // MARK: Reading

  private static func measure(
    _ words: [String], of run: FollowedRun, in session: Session
  ) throws(CommandFailure) -> RunMeasure {
    if let named = RunMeasure.named.first(where: { $0.name == words[0].lowercased() })?.measure {
      guard words.count > 1 else { return named }
      guard case .utilisation = named, words.count == 2 else { throw CommandFailure("plot.usage") }
      if run.report.databases.contains(where: { $0.identifier == words[1] }) { return .database(words[1]) }
      return .utilisation(try instance(words[1], of: run, in: session))
    }
    let text = words.joined(separator: " ")
    let key = ComparableText.key(text)
    if let cause = run.report.causes.first(where: {
      !key.isEmpty && $0.lost > 0 && ExplainedLoss.isMeant($0, by: key, in: session)
    }) {
      return .cause(cause.code)
    }
    throw CommandFailure(
      "plot.unknown", ["name": .string(text), "known": .string(names(of: run).joined(separator: ", "))])
  }

  /// The measures that a run has: those of every run, and the causes that lost requests.
  private static func names(of run: FollowedRun) -> [String] {
    var names = RunMeasure.named.map(\.name)
    for cause in run.report.causes where cause.lost > 0 && !names.contains(cause.code.rawValue) {
      names.append(cause.code.rawValue)
    }
    return names
  }

  private static func instance(
    _ word: String, of run: FollowedRun, in session: Session
  ) throws(CommandFailure) -> InstanceID {
    let targets = run.report.targets.map(\.instance)
    let found = targets.first { $0.description == word || run.world.ec2.instances[$0]?.tags["Name"] == word }
    if let found { return found }
    let names = session.names(in: run.world)
    throw CommandFailure(
      targets.isEmpty ? "plot.no-instances" : "plot.unknown-instance",
      [
        "name": .string(word),
        "known": .string(
          (targets.map { names.shown($0.description) } + run.report.databases.map(\.identifier))
            .joined(separator: ", ")),
      ])
  }

  // MARK: Drawing

  private static func document(
    of measure: RunMeasure, _ values: [Double], _ run: FollowedRun, in session: Session
  ) -> Document {
    let report = run.report
    let names = session.names(in: run.world)
    let begun = run.begun
    let length = max(1e-9, report.duration.inSeconds)
    let style: Document.Span.Style =
      switch measure {
      case .lost, .cause: .bad
      case .requests, .answered: .good
      case .latency, .percentile, .utilisation, .database, .instances, .queue, .hitRatio, .lag, .cost: .key
      }
    var document = Document()
    // Axes without any value would say that it was zero.
    guard values.contains(where: \.isFinite) else {
      document.paragraph(title(of: measure, names, in: session))
      document.paragraph(session.text("plot.\(nothing(of: measure))"), style: .muted)
      return document
    }
    var marks = report.standing.map { Document.Plot.Mark(from: 0, to: min(1, $0.end.inSeconds / length)) }
    marks += report.faults.map {
      Document.Plot.Mark(from: $0.start.inSeconds / length, to: min(1, $0.end.inSeconds / length))
    }
    document.plot(
      Document.Plot(
        title: [Document.Span(title(of: measure, names, in: session))],
        series: [.init([], values, style: style)],
        axis: .init(
          start: begun.clock, middle: (begun + .seconds(length / 2)).clock,
          end: (begun + report.duration).clock),
        height: height,
        marks: marks, isFine: true))
    let standing = report.standing.map { session.title(of: $0, since: begun, names) }
    let faults =
      standing
      + report.faults.map { fault in
        session.text(
          "plot.fault",
          [
            "from": .string((begun + fault.start).clock), "until": .string((begun + fault.end).clock),
            "title": .string(
              session.title(ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)),
          ])
      }
    if !faults.isEmpty { document.list(faults) }
    return document
  }

  /// Why there is no value of a measure at all.
  private static func nothing(of measure: RunMeasure) -> String {
    switch measure {
    case .hitRatio: "no-reads"
    case .lag: "no-replica"
    case .queue, .cost, .database: "no-minute"
    case .requests, .answered, .lost, .latency, .percentile, .utilisation, .instances, .cause: "nothing"
    }
  }

  private static func title(of measure: RunMeasure, _ names: ResourceNames, in session: Session) -> String {
    switch measure {
    case .utilisation(let instance?):
      session.text("plot.of-instance", ["name": .string(names.shown(instance.description))])
    case .database(let identifier):
      session.text("plot.of-instance", ["name": .string(names.shown(identifier))])
    case .cause(let code):
      session.text("plot.of-cause", ["name": .string(session.text("causes.\(code.rawValue).name"))])
    case .requests, .answered, .lost, .latency, .percentile, .utilisation, .instances, .queue, .hitRatio,
      .lag, .cost:
      session.text("plot.title.\(measure.name)")
    }
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    guard words.count < 2 else { return [] }
    if words.isEmpty {
      let causes = session.runToDraw.map { names(of: $0) } ?? []
      return RunMeasure.named.map {
        Completion.Candidate($0.name, description: session.text("plot.title.\($0.name)"))
      }
        + causes.dropFirst(RunMeasure.named.count).map {
          Completion.Candidate($0, description: session.text("causes.\($0).name"))
        }
    }
    guard words[0] == "utilisation", let run = session.runToDraw else { return [] }
    return run.report.targets.map { target in
      Completion.Candidate(
        target.instance.description, description: run.world.ec2.instances[target.instance]?.tags["Name"] ?? ""
      )
    } + run.report.databases.map { Completion.Candidate($0.identifier) }
  }
}

extension Session {
  /// What ran last: a run, or the worst run of the last verdict.
  var runToDraw: FollowedRun? {
    if let lastRun { return lastRun }
    guard let verdict, let worst = verdict.verdict.checks.compactMap(\.worst).first else { return nil }
    return verdict.run(of: verdict.verdict.reports[worst])
  }
}
