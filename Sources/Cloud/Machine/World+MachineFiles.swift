import EventKernel

/// The files of a machine: those that somebody wrote, on the volume under their path.
extension World {
  /// How many files and directories of a volume are kept, and how long one may be, in bytes.
  private static let mostFiles = 100
  private static let mostFileBytes = 16_384

  /// The volume on which a path lies, and the path from that volume's root on.
  private func location(of path: String, at instance: Instance) -> (volume: VolumeID, path: String)? {
    let mount = instance.mounts.filter { path == $0.id || path.hasPrefix($0.id + "/") }
      .max { $0.id.utf8.count < $1.id.utf8.count }
    if let mount { return (mount.row, path == mount.id ? "/" : String(path.dropFirst(mount.id.count))) }
    return instance.rootVolume.map { ($0, path) }
  }

  /// Directories in which files can be written: those of the system's users and servers, and those that somebody made.
  private func holdsFiles(_ path: String, in contents: DiskContents) -> Bool {
    contents.system == nil || path == "/etc/fstab"
      || directories(in: contents).contains { path.hasPrefix($0) }
  }

  /// Whether a path is that of a directory in which files can be written.
  func isDirectory(_ path: String, of instance: Instance) -> Bool {
    guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents else {
      return false
    }
    return inner == "/" || directories(in: contents).contains(inner.hasSuffix("/") ? inner : inner + "/")
  }

  private func directories(in contents: DiskContents) -> [String] {
    var places = ["/home/ec2-user/", "/home/ubuntu/", "/root/", "/tmp/", "/mnt/"]
    for package in contents.system?.packages ?? [] {
      if package.hasPrefix("httpd") || package.hasPrefix("apache2") { places.append("/var/www/html/") }
      if package.hasPrefix("nginx") { places += ["/usr/share/nginx/html/", "/var/www/html/"] }
    }
    return places + contents.files.ids.filter { $0.hasSuffix("/") }
  }

  private static let keys = "/home/ec2-user/.ssh/authorized_keys"

  func show(_ path: String, of instance: Instance) -> MachineAnswer {
    if path == "/var/log/cloud-init-output.log", !instance.bootLog.isEmpty {
      return MachineAnswer(output: instance.bootLog)
    }
    if path == "/var/log/cloud-init-output.log", runsUserData(instance) {
      return said(
        "Cloud-init v. 22.2.2 running 'modules:final' at \(instance.launchTime.iso8601). Up 20 seconds.")
    }
    let missing = failed("cat: \(path.printable): No such file or directory")
    if path == "/etc/os-release", let system = rootVolume(of: instance)?.contents.system?.distribution {
      let id = isUbuntu(instance) ? "ubuntu" : "amzn"
      return said(
        "NAME=\"\(system.name)\"\nVERSION=\"\(system.version)\"\nID=\"\(id)\"\nVERSION_ID=\"\(system.version)\"\n"
          + "PRETTY_NAME=\"\(system.name) \(system.version)\"")
    }
    guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents else {
      return missing
    }
    if inner == Self.keys, let system = contents.system {
      return said(system.authorizedKeys.joined(separator: "\n"))
    }
    return contents.files[inner].map { MachineAnswer(output: $0) } ?? missing
  }

  mutating func write(_ text: String, to path: String, appends: Bool, of instance: Instance) -> MachineAnswer
  {
    let refusal = failed(
      "\(path.printable): cannot be written here; /home/ec2-user, /tmp and directories of your own can")
    guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents else {
      return refusal
    }
    if inner == Self.keys, contents.system != nil {
      let lines = text.split(separator: "\n").map(String.init).prefix(50)
      ec2.volumes.update(id) {
        let present = $0.contents.system?.authorizedKeys ?? []
        $0.contents.system?.authorizedKeys = Array((appends ? present + lines : Array(lines)).suffix(50))
      }
      return MachineAnswer()
    }
    guard holdsFiles(inner, in: contents), !inner.hasSuffix("/"), inner.utf8.count <= 200,
      contents.files[inner] != nil || contents.files.count < Self.mostFiles
    else { return refusal }
    let whole = (appends ? contents.files[inner] ?? "" : "") + text
    ec2.volumes.update(id) {
      $0.contents.files[inner] = String(decoding: whole.utf8.prefix(Self.mostFileBytes), as: UTF8.self)
    }
    return MachineAnswer()
  }

  mutating func makeDirectory(_ path: String, of instance: Instance) -> MachineAnswer {
    guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents,
      inner != "/", inner.utf8.count <= 200, contents.files.count < Self.mostFiles
    else { return failed("mkdir: cannot create directory '\(path.printable)'") }
    ec2.volumes.update(id) { $0.contents.files[inner.hasSuffix("/") ? inner : inner + "/"] = "" }
    return MachineAnswer()
  }

  /// Runs a filter on files of a machine, or on what it is given.
  func run(
    _ filter: TextFilter, in shell: MachineShell, input: String, of instance: Instance
  ) -> MachineAnswer {
    var text = filter.files.isEmpty ? input : ""
    for file in filter.files {
      let answer = show(shell.absolute(file), of: instance)
      guard answer.status == 0 else { return answer }
      text += answer.output
    }
    let outcome = filter.run(text)
    return MachineAnswer(output: outcome.output, status: outcome.status)
  }

  /// Removes files, and directories with all that is in them.
  mutating func remove(_ paths: [String], of instance: Instance) -> MachineAnswer {
    for path in paths {
      guard path != "/" else { return failed("rm: it is dangerous to operate recursively on '/'") }
      guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents
      else {
        return failed("rm: cannot remove '\(path.printable)': No such file or directory")
      }
      let folder = inner.hasSuffix("/") ? inner : inner + "/"
      for file in contents.files.ids where file == inner || file.hasPrefix(folder) && inner != "/" {
        ec2.volumes.update(id) { $0.contents.files[file] = nil }
      }
    }
    return MachineAnswer()
  }

  /// Copies a file to a path, or into a directory.
  mutating func copy(_ path: String, to place: String, of instance: Instance) -> MachineAnswer {
    let read = show(path, of: instance)
    guard read.status == 0 else {
      return failed("cp: cannot stat '\(path.printable)': No such file or directory")
    }
    var target = place
    if isDirectory(place, of: instance) {
      target += (place.hasSuffix("/") ? "" : "/") + (path.split(separator: "/").last ?? "")
    }
    return write(read.output, to: target, appends: false, of: instance)
  }

  func list(_ path: String, of instance: Instance) -> MachineAnswer {
    guard let (id, inner) = location(of: path, at: instance), let contents = ec2.volumes[id]?.contents else {
      return MachineAnswer()
    }
    if contents.files[inner] != nil { return said(path) }
    let folder = inner.hasSuffix("/") ? inner : inner + "/"
    var names: [String] = []
    for file in contents.files.ids where file.hasPrefix(folder) && file != folder {
      let name = file.dropFirst(folder.count).prefix { $0 != "/" }
      if names.last.map({ $0 == name }) != true { names.append(String(name)) }
    }
    return said(names.joined(separator: "\n"))
  }
}
