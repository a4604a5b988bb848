/// `aws configure …`: reads and changes profiles.
struct AWSConfiguring {
  /// The profiles before and after.
  private(set) var profiles: AWSProfiles
  private let profile: String
  /// The Region of calls that name none, which stands for the one that a learner would have configured.
  private let region: String

  init(_ environment: AWSEnvironment, profile: String?, region: String) {
    profiles = environment.profiles
    self.region = region
    self.profile = environment.profileName(profile) ?? "default"
  }

  /// What a line of `aws configure` gives.
  enum Answer {
    case printed(String)
    /// Nothing is printed and the status is 1, as for a setting that is not there.
    case absent
    /// The words are none that this world knows.
    case unknown
    /// A setting that this world does not read.
    case refused(String)
  }

  /// Does the words after `configure`.
  mutating func run(_ words: [String]) -> Answer {
    switch words.first {
    case "set" where words.count == 3:
      let (key, profile) = place(words[1])
      profiles.set(key, words[2], of: profile)
      return .printed("")
    case "get" where words.count == 2:
      let (key, profile) = place(words[1])
      return setting(key, of: profile).map { .printed($0 + "\n") } ?? .absent
    case "list-profiles" where words.count == 1:
      let names = profiles.all.map(\.name)
      return .printed((names.contains("default") ? names : ["default"] + names).map { $0 + "\n" }.joined())
    case "list" where words.count == 1: return .printed(list())
    case let name? where Self.others.contains(name): return .refused("configure \(name)")
    default: return .unknown
    }
  }

  /// What else the client can do here: it signs in at a browser, and reads and writes files of its own.
  private static let others = [
    "sso", "sso-session", "import", "export-credentials", "add-model", "mfa-login",
  ]

  private func setting(_ key: String, of profile: String) -> String? {
    profiles[profile]?[key] ?? (key == "region" && profile == "default" ? region : nil)
  }

  /// `profile.bob.region`, `bob.region` or `region`; `s3.max_concurrent_requests` is a setting of the profile.
  private func place(_ word: String) -> (key: String, profile: String) {
    var parts = word.split(separator: ".").map(String.init)
    let isNamed = parts.count > 2 && parts[0] == "profile"
    if isNamed { parts.removeFirst() }
    guard parts.count > 1,
      isNamed || parts[0] == "default" || profiles[parts[0]] != nil || AWSProfiles.keys.contains(parts[1])
    else { return (word, profile) }
    return (parts.dropFirst().joined(separator: "."), parts[0])
  }

  /// The table of version 2: names, values with all but four characters hidden, where they come from.
  private func list() -> String {
    func row(_ cells: [String]) -> String {
      let widths = [10, 24, 16, 8]
      return zip(cells, widths).map { cell, width in
        String(repeating: " ", count: max(0, width - cell.count)) + cell
      }.joined(separator: " ") + "\n"
    }
    func value(_ key: String) -> String { setting(key, of: profile) ?? "<not set>" }
    func hidden(_ text: String) -> String {
      text == "<not set>" ? text : String(repeating: "*", count: 16) + text.suffix(4)
    }
    func source(_ text: String) -> String { text == "<not set>" ? "None" : "config-file" }
    let id = value("aws_access_key_id")
    let secret = value("aws_secret_access_key")
    let region = value("region")
    return row(["Name", "Value", "Type", "Location"]) + row(["----", "-----", "----", "--------"])
      + row(["profile", profile == "default" ? "<not set>" : profile, "None", "None"])
      + row(["access_key", hidden(id), source(id), ""])
      + row(["secret_key", hidden(secret), source(secret), ""])
      + row(["region", region, source(region), region == "<not set>" ? "None" : "~/.aws/config"])
  }
}
