/// A program that installs software; each distribution has its own.
enum PackageManager: String, CaseIterable {
  case dnf, yum
  case extras = "amazon-linux-extras"
  case aptGet = "apt-get"
  case apt

  /// Those of a distribution, the usual one first (EC2 User Guide; Ubuntu Server documentation).
  static func all(of distribution: DiskContents.Distribution) -> [PackageManager] {
    switch distribution {
    case .amazonLinux2023: [.dnf, .yum]
    case .amazonLinux2: [.yum, .extras]
    default: [.aptGet, .apt]
    }
  }

  /// The name under which a package is installed: topics of `amazon-linux-extras` carry their version, such as `nginx1`.
  func name(of package: String) -> String {
    guard self == .extras else { return package }
    let end = package.lastIndex { !$0.isNumber && $0 != "." } ?? package.startIndex
    return package.isEmpty ? package : String(package[...end])
  }

  /// What it prints when it has installed some packages.
  func report(on packages: [String]) -> String {
    switch self {
    case .dnf, .yum, .extras: "Installed: \(packages.joined(separator: " "))\nComplete!\n"
    case .aptGet, .apt: packages.map { "Setting up \($0) ...\n" }.joined()
    }
  }

  /// What it says when it cannot fetch anything, in a Region.
  func silence(in region: String) -> String {
    switch self {
    case .dnf, .yum, .extras:
      "Curl error (28): Timeout was reached for https://al2023-repos-\(region)-de612dc2.s3.dualstack.\(region)"
        + ".amazonaws.com/core/mirrors/ [Connection timed out]\n"
        + "Error: Failed to download metadata for repo 'amazonlinux'\n"
    case .aptGet, .apt:
      "Err:1 http://\(region).ec2.archive.ubuntu.com/ubuntu InRelease\n  Connection timed out\n"
        + "E: Some index files failed to download.\n"
    }
  }
}
