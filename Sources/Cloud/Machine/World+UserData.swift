import EventKernel

/// What becomes of the user data of a machine whose image has no application of its own.
package enum UserDataNotice: Sendable, Equatable {
  /// A script: these of its commands are not carried out here.
  case script(skipped: [String])
  /// It begins with something else than `#!`, so that cloud-init leaves it alone.
  case noScript
  /// Settings for cloud-init itself, which this world does not read.
  case cloudConfig
}

extension World {
  /// Whether user data is a script, as cloud-init tells it.
  private static func isScript(_ userData: String) -> Bool { userData.hasPrefix("#!") }

  /// Whether the system's own cloud-init looks at the user data; the application of an image reads it itself.
  // Simplified: user-data-scripts
  func systemReadsUserData(_ system: DiskContents.System?) -> Bool {
    system.map { $0.app == nil || $0.webServer != nil } ?? false
  }

  /// Whether the next boot of an instance is the one that runs its script.
  func runsUserData(_ instance: Instance) -> Bool {
    !instance.hasRunUserData && Self.isScript(instance.userData)
      && systemReadsUserData(rootVolume(of: instance)?.contents.system)
  }

  /// How long the script of an instance takes: what its installations and pauses take, half an hour at most.
  func scriptDuration(of instance: Instance) -> Duration {
    let commands = ShellScript(instance.userData).commands.map { $0.words.map(\.outline) }
    let seconds = commands.reduce(0) { sum, words in
      switch MachineCommand.read(words) {
      case .install: sum + Self.installation.wholeSeconds
      case .updatePackages: sum + Self.update.wholeSeconds
      case .pause(let seconds): sum + seconds
      default: sum
      }
    }
    return .seconds(min(seconds, 1_800))
  }

  /// Runs the script of a first boot; the machine then serves if the script has started a server.
  mutating func runUserData(of instance: Instance) {
    let id = instance.id
    ec2.instances.update(id) { $0.hasRunUserData = true }
    let script = ShellScript(instance.userData)
    var shell = MachineShell(id, isBoot: true)
    shell.directory = "/"
    shell.run(script, on: &self)
    let answer = shell.answer
    ec2.instances.update(id) { $0.bootLog = String((answer.output + answer.error).prefix(4_096)) }
    if !shell.unknown.isEmpty {
      note("user-data-skipped", "\(id)", shell.unknown.prefix(5).map(\.printable).joined(separator: ", "))
    }
    guard let after = ec2.instances[id], after.state == .running, after.activity != .serving else { return }
    let installs = script.commands.contains { command in
      if case .install = MachineCommand.read(command.words.map(\.outline)) { true } else { false }
    }
    let failure: Instance.BootFailure =
      installs && !reachesInternet(from: after, port: 443) ? .noWayOut : .scriptServesNothing
    if case .booting = after.activity { ec2.instances.update(id) { $0.activity = .appFailed(failure) } }
    revision.instances += 1
    note(failure == .noWayOut ? "user-data-no-way-out" : "user-data-serves-nothing", "\(id)")
  }

  /// What to say of the user data of the newest instance, when it was launched at this moment; `nil` where it is the
  /// settings of an application.
  package var noticeOfLaunch: UserDataNotice? {
    let launched = ec2.instances.rows.filter {
      $0.launchTime == now && $0.state == .pending && !$0.userData.isEmpty
    }
    guard let instance = launched.first, systemReadsUserData(rootVolume(of: instance)?.contents.system) else {
      return nil
    }
    if instance.userData.hasPrefix("#cloud-config") { return .cloudConfig }
    guard Self.isScript(instance.userData) else { return .noScript }
    var skipped: [String] = []
    for command in ShellScript(instance.userData).commands {
      let words = command.words.map(\.outline)
      let isKnown = command.construct == nil && (words.isEmpty || MachineCommand.read(words) != nil)
      let name = command.construct ?? words.first { $0 != "sudo" } ?? ""
      if !isKnown, !name.isEmpty, !skipped.contains(name) { skipped.append(name) }
      if case .aws(let rest) = MachineCommand.read(words), ObjectCommand.read(rest, copies: true) == nil,
        !skipped.contains("aws")
      {
        skipped.append("aws")
      }
    }
    return .script(skipped: skipped.map(\.printable))
  }
}
