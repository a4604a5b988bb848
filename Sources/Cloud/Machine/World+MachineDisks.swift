import EventKernel

/// The disks of a machine: names, partitions, file systems, and where they are mounted.
extension World {
  /// Families of types without the Nitro system, whose disks are named after Xen's (EC2 User Guide, Nitro-based instances).
  private static let xenFamilies = [
    "c3", "c4", "d2", "g3", "h1", "i2", "i3", "m3", "m4", "p2", "p3", "r3", "r4", "t1", "t2", "x1", "x1e",
  ]

  /// A disk as its machine sees it.
  private struct Disk {
    /// Such as `nvme0n1` or `xvda`.
    let name: String
    /// Other names that lead to it: the one under which it was attached, with Xen's letters.
    let aliases: [String]
    let volume: Volume
    /// How its first partition is called.
    var partition: String { name.hasPrefix("nvme") ? name + "p1" : name + "1" }
  }

  /// The disks in the order in which they were attached, the root's first.
  private func disks(of instance: Instance) -> [Disk] {
    let isXen = Self.xenFamilies.contains { instance.type.hasPrefix($0 + ".") }
    let volumes = instance.volumes.compactMap { ec2.volumes[$0] }.filter { $0.attachment != nil }
    let ordered =
      volumes.filter { $0.id == instance.rootVolume } + volumes.filter { $0.id != instance.rootVolume }
    return ordered.enumerated().map { index, volume in
      let given = volume.attachment?.device.split(separator: "/").last.map(String.init) ?? ""
      let letters = given.hasPrefix("sd") ? "xvd" + given.dropFirst(2) : given
      return Disk(name: isXen ? letters : "nvme\(index)n1", aliases: [given, letters], volume: volume)
    }
  }

  /// The disk that a device names, and whether its first partition is meant.
  private func disk(_ device: String, of instance: Instance) -> (disk: Disk, isPartition: Bool)? {
    if let id = device.after("UUID=")?.filter({ $0 != "\"" }) {
      return disks(of: instance).first { fileSystemID(of: $0.volume).utf8.elementsEqual(id.utf8) }
        .map { ($0, $0.volume.contents.system != nil) }
    }
    guard device.hasPrefix("/dev/") else { return nil }
    let name = String(device.dropFirst("/dev/".count))
    for disk in disks(of: instance) {
      if name == disk.name || disk.aliases.contains(name) { return (disk, false) }
      if name == disk.partition || disk.aliases.contains(where: { $0 + "1" == name }) { return (disk, true) }
    }
    return nil
  }

  private func place(of volume: VolumeID, at instance: Instance) -> String {
    volume == instance.rootVolume ? "/" : instance.mounts.first { $0.row == volume }?.id ?? ""
  }

  func diskLines(of instance: Instance) -> [String] {
    var lines = ["NAME          SIZE TYPE MOUNTPOINTS"]
    for disk in disks(of: instance) {
      let contents = disk.volume.contents
      let place = self.place(of: disk.volume.id, at: instance)
      let hasPartition = contents.system != nil
      lines.append(row(disk.name, disk.volume.plan.sizeGiB, "disk", hasPartition ? "" : place))
      guard hasPartition else { continue }
      lines.append(
        row("└─" + disk.partition, contents.partitionGiB ?? disk.volume.plan.sizeGiB, "part", place))
    }
    return lines
  }

  private func row(_ name: String, _ size: Int, _ kind: String, _ place: String) -> String {
    let padding = String(repeating: " ", count: max(1, 14 - name.count))
    return "\(name)\(padding)\(size)G \(kind) \(place)".trimmedEnd
  }

  /// `lsblk -f`: what file systems there are, and how they are called.
  func fileSystemLines(of instance: Instance) -> [String] {
    ["NAME          FSTYPE UUID                                 MOUNTPOINTS"]
      + disks(of: instance).flatMap { disk in
        let contents = disk.volume.contents
        let isWhole = contents.system == nil
        let name = isWhole ? disk.name : "└─" + disk.partition
        let padding = String(repeating: " ", count: max(1, 14 - name.count))
        let place = self.place(of: disk.volume.id, at: instance)
        let line =
          isWhole && !contents.hasFileSystem
          ? name : "\(name)\(padding)xfs    \(fileSystemID(of: disk.volume)) \(place)".trimmedEnd
        return isWhole ? [line] : [disk.name, line]
      }
  }

  /// `blkid`: the file systems, or the one of a device; a device without one fails silently.
  func identifierLines(of device: String?, of instance: Instance) -> MachineAnswer {
    var asked = disks(of: instance)
    if let device {
      guard let found = disk(device, of: instance) else { return MachineAnswer(status: 2) }
      asked = [found.disk]
    }
    let lines = asked.compactMap { disk -> String? in
      let isWhole = disk.volume.contents.system == nil
      guard !isWhole || disk.volume.contents.hasFileSystem else { return nil }
      return
        "/dev/\(isWhole ? disk.name : disk.partition): UUID=\"\(fileSystemID(of: disk.volume))\" TYPE=\"xfs\""
    }
    return lines.isEmpty ? MachineAnswer(status: 2) : said(lines.joined(separator: "\n"))
  }

  /// How a file system is called, made from its volume's id.
  private func fileSystemID(of volume: Volume) -> String {
    let digits = Array("\(volume.id)".dropFirst("vol-".count) + "0000000000000004a8b7c6d5e4f3a2b1")
    let parts = [8, 4, 4, 4, 12]
    var place = 0
    return parts.map { length in
      defer { place += length }
      return String(digits[place..<(place + length)])
    }.joined(separator: "-")
  }

  func freeLines(of instance: Instance) -> [String] {
    ["Filesystem Size Used Use% Mounted on"]
      + disks(of: instance).compactMap { disk in
        let mounted = place(of: disk.volume.id, at: instance)
        guard !mounted.isEmpty else { return nil }
        let size = fileSystemGiB(of: disk.volume)
        let used = min(usedMiB(of: disk.volume), size * 1_024)
        let name = disk.volume.contents.system == nil ? disk.name : disk.partition
        return "/dev/\(name) \(size)G \(used)M \(used * 100 / max(1, size * 1_024))% \(mounted)"
      }
  }

  private func fileSystemGiB(of volume: Volume) -> Int {
    volume.contents.fileSystemGiB ?? volume.contents.partitionGiB ?? volume.plan.sizeGiB
  }

  /// `file -s DEVICE`: what lies on a device.
  func describe(_ device: String, of instance: Instance) -> MachineAnswer {
    guard let (disk, isPartition) = self.disk(device, of: instance) else {
      return failed("\(device.printable): cannot open (No such file or directory)")
    }
    let contents = disk.volume.contents
    if contents.system != nil, !isPartition { return said("\(device): DOS/MBR boot sector, 1 partition") }
    let isEmpty = contents.system == nil && !contents.hasFileSystem
    return said("\(device): \(isEmpty ? "data" : "SGI XFS filesystem data")")
  }

  /// `growpart DEVICE 1`: the partition takes the whole disk.
  mutating func growPartition(of device: String, of instance: Instance) -> MachineAnswer {
    guard let (disk, isPartition) = self.disk(device, of: instance), !isPartition else {
      return failed("FAILED: \(device.printable): does not exist")
    }
    guard disk.volume.contents.system != nil else {
      return failed(
        "FAILED: failed to get partition 1 of \(device.printable): it has no partitions, so the file system alone grows"
      )
    }
    let size = disk.volume.plan.sizeGiB
    guard let old = disk.volume.contents.partitionGiB, old < size else {
      return failed("NOCHANGE: partition 1 is size \(size)G. it cannot be grown")
    }
    ec2.volumes.update(disk.volume.id) { $0.contents.partitionGiB = nil }
    return said("CHANGED: partition=1 old: size=\(old)G new: size=\(size)G")
  }

  /// `xfs_growfs PLACE` and `resize2fs DEVICE`: the file system takes what it lies on.
  mutating func growFileSystem(at place: String, of instance: Instance) -> MachineAnswer {
    let mounted = place == "/" ? instance.rootVolume : instance.mounts[place]
    guard let id = mounted ?? disk(place, of: instance)?.disk.volume.id, let volume = ec2.volumes[id],
      volume.contents.system != nil || volume.contents.hasFileSystem
    else { return failed("\(place.printable): is not a mounted filesystem") }
    let room = volume.contents.partitionGiB ?? volume.plan.sizeGiB
    guard fileSystemGiB(of: volume) < room else { return said("data size unchanged, skipping") }
    let old = fileSystemGiB(of: volume)
    ec2.volumes.update(id) { $0.contents.fileSystemGiB = $0.contents.partitionGiB }
    return said("data size changed from \(old)G to \(room)G")
  }

  mutating func makeFileSystem(on device: String, of instance: Instance) -> MachineAnswer {
    guard let volume = disk(device, of: instance)?.disk.volume else {
      return failed("mkfs: \(device.printable): no such device")
    }
    guard place(of: volume.id, at: instance).isEmpty else {
      return failed("mkfs: \(device.printable) contains a mounted filesystem")
    }
    ec2.volumes.update(volume.id) {
      $0.contents = DiskContents(usedMiB: 64)
      $0.contents.hasFileSystem = true
    }
    return MachineAnswer()
  }

  mutating func mount(_ device: String, at directory: String, of instance: Instance) -> MachineAnswer {
    guard directory.utf8.first == UInt8(ascii: "/"), directory.utf8.count > 1, directory.utf8.count <= 200
    else {
      return failed("mount: \(directory.printable): not a directory to mount at")
    }
    guard let (disk, isPartition) = self.disk(device, of: instance) else {
      return failed("mount: special device \(device.printable) does not exist", 32)
    }
    let volume = disk.volume
    guard isPartition ? volume.contents.system != nil : volume.contents.hasFileSystem else {
      return failed(
        "mount: wrong fs type, bad superblock on \(device.printable): make a file system first", 32)
    }
    guard place(of: volume.id, at: instance).isEmpty, instance.mounts[directory] == nil else {
      return failed("mount: \(device.printable) already mounted or \(directory.printable) busy", 32)
    }
    ec2.instances.update(instance.id) { $0.mounts[directory] = volume.id }
    return MachineAnswer()
  }

  /// `mount -a` and `mount DIRECTORY`: mounts what `/etc/fstab` names and is not mounted yet; what is marked `nofail`, or not there
  /// while the system boots, is passed over.
  mutating func mountTable(of id: InstanceID, only directory: String? = nil, isBoot: Bool = false)
    -> MachineAnswer
  {
    guard let instance = ec2.instances[id], let root = rootVolume(of: instance) else {
      return MachineAnswer()
    }
    var answer = MachineAnswer()
    var isNamed = false
    for line in (root.contents.files["/etc/fstab"] ?? "").split(separator: "\n") where line.first != "#" {
      let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard fields.count >= 3, fields[1] != "/", directory == nil || directory == fields[1],
        let current = ec2.instances[id]
      else { continue }
      isNamed = true
      guard current.mounts[fields[1]] == nil else { continue }
      let mounted = mount(fields[0], at: fields[1], of: current)
      let mayFail = isBoot || fields.count > 3 && fields[3].split(separator: ",").contains("nofail")
      if mounted.status != 0, !mayFail { answer = mounted }
    }
    if let directory, !isNamed { return failed("mount: \(directory.printable): can't find in /etc/fstab.") }
    return answer
  }

  mutating func unmount(_ place: String, of instance: Instance) -> MachineAnswer {
    let found = instance.mounts.first {
      $0.id == place || $0.row == disk(place, of: instance)?.disk.volume.id
    }
    guard let found else { return failed("umount: \(place.printable): not mounted", 32) }
    ec2.instances.update(instance.id) { $0.mounts[found.id] = nil }
    return MachineAnswer()
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
