import EventKernel

/// A client of a database or a cache, as a machine's command line names it.
struct DataClient: Equatable {
  let program: String
  let host: String
  let port: Int
  /// Whether it speaks TLS; of a cache alone.
  var usesTLS = false
  /// The password that it gives a cache.
  var password: String?

  /// Whether it is a client of Redis or Valkey.
  var asksCache: Bool { program.hasSuffix("-cli") }
}

extension World {
  /// Whether a client of a database or a cache gets through; what it asks then is not answered here.
  func connect(_ client: DataClient, from instance: Instance) -> MachineAnswer {
    let program = client.program
    guard has(program, on: instance) else {
      return failed("bash: \(program): command not found (install the client first)", 127)
    }
    let place = "\(client.host.printable):\(client.port)"
    switch connection(from: instance, to: client.host, port: client.port) {
    case .open:
      let cache = client.asksCache ? cacheKey(forHost: client.host) : nil
      let settings = cache.flatMap { elastiCache.replicationGroups[$0]?.settings }
      return settings.flatMap { refusal(of: client, by: $0) } ?? said("\(program): connected to \(place)")
    case .refused: return failed("\(program): can't connect to \(place): Connection refused")
    case .timedOut:
      return timedOut("\(program): can't connect to \(place): Connection timed out")
    case .unknownHost: return failed("\(program): unknown server host '\(client.host.printable)'")
    }
  }

  /// What a client meets that speaks otherwise than a cache wants; `nil` when the cache answers it.
  ///
  /// Without TLS the connection is there and no answer ever comes (ElastiCache User Guide, in-transit encryption).
  private func refusal(of client: DataClient, by settings: CacheSettings) -> MachineAnswer? {
    if settings.transit == .required, !client.usesTLS {
      return timedOut(
        "\(client.program): no answer from \(client.host.printable):\(client.port)"
          + " (with in-transit encryption a cache answers only clients that are given --tls)")
    }
    if settings.transit == nil, client.usesTLS {
      return failed(
        "Could not connect to Valkey at \(client.host.printable):\(client.port): SSL_connect failed:"
          + " the cache has no in-transit encryption")
    }
    guard settings.admits(password: client.password) else {
      // A client of Redis ends without an error when the answer is one.
      return client.password == nil
        ? said("NOAUTH Authentication required.")
        : said(
          "AUTH failed: WRONGPASS invalid username-password pair or user is disabled.\n"
            + "NOAUTH Authentication required.")
    }
    return nil
  }

  private func timedOut(_ words: String) -> MachineAnswer {
    MachineAnswer(error: words + "\n", status: 1, elapsed: .seconds(10))
  }
}
