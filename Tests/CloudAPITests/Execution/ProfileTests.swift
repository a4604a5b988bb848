import Cloud
import CloudAPI
import EventKernel
import Testing

/// Whose credentials sign a line: profiles, variables, sessions.
@Suite struct ProfileTests {
  private static let identity = "sts get-caller-identity --query Arn"
  private static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}"#

  /// An account with a user and its key.
  private static func account() throws -> (LearnerAccount, id: String, secret: String) {
    var account = try LearnerAccount()
    try account.grant([#"{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}"#], to: "bob")
    let key = try account.text(
      "iam create-access-key --user-name bob --query AccessKey.[AccessKeyId,SecretAccessKey]")
    let parts = key.split(separator: "\t").map(String.init)
    return (account, parts[0], parts[1])
  }

  @Test func `a configured profile calls as its user, once its key is known`() throws {
    var (account, id, secret) = try Self.account()
    account.run("configure set aws_access_key_id \(id) --profile dev")
    account.run("configure set aws_secret_access_key \(secret) --profile dev")
    account.run("configure set region eu-west-1 --profile dev")
    #expect(account.code("\(Self.identity) --profile dev") == "InvalidClientTokenId")
    #expect(account.code("ec2 describe-vpcs --profile dev") == "AuthFailure")
    account.wait(.seconds(5))
    #expect(try account.text("\(Self.identity) --profile dev") == "arn:aws:iam::123456789012:user/bob")
    #expect(account.code("iam list-users --profile dev") == "AccessDenied")
    #expect(try account.text("configure get region --profile dev") == "eu-west-1")
    #expect(try account.text(Self.identity) == "arn:aws:iam::123456789012:user/learner")
    account.run("iam update-access-key --user-name bob --access-key-id \(id) --status Inactive")
    account.wait(.seconds(5))
    #expect(account.code("\(Self.identity) --profile dev") == "InvalidClientTokenId")
    account.run("configure set aws_secret_access_key wrong --profile dev")
    account.run("iam update-access-key --user-name bob --access-key-id \(id) --status Active")
    account.wait(.seconds(5))
    #expect(account.code("\(Self.identity) --profile dev") == "SignatureDoesNotMatch")
  }

  @Test func `the list of settings says where each comes from`() throws {
    var (account, id, secret) = try Self.account()
    account.run("configure set aws_access_key_id \(id) --profile dev")
    account.run("configure set aws_secret_access_key \(secret) --profile dev")
    account.run("configure set region eu-west-1 --profile dev")
    let stars = String(repeating: "*", count: 16)
    #expect(
      account.run("configure list --profile dev").output == """
              Name                    Value             Type    Location
              ----                    -----             ----    --------
           profile                      dev           manual    --profile
        access_key     \(stars)\(id.suffix(4)) shared-credentials-file    \("")
        secret_key     \(stars)\(secret.suffix(4)) shared-credentials-file    \("")
            region                eu-west-1      config-file    ~/.aws/config

        """)
    let plain = account.run("configure list").output
    #expect(plain.contains("   profile                <not set>             None    None\n"), "\(plain)")
    #expect(plain.contains("access_key                <not set>             None    None\n"), "\(plain)")
  }

  @Test func `a profile's name alone stands for the user of that name, and a stranger is nobody`() throws {
    var (account, _, _) = try Self.account()
    account.wait(.seconds(5))
    #expect(try account.text("\(Self.identity) --profile bob") == "arn:aws:iam::123456789012:user/bob")
    #expect(account.run("ec2 describe-vpcs --profile bob").status == 0)
    #expect(
      account.run("ec2 create-vpc --cidr-block 10.0.0.0/16 --profile bob").errorOutput.contains(
        "no identity-based policy allows the ec2:CreateVpc action"))
    let before = account.world.now
    let stranger = account.run("\(Self.identity) --profile nobody")
    #expect(stranger.status == 253)
    #expect(stranger.errorOutput == "\nThe config profile (nobody) could not be found\n")
    #expect(stranger.refusal == .profile("nobody"))
    #expect(account.world.now == before)
  }

  @Test(arguments: [
    (
      "region", "us-east-1",
      "Unable to locate credentials. You can configure credentials by running \"aws configure\"."
    ),
    (
      "aws_access_key_id", "AKIAIOSFODNN7EXAMPLE",
      "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key"
    ),
    (
      "aws_secret_access_key", "abc",
      "Unable to locate credentials. You can configure credentials by running \"aws configure\"."
    ),
  ])
  func `a profile without a whole key calls nobody`(key: String, value: String, words: String) throws {
    var (account, _, _) = try Self.account()
    account.run("configure set \(key) \(value) --profile x")
    for line in ["s3 ls", "ec2 describe-vpcs"] {
      let outcome = account.run("\(line) --profile x")
      #expect(outcome.status == 253)
      #expect(outcome.errorOutput == "\n\(words)\n")
      #expect(outcome.refusal == .profileWithoutKeys("x"))
    }
  }

  @Test func `a role is assumed by variables or by a profile, and its session ends`() throws {
    var (account, _, _) = try Self.account()
    account.run("iam create-role --role-name reader --assume-role-policy-document '\(Self.trust)'")
    try account.grant([#"{"Effect":"Allow","Action":"iam:List*","Resource":"*"}"#], toRole: "reader")
    let role = "arn:aws:iam::123456789012:role/reader"
    let assume = "sts assume-role --role-arn \(role) --role-session-name me"
    // Trust in the account leaves it to the user's own policies.
    #expect(account.code("\(assume) --profile bob") == "AccessDenied")
    let text = try account.text(
      "\(assume) --duration-seconds 900 --query Credentials.[AccessKeyId,SecretAccessKey,SessionToken]")
    let parts = text.split(separator: "\t").map(String.init)
    account.variables = [
      "AWS_ACCESS_KEY_ID": parts[0], "AWS_SECRET_ACCESS_KEY": parts[1], "AWS_SESSION_TOKEN": parts[2],
    ]
    #expect(try account.text(Self.identity) == "arn:aws:sts::123456789012:assumed-role/reader/me")
    #expect(account.run("iam list-users").status == 0)
    #expect(account.run("ec2 describe-vpcs").errorOutput.contains("assumed-role/reader/me is not authorized"))
    account.wait(.minutes(15))
    #expect(account.code(Self.identity) == "ExpiredToken")
    account.variables = [:]
    account.run("configure set role_arn \(role) --profile reader")
    account.run("configure set source_profile default --profile reader")
    #expect(
      try account.text("\(Self.identity) --profile reader").hasPrefix(
        "arn:aws:sts::123456789012:assumed-role/reader/"))
    #expect(account.code("\(assume) --duration-seconds 7200") == "ValidationError")
  }

  @Test func `a profile with an MFA device asks for its code, and its session lasts as long as it says`()
    throws
  {
    var (account, _, _) = try Self.account()
    account.run("iam create-role --role-name admin --assume-role-policy-document '\(Self.trust)'")
    account.run(
      "iam create-virtual-mfa-device --virtual-mfa-device-name bob --outfile seed.txt "
        + "--bootstrap-method Base32StringSeed")
    let device = "arn:aws:iam::123456789012:mfa/bob"
    account.run(
      "iam enable-mfa-device --user-name bob --serial-number \(device) --authentication-code1 123456 "
        + "--authentication-code2 654321")
    try account.grant([#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#], to: "bob")
    account.wait(.seconds(5))
    let role = "arn:aws:iam::123456789012:role/admin"
    for (key, value) in [("role_arn", role), ("source_profile", "bob"), ("mfa_serial", device)] {
      account.run("configure set \(key) \(value) --profile admin")
    }
    let before = account.world.now
    let asked = account.run("\(Self.identity) --profile admin")
    #expect(asked.status == 255)
    #expect(asked.errorOutput == "\nEnter MFA code for \(device): \nEOF when reading a line\n")
    #expect(asked.refusal == .roleWithDevice(profile: "admin", role: role, device: device))
    #expect(account.world.now == before)
    account.files["/dev/stdin"] = Array("123456\n".utf8)
    #expect(
      try account.text("\(Self.identity) --profile admin").hasPrefix(
        "arn:aws:sts::123456789012:assumed-role/admin/"))
    account.files["/dev/stdin"] = Array("12\n".utf8)
    #expect(account.code("\(Self.identity) --profile admin") == "AccessDenied")
    account.files["/dev/stdin"] = Array("123456\n".utf8)
    account.run("configure set duration_seconds 43200 --profile admin")
    #expect(account.code("\(Self.identity) --profile admin") == "ValidationError")
  }

  @Test func `session policies limit, and MFA shows in a session of a user`() throws {
    var (account, _, _) = try Self.account()
    account.run("iam create-role --role-name admin --assume-role-policy-document '\(Self.trust)'")
    account.run(
      "iam attach-role-policy --role-name admin --policy-arn arn:aws:iam::aws:policy/AdministratorAccess")
    account.wait(.seconds(5))
    let limit =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}"#
    let outcome = account.run(
      "sts assume-role --role-arn arn:aws:iam::123456789012:role/admin --role-session-name me --policy '\(limit)'"
    )
    let key = try #require(outcome.answer?["Credentials"]?["AccessKeyId"]?.text)
    let session = Caller(arn: "arn:aws:sts::123456789012:assumed-role/admin/me", session: key)
    #expect(account.run("ec2 describe-vpcs", as: session).status == 0)
    #expect(
      account.run("iam list-users", as: session).errorOutput.contains(
        "because no session policy allows the iam:ListUsers action"))
  }

  @Test func `a refusal of EC2 can be decoded by those that may`() throws {
    var (account, _, _) = try Self.account()
    account.wait(.seconds(5))
    let refused = account.run("ec2 create-vpc --cidr-block 10.0.0.0/16 --profile bob")
    let message = try #require(
      refused.error?.message.split(separator: " ").last.map(String.init))
    let text = try account.text(
      "sts decode-authorization-message --encoded-message \(message) --query DecodedMessage")
    #expect(text.contains(#""action":"ec2:CreateVpc""#))
    #expect(text.contains(#""name":"bob""#))
    #expect(
      account.code("sts decode-authorization-message --encoded-message \(message)x")
        == "InvalidAuthorizationMessageException")
  }

  @Test func `a call without credentials is nobody's`() throws {
    var (account, _, _) = try Self.account()
    #expect(account.code("ec2 describe-vpcs --no-sign-request") == "AuthFailure")
    #expect(account.code("iam list-users --no-sign-request") == "MissingAuthenticationToken")
  }
}
