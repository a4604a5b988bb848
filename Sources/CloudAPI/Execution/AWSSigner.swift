import Cloud

/// Who signs a line's calls, as found in options, variables and profiles before any call is made.
indirect enum AWSSigner {
  /// The lab's learner, or whoever the shell stands for.
  case given
  /// Nobody: `--no-sign-request`.
  case nobody
  case keys(AWSCredentials)
  /// A role that is assumed before each call.
  case role(AssumeRole.Input, source: AWSSigner)
}

extension AWSEnvironment {
  /// Who signs a line's calls.
  ///
  /// An option comes before variables, variables before the default profile. A name that no profile has stands for the
  /// user of that name and its newest active key.
  ///
  /// - Parameter code: the code of an MFA device that stands in the line's input; `nil` when nothing does.
  /// - Throws: `.client` for a profile that is not there, has no keys, or asks for a code that nobody gives.
  // Simplified: profile-by-user
  func signer(
    _ globals: AWSGlobals, on world: World, code: () -> String?
  ) throws(AWSFailure) -> AWSSigner {
    if globals.isUnsigned { return .nobody }
    if globals.profile == nil, let id = self["AWS_ACCESS_KEY_ID"] {
      guard let secret = self["AWS_SECRET_ACCESS_KEY"] else {
        throw .client(
          "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY", status: 253, refusal: nil)
      }
      return .keys(AWSCredentials(keyID: id, secret: secret, token: self["AWS_SESSION_TOKEN"]))
    }
    return try signer(ofProfile: profileName(globals.profile) ?? "default", on: world, depth: 0, code)
  }

  /// The name of the user who makes a line's calls; `nil` where a role, a session or nobody does.
  func userName(_ globals: AWSGlobals, in world: World, given caller: Caller) -> String? {
    guard let found = try? signer(globals, on: world, code: { nil }) else { return nil }
    let users = world.iam.directory.users.rows
    switch found {
    case .given: return users.first { $0.arn == caller.arn }?.name
    case .keys(let credentials):
      return users.first { $0.keys.contains { $0.id == credentials.keyID } }?.name
    case .nobody, .role: return nil
    }
  }

  private func signer(
    ofProfile name: String, on world: World, depth: Int, _ code: () -> String?
  ) throws(AWSFailure) -> AWSSigner {
    guard let profile = profiles[name] else {
      if name == "default" { return .given }
      if let credentials = world.credentials(ofUser: name) { return .keys(credentials) }
      throw .client(
        "The config profile (\(name)) could not be found", status: 253,
        refusal: .profile(name))
    }
    if let role = profile["role_arn"] {
      guard let source = profile["source_profile"], depth < 5 else {
        throw .client(
          "Partial credentials found in assume-role, missing: source_profile or credential_source",
          status: 253, refusal: .roleWithoutSource(name))
      }
      let device = profile["mfa_serial"]
      let given = device == nil ? nil : code()
      if let device, given == nil {
        throw .client(
          "Enter MFA code for \(device): \nEOF when reading a line", status: 255,
          refusal: .roleWithDevice(profile: name, role: role, device: device))
      }
      let input = AssumeRole.Input(
        roleArn: role, roleSessionName: profile["role_session_name"] ?? "botocore-session",
        externalId: profile["external_id"], durationSeconds: profile["duration_seconds"].flatMap { Int($0) },
        device: device, code: given)
      return .role(input, source: try signer(ofProfile: source, on: world, depth: depth + 1, code))
    }
    switch (profile["aws_access_key_id"], profile["aws_secret_access_key"]) {
    case (let id?, let secret?):
      return .keys(AWSCredentials(keyID: id, secret: secret, token: profile["aws_session_token"]))
    case (nil, nil) where name == "default": return .given
    case (nil, _):
      throw .client(
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
        status: 253, refusal: .profileWithoutKeys(name))
    case (_?, nil):
      throw .client(
        "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key",
        status: 253, refusal: .profileWithoutKeys(name))
    }
  }
}

extension AWSSigner {
  /// The caller as a service sees it at this moment.
  func caller(
    given: CallContext, region: Region, for service: String, on world: inout World
  ) throws(AWSError) -> Caller {
    switch self {
    case .given: return given.caller
    case .nobody: return .anonymous
    case .keys(let credentials):
      let caller = try world.caller(with: credentials, for: service)
      world.noteUse(ofKey: credentials.keyID, service: service, region: region)
      return caller
    case .role(let input, let source):
      let caller = try source.caller(given: given, region: region, for: "sts", on: &world)
      let output = try world.perform(
        AssumeRole.self, input, context: CallContext(caller: caller, region: region))
      let credentials = output.credentials
      return try world.caller(
        with: AWSCredentials(
          keyID: credentials.accessKeyId, secret: credentials.secretAccessKey, token: credentials.sessionToken
        ),
        for: service)
    }
  }
}
