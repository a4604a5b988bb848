import EventKernel

/// What a script in a machine wrote, and how it ended.
package struct MachineAnswer: Sendable, Equatable {
  package var output: String
  package var error: String
  package var status: Int32

  package init(output: String = "", error: String = "", status: Int32 = 0) {
    self.output = output
    self.error = error
    self.status = status
  }
}

extension World {
  /// Runs the lines of a script in a running instance as root; it ends at the first that fails.
  ///
  /// At most 200 lines are done; the machine answers whatever stands in them with words of its own.
  mutating func runScript(_ lines: [String], on id: InstanceID) -> MachineAnswer {
    var answer = MachineAnswer()
    for line in lines.flatMap({ $0.split(separator: "\n").map(String.init) }).prefix(200) {
      guard let (command, word) = MachineCommand.read(line) else { continue }
      guard let command else {
        answer.error +=
          "\(word.printable): not known here; this machine knows \(MachineCommand.names.joined(separator: ", "))\n"
        answer.status = 127
        return answer
      }
      let one = run(command, on: id)
      answer.output += one.output
      answer.error += one.error
      answer.status = one.status
      guard one.status == 0, ec2.instances[id]?.state == .running else { return answer }
    }
    return answer
  }

  private mutating func run(_ command: MachineCommand, on id: InstanceID) -> MachineAnswer {
    guard let instance = ec2.instances[id] else { return MachineAnswer() }
    switch command {
    case .shutdown:
      // The system's own shutdown: protection from calls does not count (facts: EC2 2.1).
      if instance.terminatesOnShutdown { terminateInstance(id) } else { stopInstance(id) }
    case .reboot: rebootInstance(id)
    case .freeze: return freeze(instance)
    case .thaw: return thaw(instance)
    case .restartApp: restartApplication(id)
    case .stopApp: stopApplication(id)
    case .appStatus: return said(instance.isServing ? "active (running)" : "inactive (dead)")
    case .listDisks: return said(diskLines(of: instance).joined(separator: "\n"))
    case .diskFree: return said(freeLines(of: instance).joined(separator: "\n"))
    case .makeFileSystem(let device): return makeFileSystem(on: device, of: instance)
    case .mount(let device, let directory): return mount(device, at: directory, of: instance)
    case .unmount(let place): return unmount(place, of: instance)
    case .show(let file): return show(file, of: instance)
    case .write(let text, let file, let appends): return write(text, to: file, appends: appends, of: instance)
    case .metadata(let path, let hasToken, let isIPv6):
      return metadata(path, hasToken: hasToken, isIPv6: isIPv6, of: instance)
    case .metadataTool(let option): return metadataTool(option, of: instance)
    case .objects(let command): return objects(command, of: instance)
    case .hostName: return said("\(privateDNSName(of: instance).split(separator: ".").first ?? "")")
    case .whoAmI: return said("root")
    }
    return MachineAnswer()
  }

  func said(_ text: String) -> MachineAnswer { MachineAnswer(output: text.isEmpty ? "" : text + "\n") }

  func failed(_ text: String, _ status: Int32 = 1) -> MachineAnswer {
    MachineAnswer(error: text + "\n", status: status)
  }

  private mutating func freeze(_ instance: Instance) -> MachineAnswer {
    guard !instance.isFrozen else { return failed("fsfreeze: already frozen") }
    ec2.instances.update(instance.id) {
      $0.isFrozen = true
      if $0.activity == .serving { $0.activity = .silent }
    }
    revision.instances += 1
    note("writes-frozen", "\(instance.id)")
    return MachineAnswer()
  }

  private mutating func thaw(_ instance: Instance) -> MachineAnswer {
    guard instance.isFrozen else { return failed("fsfreeze: not frozen") }
    ec2.instances.update(instance.id) {
      $0.isFrozen = false
      if $0.activity == .silent { $0.activity = .serving }
    }
    revision.instances += 1
    note("writes-thawed", "\(instance.id)")
    return MachineAnswer()
  }

  /// Starts the application again; the machine goes on.
  private mutating func restartApplication(_ id: InstanceID) {
    ec2.instances.update(id) { $0.isFrozen = false }
    boot(id, from: .application)
    note("application-restarts", "\(id)")
  }

  private mutating func stopApplication(_ id: InstanceID) {
    ec2.instances.update(id) { $0.activity = .appFailed(.stoppedByHand) }
    revision.instances += 1
    note("application-stopped", "\(id)")
  }
}
