/// A command that a machine's shell knows: a closed list (decisions: inside a machine).
// Simplified: machine-commands
enum MachineCommand: Equatable {
  case shutdown
  case reboot
  case freeze(directory: String)
  case thaw(directory: String)
  case service(ServiceAct, unit: String)
  case listDisks
  case listFileSystems
  case identify(device: String?)
  case mountTable(directory: String?)
  case diskFree
  case makeFileSystem(device: String)
  case describeDevice(String)
  case growPartition(device: String)
  case growFileSystem(place: String)
  case mount(device: String, directory: String)
  case unmount(String)
  case show(file: String?)
  case list(directory: String)
  case makeDirectory(String)
  case copyInput(files: [String], appends: Bool)
  case filter(TextFilter)
  case remove([String])
  case copy(String, to: String)
  case move(String, to: String)
  case touch(String)
  case say(String, endsLine: Bool)
  case get(CurlLine)
  /// A client's line that it cannot read itself.
  case unreadable(String, status: Int32)
  case metadataTool(option: String)
  case hostName(MachineName)
  case memory
  case processes
  case userID
  case whoAmI
  case workingDirectory
  case changeDirectory(String)
  case date
  case uptime
  case kernel
  case set(name: String, value: String)
  case pause(seconds: Int)
  case install([String], by: PackageManager)
  case updatePackages(by: PackageManager)
  case serveFiles(port: Int)
  case connect(host: String, port: Int)
  case ping(host: String, count: Int)
  case secureShell(SecureShellLine)
  case client(DataClient)
  case loadCPU(seconds: Int)
  case aws([String])
  /// Done without a word and without effect, such as `chmod`.
  case nothing

  /// Which of its names a machine is asked for.
  enum MachineName: Equatable {
    case short, full, address
  }

  /// What is asked of a unit of systemd.
  enum ServiceAct: Equatable {
    case start, stop, restart, enable, enableNow, disable, status, isActive
  }

  /// The names of the commands, as the refusal of another lists them.
  static let names =
    [
      "amazon-linux-extras", "apt", "apt-get", "aws", "bash -c", "blkid", "cat", "cd", "cp", "curl", "date",
      "df", "dnf", "echo",
      "ec2-metadata", "export", "file", "free", "fsfreeze", "growpart", "hostname", "id", "ls", "lsblk",
      "mkdir", "mkfs", "mount", "mv", "mysql", "nc", "ping", "ps", "psql", "pwd", "python3 -m http.server",
      "reboot", "redis-cli", "resize2fs", "rm", "service", "shutdown", "sleep", "ssh", "stress", "systemctl",
      "tee", "touch", "umount", "uname", "uptime", "whoami", "xfs_growfs", "yum",
    ] + TextFilter.names

  /// Commands that succeed and change nothing that the world knows of.
  static let silent = [
    "chmod", "chown", "exit", "gpasswd", "groupadd", "set", "systemd-run", "timedatectl", "true", ":",
    "usermod",
    "useradd",
  ]
}
