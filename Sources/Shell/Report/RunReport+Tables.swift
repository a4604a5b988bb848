import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

extension RunReport {
  /// How many things that happened are told; a page has room for more.
  private var mostEntries: Int { isPage ? 200 : 12 }

  /// An empty table with these columns.
  private func columns(_ ids: [(String, Document.Table.Alignment)]) -> Document.Table {
    Document.Table(
      columns: ids.map { Document.Table.Column(session.text("report.column.\($0.0)"), $0.1) })
  }

  // MARK: What happened

  /// One row a fault: when it was noticed, acted against, and over for the users; those in force before the run first.
  var faults: Document.Table {
    var table = columns([
      ("at", .left), ("fault", .left), ("lost", .right), ("noticed", .right), ("acted", .right),
      ("again", .right),
    ])
    for fault in report.standing {
      let title = session.title(of: fault, since: reported.run.begun, names)
      let unknown = Array(repeating: [Document.Span(seconds(nil))], count: 4)
      let known: [[Document.Span]] = [[.muted(clock(.zero))], [Document.Span](markup: title)]
      table.row(known + unknown)
    }
    for (fault, story) in zip(report.faults, FaultStory.all(of: report)) {
      let title = session.title(
        ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)
      let again =
        story.goodAgain == nil
        ? Document.Span(session.text("experiment.never"), style: .bad)
        : Document.Span(seconds(story.goodAgain))
      table.row([
        [.muted(clock(fault.start))], [Document.Span](markup: title),
        [Document.Span(NumberFormat.integer(fault.lost))], [Document.Span(seconds(story.noticed))],
        [Document.Span(seconds(story.acted))], [again],
      ])
    }
    return table
  }

  private func seconds(_ value: Double?) -> String {
    value.map { session.span(.seconds($0)) } ?? "–"
  }

  /// What happened in the world, oldest first.
  var timeline: Document.Table {
    var table = columns([("at", .left), ("resource", .left), ("what", .left)])
    for entry in report.timeline.prefix(mostEntries) {
      table.row([
        [.muted(clock(entry.at))], [Document.Span(session.resource(of: entry.occurrence, names))],
        [Document.Span](markup: EventsCommand.sentence(of: entry.occurrence, in: session)),
      ])
    }
    return table
  }

  /// How many things more happened; `nil` where all are told.
  var restOfTimeline: String? {
    let rest = report.timeline.count - mostEntries
    return rest > 0 ? session.text("report.more-happened", ["count": .integer(rest)]) : nil
  }

  /// Each cause with its share of the lost requests; the numbers add up to all that were lost.
  var causes: Document.Table {
    var heads: [(String, Document.Table.Alignment)] = [
      ("cause", .left), ("resource", .left), ("lost", .right), ("share", .right), ("when", .right),
    ]
    if isPage { heads += [("request", .right), ("remedy", .left)] }
    var table = columns(heads)
    let causes = report.causes.filter { $0.lost > 0 }
    let shares = RoundedParts.split(1_000, by: causes.map { Double($0.lost) })
    for (cause, share) in zip(causes, shares) {
      var row = [
        session.text("causes.\(cause.code.rawValue).name"), names.shown(cause.resource),
        NumberFormat.integer(cause.lost), NumberFormat.percent(Double(share) / 1_000, digits: 1),
        session.range(from: clock(cause.first), to: clock(cause.last)),
      ].map { [Document.Span($0)] }
      if isPage {
        row.append([Document.Span(cause.sample.map { reported.run.name(of: $0) } ?? "")])
        row.append([Document.Span](markup: session.text(of: cause, part: "remedy", names)))
      }
      table.row(row)
    }
    if causes.count > 1 {
      let sum = causes.reduce(0) { $0 + $1.lost }
      var row: [[Document.Span]] = [[.strong(session.text("explain.sum"))], []]
      row.append([.strong(NumberFormat.integer(sum))])
      row.append([.strong(NumberFormat.percent(1, digits: 1))])
      table.row(row + Array(repeating: [], count: heads.count - row.count))
    }
    return table
  }

  /// Where the time of answers went, one row a class, in milliseconds on average; empty where nothing was answered.
  var parts: Document.Table {
    var table = columns([("class", .left)])
    for part in LatencyParts.Part.allCases {
      table.columns.append(.init(session.text("slow.part.\(part.rawValue)"), .right))
    }
    table.columns.append(.init(session.text("report.column.mean"), .right))
    // Rates are not followed on their way.
    for kind in report.classes where kind.answered > 0 && report.maker == .requests {
      let mean = MeanParts(kind.parts)
      table.row([kind.name] + mean.milliseconds + [mean.sum])
    }
    return table
  }

  // MARK: What worked how

  /// One row a class of requests, latencies in milliseconds.
  var classes: Document.Table {
    var table = columns([
      ("class", .left), ("requests", .right), ("lost", .right), ("p50", .right), ("p95", .right),
      ("p99", .right), ("p999", .right),
    ])
    for kind in report.classes where kind.offered > 0 {
      var row = [kind.name, NumberFormat.integer(kind.offered), NumberFormat.integer(kind.lost)]
      row += [0.5, 0.95, 0.99, 0.999].map { milliseconds(kind.latency, $0) }
      table.row(row)
    }
    return table
  }

  private func milliseconds(_ latency: Histogram, _ share: Double) -> String {
    latency.isEmpty ? "–" : NumberFormat.integer(Int(latency.quantile(share).inMilliseconds.rounded()))
  }

  /// Whether a server stands before another: by what they are called, so that `web-1` stands before `web-2`.
  private func precedes(_ one: Report.TargetReport, _ other: Report.TargetReport) -> Bool {
    names.shown(one.instance.description).utf8.lexicographicallyPrecedes(
      names.shown(other.instance.description).utf8)
  }

  /// One row a server: what it answered and how busy its vCPUs were.
  var targets: Document.Table {
    var table = columns([
      ("server", .left), ("zone", .left), ("answered", .right), ("p95", .right), ("busy", .right),
      ("busiest", .right),
    ])
    for target in report.targets.sorted(by: { precedes($0, $1) }) {
      let shares = reported.run.busyShares(of: target).map { $0.share }
      let mean = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
      table.row([
        names.shown(target.instance.description), target.zone.rawValue,
        NumberFormat.integer(target.answered), milliseconds(target.latency, 0.95),
        NumberFormat.percent(mean), NumberFormat.percent(shares.max() ?? 0),
      ])
    }
    return table
  }

  /// One row a database; what was lost or stale has columns where there is any.
  var databases: Document.Table {
    var heads: [(String, Document.Table.Alignment)] = [
      ("database", .left), ("queries", .right), ("busy", .right), ("connections", .right),
    ]
    if report.writesLost > 0 { heads.append(("writes-lost", .right)) }
    if report.staleReads > 0 { heads.append(("stale-reads", .right)) }
    var table = columns(heads)
    for database in report.databases {
      var row = [
        names.shown(database.identifier), NumberFormat.integer(database.queries),
        NumberFormat.percent(database.busy / report.duration / Double(max(1, database.vcpus))),
        NumberFormat.integer(database.mostConnections),
      ]
      if report.writesLost > 0 { row.append(NumberFormat.integer(database.writesLost)) }
      if report.staleReads > 0 { row.append(NumberFormat.integer(database.staleReads)) }
      table.row(row)
    }
    return table
  }

  /// One row a cache.
  var caches: Document.Table {
    var table = columns([("cache", .left), ("hits", .right), ("misses", .right), ("ratio", .right)])
    for cache in report.caches {
      let asked = cache.hits + cache.misses
      table.row([
        names.shown(cache.identifier), NumberFormat.integer(cache.hits), NumberFormat.integer(cache.misses),
        asked == 0 ? "–" : NumberFormat.percent(Double(cache.hits) / Double(asked), digits: 1),
      ])
    }
    return table
  }

  /// One row a queue of jobs.
  var jobs: Document.Table {
    var table = columns([
      ("queue", .left), ("jobs", .right), ("done", .right), ("late", .right), ("interrupted", .right),
      ("repeated", .right), ("usd", .right),
    ])
    for queue in report.jobs {
      table.row([
        queue.queue, NumberFormat.integer(queue.count), NumberFormat.integer(queue.done),
        NumberFormat.integer(queue.late), NumberFormat.integer(queue.interrupted),
        NumberFormat.percent(queue.repeated, digits: 1), amount(queue.cost),
      ])
    }
    return table
  }

  /// One row a distribution.
  var edges: Document.Table {
    var table = columns([
      ("distribution", .left), ("requests", .right), ("ratio", .right), ("fetches", .right),
      ("errors", .right),
    ])
    for edge in report.edges {
      table.row([
        names.shown(edge.distribution), NumberFormat.integer(edge.requests),
        edge.hitRatio.map { NumberFormat.percent($0, digits: 1) } ?? "–", NumberFormat.integer(edge.fetches),
        NumberFormat.integer(edge.errors4xx + edge.errors5xx),
      ])
    }
    return table
  }

  // MARK: What it costs

  /// The bill of a month like the run: item by item on a page, else one row a service; the sum is the last row.
  var cost: Document.Table {
    let items = report.monthlyCost.items
    var table = Document.Table(columns: [.init(session.text("cost.column.service"))])
    if isPage {
      table.columns.append(.init(session.text("cost.column.what")))
      table.columns.append(.init(session.text("cost.column.resource")))
    }
    table.columns.append(.init(session.text("cost.column.usd"), .right))
    guard !items.isEmpty else { return table }
    var services: [String] = []
    for item in items where !services.contains(item.service) { services.append(item.service) }
    for service in services {
      let own = items.filter { $0.service == service }
      let name = session.name(ofService: service)
      if isPage {
        for item in own.sorted(named: names) {
          table.row([
            name, session.text("cost.\(item.code)"), names.shown(item.resource), amount(item.amount),
          ])
        }
      } else {
        table.row([name, amount(own.reduce(Money.zero) { $0 + $1.amount })])
      }
    }
    var sum: [[Document.Span]] = [[.strong(session.text("explain.sum"))]]
    if isPage { sum += [[], []] }
    sum.append([.strong(amount(report.monthlyCost.monthly))])
    table.row(sum)
    return table
  }

  private func amount(_ money: Money) -> String { NumberFormat.fixed(money.dollars, digits: 2) }
}
