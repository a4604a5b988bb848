package import EventKernel

/// What a script in a machine wrote, and how it ended.
package struct MachineAnswer: Sendable, Equatable {
  package var output: String
  package var error: String
  package var status: Int32
  /// How long it took beside the call itself.
  package var elapsed: Duration

  package init(output: String = "", error: String = "", status: Int32 = 0, elapsed: Duration = .zero) {
    self.output = output
    self.error = error
    self.status = status
    self.elapsed = elapsed
  }
}

extension World {
  /// Runs the lines of a script in a running instance as root, as bash does.
  ///
  /// At most 200 commands are done; the machine answers whatever stands in them with words of its own.
  ///
  /// - Parameters:
  ///   - client: what does `aws` lines; without it the machine does not know them.
  ///   - agentKey: the private key that may be used from there.
  mutating func runScript(
    _ lines: [String], on id: InstanceID, client: MachineClient? = nil, agentKey: String? = nil
  ) -> MachineAnswer {
    var shell = MachineShell(id, client: client)
    shell.agentKey = agentKey
    shell.run(ShellScript(lines.joined(separator: "\n")), on: &self)
    return shell.answer
  }

  /// Does one command of a shell.
  mutating func run(
    _ command: MachineCommand, in shell: inout MachineShell, input: String, isInBackground: Bool
  ) -> MachineAnswer {
    guard let instance = ec2.instances[shell.instance] else { return MachineAnswer() }
    switch command {
    case .shutdown:
      // The system's own shutdown: protection from calls does not count (facts: EC2 2.1).
      if instance.terminatesOnShutdown { terminateInstance(instance.id) } else { stopInstance(instance.id) }
    case .reboot: rebootInstance(instance.id)
    case .freeze: return freeze(instance)
    case .thaw: return thaw(instance)
    case .service(let act, let unit): return service(act, unit, of: instance)
    case .listDisks: return said(diskLines(of: instance).joined(separator: "\n"))
    case .listFileSystems: return said(fileSystemLines(of: instance).joined(separator: "\n"))
    case .identify(let device): return identifierLines(of: device, of: instance)
    case .mountTable(let directory): return mountTable(of: instance.id, only: directory)
    case .diskFree: return said(freeLines(of: instance).joined(separator: "\n"))
    case .makeFileSystem(let device): return makeFileSystem(on: device, of: instance)
    case .describeDevice(let device): return describe(device, of: instance)
    case .growPartition(let device): return growPartition(of: device, of: instance)
    case .growFileSystem(let place): return growFileSystem(at: place, of: instance)
    case .mount(let device, let directory): return mount(device, at: directory, of: instance)
    case .unmount(let place): return unmount(place, of: instance)
    case .show(nil): return MachineAnswer(output: input)
    case .show(let file?): return show(shell.absolute(file), of: instance)
    case .list(let directory): return list(shell.absolute(directory), of: instance)
    case .makeDirectory(let directory): return makeDirectory(shell.absolute(directory), of: instance)
    case .copyInput(let files, let appends):
      for file in files where file != "/dev/null" {
        let answer = write(input, to: shell.absolute(file), appends: appends, of: instance)
        if answer.status != 0 { return answer }
      }
      return MachineAnswer(output: input)
    case .filter(let filter): return run(filter, in: shell, input: input, of: instance)
    case .remove(let files): return remove(files.map(shell.absolute), of: instance)
    case .touch(let file): return write("", to: shell.absolute(file), appends: true, of: instance)
    case .copy(let file, let place), .move(let file, let place):
      var answer = copy(shell.absolute(file), to: shell.absolute(place), of: instance)
      if case .move = command, answer.status == 0 {
        answer = remove([shell.absolute(file)], of: instance)
      }
      return answer
    case .say(let text, let endsLine): return MachineAnswer(output: endsLine ? text + "\n" : text)
    case .get(let line): return get(line, in: shell, of: instance)
    case .unreadable(let text, let status): return failed(text, status)
    case .metadataTool(let option): return metadataTool(option, of: instance)
    case .install(let packages, let manager): return install(packages, by: manager, on: instance)
    case .updatePackages(let manager): return updatePackages(by: manager, on: instance)
    case .serveFiles(let port):
      return serveFiles(in: shell.directory, port: port, on: instance, stays: isInBackground || shell.isBoot)
    case .secureShell(let line): return openShell(line, in: shell, of: instance)
    case .ping(let host, let count): return ping(host, count: count, from: instance)
    case .connect(let host, let port): return connect(from: instance, to: host, port: port)
    case .client(var client):
      client.password =
        client.password ?? shell.variables[client.program == "psql" ? "PGPASSWORD" : "MYSQL_PWD"]
      return connect(client, from: instance)
    case .loadCPU(let seconds):
      return loadCPU(of: instance, for: .seconds(seconds), isInBackground: isInBackground)
    case .aws(let words): return callAWS(words, in: shell, of: instance)
    case .hostName, .memory, .processes, .userID, .whoAmI, .workingDirectory, .changeDirectory, .date,
      .uptime, .kernel, .set, .pause,
      .nothing:
      return answer(command, in: &shell, of: instance)
    }
    return MachineAnswer()
  }

  /// Answers what a machine knows of itself, and does what is about the shell alone.
  private func answer(
    _ command: MachineCommand, in shell: inout MachineShell, of instance: Instance
  ) -> MachineAnswer {
    switch command {
    case .hostName(.full): return said(privateDNSName(of: instance))
    case .hostName(.address): return said("\(instance.privateAddress)")
    case .hostName(.short):
      return said(privateDNSName(of: instance).split(separator: ".").first.map(String.init) ?? "")
    case .memory: return said(memoryLines(of: instance).joined(separator: "\n"))
    case .processes: return said(processLines(of: instance).joined(separator: "\n"))
    case .whoAmI: return said("root")
    case .userID: return said("uid=0(root) gid=0(root) groups=0(root)")
    case .workingDirectory: return said(shell.directory)
    case .changeDirectory(let directory): shell.directory = shell.absolute(directory)
    case .date: return said("\(now.iso8601.prefix(19)) UTC")
    case .uptime:
      let minutes = (now - instance.launchTime).wholeSeconds / 60
      return said("up \(minutes) min, load average: \(isLoaded(instance) ? "1.00" : "0.00")")
    case .kernel: return said("Linux 6.1.158 \(architecture(of: instance))")
    case .set(let name, let value):
      if shell.variables.count < 200 { shell.variables[name] = String(value.prefix(4_096)) }
    case .pause(let seconds): return MachineAnswer(elapsed: .seconds(seconds))
    default: break
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
}
