/// A command that a machine's shell knows: a closed list (decisions: inside a machine).
// Simplified: machine-commands
enum MachineCommand: Equatable {
  case shutdown
  case reboot
  case freeze(directory: String)
  case thaw(directory: String)
  case service(ServiceAct, unit: String)
  case listDisks
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
  case find(String)
  case say(String, endsLine: Bool)
  case get(CurlLine)
  /// A client's line that it cannot read itself.
  case unreadable(String, status: Int32)
  case metadataTool(option: String)
  case hostName
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
  case client(program: String, host: String, port: Int)
  case loadCPU(seconds: Int)
  case aws([String])
  /// Done without a word and without effect, such as `chmod`.
  case nothing

  /// What is asked of a unit of systemd.
  enum ServiceAct: Equatable {
    case start, stop, restart, enable, enableNow, disable, status, isActive
  }

  /// The names of the commands, as the refusal of another lists them.
  static let names = [
    "amazon-linux-extras", "apt", "apt-get", "aws", "cat", "cd", "curl", "date", "df", "dnf", "echo",
    "ec2-metadata", "export", "file", "fsfreeze",
    "grep", "growpart", "hostname", "ls", "lsblk", "mkdir", "mkfs", "mount", "mysql", "nc", "ping", "psql",
    "pwd",
    "python3 -m http.server", "reboot", "redis-cli", "resize2fs", "service", "shutdown", "sleep", "ssh",
    "stress",
    "systemctl", "tee", "umount", "uname", "uptime", "whoami", "xfs_growfs", "yum",
  ]

  /// Commands that succeed and change nothing that the world knows of.
  static let silent = [
    "chmod", "chown", "gpasswd", "groupadd", "set", "systemd-run", "timedatectl", "true", ":", "usermod",
    "useradd",
  ]
}
