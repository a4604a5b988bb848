/// The settings that `aws configure` keeps, by profile.
package struct AWSProfiles: Sendable, Equatable {
  /// One profile: its settings in the order in which they were made.
  package struct Profile: Sendable, Equatable {
    package let name: String
    package internal(set) var settings: [Setting] = []

    /// The value of a setting; `nil` when it is not set.
    package subscript(key: String) -> String? { settings.last { $0.key == key }?.value }
  }

  /// One setting.
  package struct Setting: Sendable, Equatable {
    package let key: String
    package var value: String
  }

  /// The profiles in the order in which they were made.
  package private(set) var all: [Profile] = []

  /// No profile but the lab's own.
  package init() {}

  /// A profile by its name.
  package subscript(name: String) -> Profile? { all.first { $0.name == name } }

  /// Sets a value of a profile, which is made where there is none.
  mutating func set(_ key: String, _ value: String, of name: String) {
    if self[name] == nil { all.append(Profile(name: name)) }
    for index in all.indices where all[index].name == name {
      all[index].settings.removeAll { $0.key == key }
      all[index].settings.append(Setting(key: key, value: value))
    }
  }

  /// The settings that this world reads; others are kept and have no effect.
  // Simplified: aws-settings
  static let keys = [
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region", "output", "role_arn",
    "source_profile", "role_session_name", "external_id", "mfa_serial", "duration_seconds",
    "cli_binary_format",
  ]
}

/// What an `aws` line finds around it: profiles and the shell's variables.
package struct AWSEnvironment: Sendable, Equatable {
  package var profiles: AWSProfiles
  package var variables: [String: String]

  package init(profiles: AWSProfiles = AWSProfiles(), variables: [String: String] = [:]) {
    self.profiles = profiles
    self.variables = variables
  }

  /// A variable that has a value.
  // Simplified: aws-variables
  subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The profile that a line names, by option or variable; `nil` when it names none.
  func profileName(_ option: String?) -> String? {
    option ?? self["AWS_PROFILE"] ?? self["AWS_DEFAULT_PROFILE"]
  }
}
