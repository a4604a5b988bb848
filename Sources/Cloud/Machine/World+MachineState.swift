import EventKernel

/// What a machine tells of its memory and of what runs on it.
extension World {
  /// The lines of `free -m`: the memory of the type, of which a system takes a part.
  func memoryLines(of instance: Instance) -> [String] {
    let total = Int((catalog.instanceType(instance.type)?.memoryGiB ?? 1) * 1_024 * 0.95)
    let used = min(total, 180 + total / 50 + (isLoaded(instance) ? total / 4 : 0))
    let row = ["Mem:", "\(total)", "\(used)", "\(total - used)", "0", "\(total / 10)", "\(total - used)"]
    return [
      Self.row(["", "total", "used", "free", "shared", "buff/cache", "available"]), Self.row(row),
      Self.row(["Swap:", "0", "0", "0", "", "", ""]),
    ]
  }

  private static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let blanks = String(repeating: " ", count: max(0, (index == 0 ? 7 : 12) - cell.count))
      return index == 0 ? cell + blanks : blanks + cell
    }.joined()
  }

  /// The lines of `ps -ef`: the system's own processes, and the servers that answer.
  func processLines(of instance: Instance) -> [String] {
    let system = rootVolume(of: instance)?.contents.system
    var programs = [
      (1, "root", "/usr/lib/systemd/systemd"), (1_612, "root", "sshd: /usr/sbin/sshd -D [listener]"),
      (1_733, "root", "/usr/bin/amazon-ssm-agent"),
    ]
    if let server = system?.webServer, listens(instance, port: server.port) {
      programs.append((2_410, "root", "\(server.program.rawValue)"))
    } else if system?.app != nil, instance.activity == .serving {
      programs.append((2_410, "app", "/opt/app/server"))
    }
    if isLoaded(instance) { programs.append((3_100, "root", "stress --cpu")) }
    return ["UID          PID CMD"]
      + programs.map { id, user, name in
        let number = String(repeating: " ", count: max(0, 8 - "\(id)".count)) + "\(id)"
        return user + String(repeating: " ", count: max(1, 8 - user.count)) + number + " " + name
      }
  }
}
