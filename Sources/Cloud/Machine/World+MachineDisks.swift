import EventKernel

/// Where the files of a machine lie: the root's at `/`, those of other volumes where they are mounted.
extension World {
  /// The name under which a machine sees a device: `/dev/sdf` is `/dev/xvdf` there.
  private func seenName(_ device: String) -> String {
    let letters = device.split(separator: "/").last.map(String.init) ?? device
    return "/dev/" + (letters.utf8.starts(with: "sd".utf8) ? "xvd" + letters.dropFirst(2) : letters)
  }

  private func disks(of instance: Instance) -> [(name: String, volume: Volume)] {
    instance.volumes.compactMap { ec2.volumes[$0] }.compactMap { volume in
      volume.attachment.map { (seenName($0.device), volume) }
    }
  }

  /// The volume of a device as the machine names it, with or without the number of a partition.
  private func disk(_ device: String, of instance: Instance) -> Volume? {
    let name = seenName(device)
    return disks(of: instance).first { name == $0.name || name == $0.name + "1" }?.volume
  }

  private func place(of volume: VolumeID, at instance: Instance) -> String {
    volume == instance.rootVolume ? "/" : instance.mounts.first { $0.row == volume }?.id ?? ""
  }

  func diskLines(of instance: Instance) -> [String] {
    ["NAME SIZE TYPE MOUNTPOINT"]
      + disks(of: instance).map {
        "\($0.name.dropFirst(5)) \($0.volume.plan.sizeGiB)G disk \(place(of: $0.volume.id, at: instance))"
      }
  }

  func freeLines(of instance: Instance) -> [String] {
    ["Filesystem Size Used Mounted-on"]
      + disks(of: instance).compactMap { disk in
        let mounted = place(of: disk.volume.id, at: instance)
        guard !mounted.isEmpty else { return nil }
        return "\(disk.name) \(disk.volume.plan.sizeGiB)G \(usedMiB(of: disk.volume))M \(mounted)"
      }
  }

  mutating func makeFileSystem(on device: String, of instance: Instance) -> MachineAnswer {
    guard let volume = disk(device, of: instance) else {
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
    guard let volume = disk(device, of: instance) else {
      return failed("mount: special device \(device.printable) does not exist", 32)
    }
    guard volume.contents.hasFileSystem || volume.contents.system != nil else {
      return failed(
        "mount: wrong fs type, bad superblock on \(device.printable): make a file system first", 32)
    }
    guard place(of: volume.id, at: instance).isEmpty, instance.mounts[directory] == nil else {
      return failed("mount: \(device.printable) already mounted or \(directory.printable) busy", 32)
    }
    ec2.instances.update(instance.id) { $0.mounts[directory] = volume.id }
    return MachineAnswer()
  }

  mutating func unmount(_ place: String, of instance: Instance) -> MachineAnswer {
    let found = instance.mounts.first { $0.id == place || $0.row == disk(place, of: instance)?.id }
    guard let found else { return failed("umount: \(place.printable): not mounted", 32) }
    ec2.instances.update(instance.id) { $0.mounts[found.id] = nil }
    return MachineAnswer()
  }

  /// The volume on which the list of keys of a path lies; `nil` for other files.
  private func keysVolume(_ file: String, of instance: Instance) -> VolumeID? {
    let name = "home/ec2-user/.ssh/authorized_keys"
    if file == "/" + name || file == "~/.ssh/authorized_keys" { return instance.rootVolume }
    return instance.mounts.first { file == "\($0.id)/\(name)" }?.row
  }

  func show(_ file: String, of instance: Instance) -> MachineAnswer {
    guard let volume = keysVolume(file, of: instance), let system = ec2.volumes[volume]?.contents.system
    else {
      return failed("cat: \(file.printable): No such file or directory")
    }
    return said(system.authorizedKeys.joined(separator: "\n"))
  }

  mutating func write(_ text: String, to file: String, appends: Bool, of instance: Instance) -> MachineAnswer
  {
    guard let volume = keysVolume(file, of: instance), ec2.volumes[volume]?.contents.system != nil else {
      return failed("\(file.printable): only authorized_keys of a system can be written here")
    }
    let lines = text.split(separator: "\n").map(String.init).prefix(50)
    ec2.volumes.update(volume) {
      let present = $0.contents.system?.authorizedKeys ?? []
      $0.contents.system?.authorizedKeys = Array((appends ? present + lines : Array(lines)).suffix(50))
    }
    return MachineAnswer()
  }
}
