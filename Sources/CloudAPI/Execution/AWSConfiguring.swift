/// `aws configure …`: reads and changes profiles.
struct AWSConfiguring {
  /// The profiles before and after.
  private(set) var profiles: AWSProfiles
  private let environment: AWSEnvironment
  /// The profile that the line itself names.
  private let option: String?
  private let profile: String
  /// The Region of calls that name none, which stands for the one that a learner would have configured.
  private let region: String

  init(_ environment: AWSEnvironment, profile: String?, region: String) {
    profiles = environment.profiles
    self.environment = environment
    option = profile
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

  /// A value of the table with where it comes from.
  private struct Row {
    var value = "<not set>"
    var type = "None"
    var location = "None"

    /// The same with all but four characters hidden.
    var hidden: Row {
      type == "None"
        ? self : Row(value: String(repeating: "*", count: 16) + value.suffix(4), type: type, location: "")
    }
  }

  /// The table of version 2: names, values, where they come from (awscli: customizations/configure/list.py).
  private func list() -> String {
    let rows = [
      ("Name", Row(value: "Value", type: "Type", location: "Location")),
      ("----", Row(value: "-----", type: "----", location: "--------")), ("profile", profileRow),
      ("access_key", keyRow("aws_access_key_id").hidden),
      ("secret_key", keyRow("aws_secret_access_key").hidden), ("region", regionRow),
    ]
    func padded(_ cell: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - cell.count)) + cell
    }
    return rows.map { name, row in
      "\(padded(name, 10)) \(padded(row.value, 24)) \(padded(row.type, 16))    \(row.location)\n"
    }.joined()
  }

  private var profileRow: Row {
    if let option { return Row(value: option, type: "manual", location: "--profile") }
    return environment.profileName(nil).map {
      Row(value: $0, type: "env", location: "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']")
    } ?? Row()
  }

  /// A part of the key that signs: of the variables unless the line names a profile.
  private func keyRow(_ key: String) -> Row {
    if option == nil, environment["AWS_ACCESS_KEY_ID"] != nil {
      return environment[key.uppercased()].map { Row(value: $0, type: "env") } ?? Row()
    }
    return setting(key, of: profile).map { Row(value: $0, type: "shared-credentials-file") } ?? Row()
  }

  private var regionRow: Row {
    if let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] {
      return Row(value: region, type: "env", location: "['AWS_REGION', 'AWS_DEFAULT_REGION']")
    }
    guard let region = setting("region", of: profile) else { return Row() }
    return Row(value: region, type: "config-file", location: "~/.aws/config")
  }
}
