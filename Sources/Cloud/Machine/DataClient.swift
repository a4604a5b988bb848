import EventKernel

/// A client of a database or a cache, as a machine's command line names it.
struct DataClient: Equatable {
  let program: String
  let host: String
  let port: Int
  /// Whether it speaks TLS; of a cache alone.
  var usesTLS = false
  /// The user as whom it logs in to a database; `nil` for the machine's own.
  var user: String?
  /// The password that it gives.
  var password: String?
  /// Whether it asks for the password at a keyboard that nobody sits at.
  var asksForPassword = false

  /// Whether it asks a cache for a sign of life alone, `ping`.
  var pings = false

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
      if let refusal = settings.flatMap({ refusal(of: client, by: $0) }) { return refusal }
      if !client.asksCache, let key = databaseKey(forHost: client.host), let database = rds.instances[key],
        let refusal = refusal(of: client, by: database, to: instance)
      {
        return refusal
      }
      // Simplified: data-clients-ask-nothing
      return said(client.asksCache && client.pings ? "PONG" : "\(program): connected to \(place)")
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

  /// What a client meets that does not know the master user and its password; `nil` when the database admits it.
  ///
  /// Texts: MySQL error 1045, and PostgreSQL's libpq.
  private func refusal(
    of client: DataClient, by database: DBInstance, to instance: Instance
  ) -> MachineAnswer? {
    let user = client.user ?? "ec2-user"
    let isKnown = user == database.masterUsername && client.password != nil
    guard !isKnown || client.password != database.masterPassword else { return nil }
    guard client.program == "psql" else {
      let hint =
        client.asksForPassword && client.password == nil
        ? "\n(nobody can type it here: write it behind -p without a blank, or set MYSQL_PWD)" : ""
      return failed(
        "ERROR 1045 (28000): Access denied for user '\(user.printable)'@'\(instance.privateAddress)'"
          + " (using password: \(client.password == nil ? "NO" : "YES"))" + hint)
    }
    let begin =
      "psql: error: connection to server at \"\(client.host.printable)\", port \(client.port) failed: "
    return client.password == nil
      ? failed(begin + "fe_sendauth: no password supplied (set PGPASSWORD: nobody can type it here)", 2)
      : failed(begin + "FATAL:  password authentication failed for user \"\(user.printable)\"", 2)
  }

  private func timedOut(_ words: String) -> MachineAnswer {
    MachineAnswer(error: words + "\n", status: 1, elapsed: .seconds(10))
  }
}
