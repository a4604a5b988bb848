extension MachineCommand {
  /// Reads the words of a command; `nil` for one that is not known or not known in this form.
  static func read(_ given: [String]) -> MachineCommand? {
    var words = given
    while let first = words.first, ["sudo", "-n", "-E", "nohup", "time", "env"].contains(first) {
      words.removeFirst()
    }
    guard let path = words.first else { return nil }
    words.removeFirst()
    if words.isEmpty, let set = assignment(path) { return set }
    guard let name = path.split(separator: "/").last.map(String.init) else { return nil }
    if silent.contains(name) { return .nothing }
    let options = words.filter { $0.utf8.first == UInt8(ascii: "-") }
    let rest = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    return system(name, options, rest) ?? disks(name, words, options, rest) ?? files(
      name, words, options, rest)
      ?? software(name, words, rest) ?? network(name, words, rest)
  }

  /// The script of `bash -c SCRIPT`; `nil` for other words.
  static func innerScript(_ given: [String]) -> String? {
    let words = given.drop { ["sudo", "-n", "-E", "nohup"].contains($0) }
    guard let name = words.first?.split(separator: "/").last, ["bash", "sh", "su"].contains(name) else {
      return nil
    }
    let rest = words.dropFirst()
    guard let place = rest.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
      place + 1 < rest.endIndex
    else { return nil }
    return rest[place + 1]
  }

  private static func system(_ name: String, _ options: [String], _ rest: [String]) -> MachineCommand? {
    switch name {
    case "shutdown": options.contains("-r") ? .reboot : .shutdown
    case "poweroff", "halt": .shutdown
    case "reboot": .reboot
    case "hostname": hostName(options)
    case "free": .memory
    case "ps": .processes
    case "id": .userID
    case "whoami": .whoAmI
    case "pwd": .workingDirectory
    case "cd": .changeDirectory(rest.first ?? "/root")
    case "date": .date
    case "uptime": .uptime
    case "uname": .kernel
    case "sleep": rest.first.flatMap { Int($0) }.map { .pause(seconds: min($0, 3_600)) }
    case "export": rest.first.flatMap(assignment) ?? .nothing
    case "ec2-metadata": .metadataTool(option: options.first ?? "-a")
    default: nil
    }
  }

  private static func hostName(_ options: [String]) -> MachineCommand {
    switch options.first {
    case "-f", "--fqdn": .hostName(.full)
    case "-I", "-i": .hostName(.address)
    default: .hostName(.short)
    }
  }

  /// `NAME=value`.
  static func assignment(_ word: String) -> MachineCommand? {
    guard let equals = word.firstIndex(of: "="), equals != word.startIndex,
      word[..<equals].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    return .set(name: String(word[..<equals]), value: String(word[word.index(after: equals)...]))
  }

  private static func disks(
    _ name: String, _ words: [String], _ options: [String], _ rest: [String]
  ) -> MachineCommand? {
    switch name {
    case "fsfreeze":
      guard rest.count == 1 else { return nil }
      if options == ["-f"] || options == ["--freeze"] { return .freeze(directory: rest[0]) }
      return options == ["-u"] || options == ["--unfreeze"] ? .thaw(directory: rest[0]) : nil
    case "lsblk": return options.contains("-f") ? .listFileSystems : rest.isEmpty ? .listDisks : nil
    case "blkid": return rest.count <= 1 ? .identify(device: rest.first) : nil
    case "df": return .diskFree
    case "mkfs", "mkfs.xfs", "mkfs.ext4": return rest.last.map { .makeFileSystem(device: $0) }
    case "file": return rest.last.map { .describeDevice($0) }
    case "growpart": return rest.count == 2 && rest[1] == "1" ? .growPartition(device: rest[0]) : nil
    case "xfs_growfs", "resize2fs": return rest.first.map { .growFileSystem(place: $0) }
    case "mount":
      if rest.isEmpty { return options.contains("-a") ? .mountTable(directory: nil) : nil }
      if rest.count == 1, rest[0].hasPrefix("/"), !rest[0].hasPrefix("/dev/") {
        return .mountTable(directory: rest[0])
      }
      let places = rest.suffix(2)
      return places.count == 2
        ? .mount(device: places[places.startIndex], directory: rest[rest.count - 1]) : nil
    case "umount": return rest.count == 1 ? .unmount(rest[0]) : nil
    default: return nil
    }
  }

  private static func files(
    _ name: String, _ words: [String], _ options: [String], _ rest: [String]
  ) -> MachineCommand? {
    switch name {
    case "cat": return rest.count <= 1 ? .show(file: rest.first) : nil
    case "ls": return rest.count <= 1 ? .list(directory: rest.first ?? ".") : nil
    case "mkdir": return rest.count == 1 ? .makeDirectory(rest[0]) : nil
    case "tee": return .copyInput(files: rest, appends: options.contains("-a"))
    case "rm": return rest.isEmpty ? nil : .remove(rest)
    case "touch": return rest.count == 1 ? .touch(rest[0]) : nil
    case "cp": return rest.count == 2 ? .copy(rest[0], to: rest[1]) : nil
    case "mv": return rest.count == 2 ? .move(rest[0], to: rest[1]) : nil
    case _ where TextFilter.names.contains(name): return TextFilter(name, words).map { .filter($0) }
    case "echo":
      let isPlain = words.first == "-n"
      let text = (isPlain || words.first == "-e" ? Array(words.dropFirst()) : words).joined(separator: " ")
      return .say(text, endsLine: !isPlain)
    default: return nil
    }
  }

  private static func software(_ name: String, _ words: [String], _ rest: [String]) -> MachineCommand? {
    switch name {
    case _ where PackageManager(rawValue: name) != nil:
      guard let manager = PackageManager(rawValue: name) else { return nil }
      switch rest.first {
      case "install", "reinstall", "enable":
        return rest.count > 1 ? .install(Array(rest.dropFirst()), by: manager) : nil
      case "update", "upgrade", "full-upgrade", "dist-upgrade", "check-update", "makecache", "clean",
        "autoremove":
        return .updatePackages(by: manager)
      default: return nil
      }
    case "service":
      guard rest.count == 2, let act = act(rest[1], now: false) else { return nil }
      return .service(act, unit: unit(rest[0]))
    case "systemctl":
      if rest.first == "daemon-reload" { return .nothing }
      guard rest.count == 2, let act = act(rest[0], now: words.contains("--now")) else { return nil }
      return .service(act, unit: unit(rest[1]))
    case "python3", "python":
      guard words.count <= 3, words.first == "-m", words.dropFirst().first == "http.server" else {
        return nil
      }
      let port = words.count == 3 ? Int(words[2]) : 8_000
      return port.flatMap { (1...65_535).contains($0) ? .serveFiles(port: $0) : nil }
    default: return nil
    }
  }

  private static func act(_ word: String, now: Bool) -> ServiceAct? {
    switch word {
    case "start": .start
    case "stop": .stop
    case "restart", "reload", "reload-or-restart": .restart
    case "enable": now ? .enableNow : .enable
    case "disable": .disable
    case "status": .status
    case "is-active": .isActive
    default: nil
    }
  }

  private static func unit(_ name: String) -> String {
    name.hasSuffix(".service") ? String(name.dropLast(".service".count)) : name
  }

  private static func network(_ name: String, _ words: [String], _ rest: [String]) -> MachineCommand? {
    switch name {
    case "aws": return .aws(words)
    case "curl", "wget": return request(name, words)
    case "ssh": return SecureShellLine(words).flatMap { $0.command.isEmpty ? nil : .secureShell($0) }
    case "ping":
      guard let count = value(of: ["-c"], in: words).flatMap({ Int($0) }), (1...60).contains(count),
        let host = rest.last(where: { $0 != "\(count)" })
      else { return nil }
      return .ping(host: host, count: count)
    case "nc", "ncat":
      guard rest.count >= 2, let port = Int(rest[rest.count - 1]) else { return nil }
      return .connect(host: rest[rest.count - 2], port: port)
    case "mysql", "mariadb": return DataClient(name, words, port: 3_306).map { .client($0) }
    case "psql": return DataClient(name, words, port: 5_432).map { .client($0) }
    case "redis-cli", "redis6-cli", "valkey-cli":
      return DataClient(name, words, port: 6_379).map { .client($0) }
    case "stress", "stress-ng":
      guard words.contains("--cpu") || words.contains("-c") else { return nil }
      let value = value(of: ["--timeout", "-t"], in: words).map { $0.filter(\.isNumber) }
      return .loadCPU(seconds: min(value.flatMap { Int($0) } ?? 86_400, 86_400))
    default: return nil
    }
  }

  static func value(of options: [String], in words: [String]) -> String? {
    guard let index = words.firstIndex(where: options.contains), index + 1 < words.count else { return nil }
    return words[index + 1]
  }

  private static func request(_ name: String, _ words: [String]) -> MachineCommand {
    do throws(CurlLine.Problem) {
      return .get(name == "wget" ? try CurlLine(wget: words) : try CurlLine(words))
    } catch {
      return .unreadable(error.text, status: error.status)
    }
  }
}
