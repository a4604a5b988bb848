extension DataClient {
  /// Reads a command line; `nil` where it names no host.
  init?(_ program: String, _ words: [String], port: Int) {
    let arguments = words.dropFirst()
    func value(_ options: String...) -> String? {
      for option in options where option.hasPrefix("--") {
        if let joined = arguments.first(where: { $0.hasPrefix(option + "=") }) {
          return String(joined.dropFirst(option.count + 1))
        }
      }
      return MachineCommand.value(of: options, in: words)
    }
    if program == "psql", let named = Self.connection(in: arguments), let host = named["host"] {
      self.init(program: program, host: host, port: named["port"].flatMap { Int($0) } ?? port)
      user = named["user"]
      password = named["password"]
      return
    }
    guard let host = value("-h", "--host") else { return nil }
    let asked = value(program == "mysql" || program == "mariadb" ? "-P" : "-p", "--port")
    self.init(program: program, host: host, port: asked.flatMap { Int($0) } ?? port)
    switch program {
    case "psql": user = value("-U", "--username")
    case "mysql", "mariadb":
      user = value("-u", "--user") ?? arguments.first { $0.hasPrefix("-u") }.map { String($0.dropFirst(2)) }
      // The password of `-p` stands in the same word; `-p` alone asks for it.
      let short = arguments.first { $0.hasPrefix("-p") }.map { String($0.dropFirst(2)) }
      password = value("--password") ?? short.flatMap { $0.isEmpty ? nil : $0 }
      asksForPassword = short?.isEmpty == true || arguments.contains("--password")
    default:
      usesTLS = words.contains("--tls")
      password = value("-a", "--pass")
      pings = arguments.last?.lowercased() == "ping"
    }
  }

  /// The parts of `postgresql://user:password@host:port/name` or `host=… user=…`; `nil` where no word is such a text.
  private static func connection(in words: ArraySlice<String>) -> [String: String]? {
    for word in words {
      if word.contains("host=") {
        let pairs = word.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(
          pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { $1 })
      }
      guard let scheme = ["postgresql://", "postgres://"].first(where: word.hasPrefix) else { continue }
      let rest = word.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
      let parts = rest.split(separator: "@", maxSplits: 1)
      guard let place = parts.last?.split(separator: ":", maxSplits: 1), let host = place.first else {
        return nil
      }
      var named = ["host": String(host)]
      if place.count == 2 { named["port"] = String(place[1]) }
      if parts.count == 2 {
        let who = parts[0].split(separator: ":", maxSplits: 1)
        named["user"] = who.first.map(String.init)
        if who.count == 2 { named["password"] = String(who[1]) }
      }
      return named
    }
    return nil
  }
}
