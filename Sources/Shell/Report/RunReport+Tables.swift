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

  /// One row a fault: when it was noticed, acted against, and over for the users.
  var faults: Document.Table {
    var table = columns([
      ("at", .left), ("fault", .left), ("lost", .right), ("noticed", .right), ("acted", .right),
      ("again", .right),
    ])
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
        [.muted(clock(entry.at))], [Document.Span(names.shown(entry.occurrence.resource))],
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
    if isPage { heads.append(("remedy", .left)) }
    var table = columns(heads)
    for cause in report.causes where cause.lost > 0 {
      var row = [
        session.text("causes.\(cause.code.rawValue).name"), names.shown(cause.resource),
        NumberFormat.integer(cause.lost),
        NumberFormat.percent(Double(cause.lost) / Double(max(1, report.lost)), digits: 1),
        "\(clock(cause.first))–\(clock(cause.last))",
      ].map { [Document.Span($0)] }
      if isPage { row.append([Document.Span](markup: session.text(of: cause, part: "remedy", names))) }
      table.row(row)
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

  /// One row a server: what it answered and how busy its vCPUs were.
  var targets: Document.Table {
    var table = columns([
      ("server", .left), ("zone", .left), ("answered", .right), ("p95", .right), ("busy", .right),
      ("busiest", .right),
    ])
    for target in report.targets {
      let shares = target.busyShares(of: report.duration)
      let mean = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
      table.row([
        names.shown(target.instance.description), target.zone.rawValue,
        NumberFormat.integer(target.answered), milliseconds(target.latency, 0.95),
        NumberFormat.percent(mean), NumberFormat.percent(shares.max() ?? 0),
      ])
    }
    return table
  }

  /// One row a database.
  var databases: Document.Table {
    var table = columns([
      ("database", .left), ("queries", .right), ("busy", .right), ("connections", .right),
    ])
    for database in report.databases {
      table.row([
        names.shown(database.identifier), NumberFormat.integer(database.queries),
        NumberFormat.percent(database.busy / report.duration / Double(max(1, database.vcpus))),
        NumberFormat.integer(database.mostConnections),
      ])
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
    if isPage {
      for item in items {
        table.row([
          item.service, session.text("cost.\(item.code)"), names.shown(item.resource), amount(item.amount),
        ])
      }
    } else {
      var services: [String] = []
      for item in items where !services.contains(item.service) { services.append(item.service) }
      for service in services {
        let sum = items.filter { $0.service == service }.reduce(Money.zero) { $0 + $1.amount }
        table.row([service, amount(sum)])
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

extension Report.TargetReport {
  /// The busy share of its vCPUs in each whole minute of a run, 0 to 1; in the only part where there is none.
  func busyShares(of duration: EventKernel.Duration) -> [Double] {
    let minutes = duration.wholeSeconds / 60
    let length = minutes == 0 ? max(1, duration.inSeconds) : 60
    return busy.prefix(max(1, minutes)).map { $0.inSeconds / (length * Double(max(1, vcpus))) }
  }
}
