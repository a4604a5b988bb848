import Cloud
import CloudAPI
import EventKernel
import Testing

/// Who may do what: every call asks the policies of its caller.
@Suite struct AuthorisationTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")

  /// An account with a user that has these inline policies, seen everywhere.
  private static func account(_ statements: String...) throws -> LearnerAccount {
    var account = try LearnerAccount()
    try account.grant(statements, to: "guest")
    return account
  }

  private static func statement(_ effect: String, _ action: String, on resource: String = "*") -> String {
    #"{"Effect":"\#(effect)","Action":"\#(action)","Resource":"\#(resource)"}"#
  }

  @Test func `every operation is refused to a caller without policies, and changes nothing`() throws {
    var account = try LearnerAccount()
    let catalog = try SchemaFixtures.catalog()
    let before = account.world
    var refused = 0
    // Who one is, AWS tells everybody.
    for operation in OperationRegistry.all where !["lab", "sts"].contains(operation.service) {
      let shape = try #require(try catalog.service(operation.service)?.operation(apiName: operation.name))
      let code = Self.refusal(of: shape, in: &account.world)
      #expect(
        code == Self.refusal(of: operation.service, operation.name),
        "\(operation.service) \(operation.name)")
      refused += 1
    }
    #expect(refused > 150)
    #expect(account.world == before)
  }

  /// The code of a refusal: services that speak JSON name an exception, answers to HEAD have the status alone.
  private static func refusal(of service: String, _ operation: String) -> String {
    switch service {
    case "ec2": "UnauthorizedOperation"
    case "sns": "AuthorizationError"
    case "acm", "arc-zonal-shift", "ce", "fis", "logs", "pricing", "resourcegroupstaggingapi", "savingsplans",
      "ssm":
      "AccessDeniedException"
    default: operation.hasPrefix("Head") ? "403" : "AccessDenied"
    }
  }

  /// The code with which a call with made-up members is refused.
  private static func refusal(of shape: OperationShape, in world: inout World) -> String? {
    let context = CallContext(caller: guest, region: Region(rawValue: "ap-northeast-2"))
    var input = ValueObject()
    for member in shape.input?.members.filter(\.isRequired) ?? [] {
      input[member.name] = sample(member.shape, depth: 0)
    }
    do throws(AWSFailure) {
      _ = try CallExecution.execute(shape, input: input, on: &world, context: context)
      return nil
    } catch {
      guard case .service(let refusal) = error else { return "\(error)" }
      return refusal.code
    }
  }

  private static func sample(_ shape: Shape, depth: Int) -> Value {
    switch shape.kind {
    case .structure:
      var object = ValueObject()
      for member in shape.members where member.isRequired {
        object[member.name] = depth > 6 ? .null : sample(member.shape, depth: depth + 1)
      }
      return .object(object)
    case .list: return .array([])
    case .map: return .object(ValueObject())
    case .integer, .long: return .integer(1)
    case .float, .double: return .number(1)
    case .boolean: return .bool(true)
    case .timestamp: return .string("2026-01-05T00:00:00+00:00")
    case .string, .blob: return .string("x")
    }
  }

  @Test func `an explicit deny wins, wherever it stands`() throws {
    let (allow, deny) = (Self.statement("Allow", "*"), Self.statement("Deny", "ec2:Describe*"))
    for statements in [[allow, deny], [deny, allow]] {
      var account = try Self.account(statements[0], statements[1])
      let refused = account.run("ec2 describe-vpcs", as: Self.guest)
      #expect(refused.status == 254)
      #expect(refused.errorOutput.contains("(UnauthorizedOperation) when calling the DescribeVpcs operation"))
      #expect(refused.errorOutput.contains("with an explicit deny in an identity-based policy"))
      #expect(account.run("ec2 allocate-address", as: Self.guest).status == 0)
    }
  }

  @Test(arguments: [
    ("ec2:DescribeVpcs", true), ("EC2:describevpcs", true), ("ec2:*Vpcs", true), ("ec2:DescribeVpc?", true),
    ("ec2:DescribeVpc", false), ("ec2:Describe", false), ("elasticloadbalancing:*", false), ("*", true),
  ])
  func `actions match by wildcard and without regard to case`(action: String, isAllowed: Bool) throws {
    var account = try Self.account(Self.statement("Allow", action))
    #expect((account.run("ec2 describe-vpcs", as: Self.guest).status == 0) == isAllowed)
  }

  @Test func `everything but what NotAction names is allowed, and dry runs ask too`() throws {
    var account = try Self.account(
      #"{"Effect":"Allow","NotAction":["ec2:AllocateAddress"],"Resource":"*"}"#)
    #expect(account.run("ec2 describe-vpcs", as: Self.guest).status == 0)
    #expect(account.run("ec2 describe-vpcs --dry-run", as: Self.guest).error?.code == "DryRunOperation")
    let refused = account.run("ec2 allocate-address --dry-run", as: Self.guest)
    #expect(refused.error?.code == "UnauthorizedOperation")
  }

  @Test func `a launch asks for each resource that it touches, by what its line says`() throws {
    var account = try Self.account(
      Self.statement("Allow", "ec2:RunInstances"),
      #"{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*:*:instance/*","#
        + #""Condition":{"StringNotLike":{"ec2:InstanceType":"t3.*"}}}"#)
    let image = try account.image()
    let launch = "ec2 run-instances --image-id \(image) --instance-type"
    #expect(account.run("\(launch) t3.micro --dry-run", as: Self.guest).error?.code == "DryRunOperation")
    let large = account.run("\(launch) m5.large --dry-run", as: Self.guest)
    #expect(large.errorOutput.contains("on resource: arn:aws:ec2:ap-northeast-2:123456789012:instance/*"))
    // Tags at the launch ask for ec2:CreateTags too.
    let tagged = account.run(
      "\(launch) t3.micro --tag-specifications ResourceType=instance,Tags=[{Key=Team,Value=a}]",
      as: Self.guest)
    #expect(tagged.errorOutput.contains("no identity-based policy allows the ec2:CreateTags action"))
  }

  @Test func `a team stops only its own machines, by the tag of the resource`() throws {
    var account = try Self.account(
      #"{"Effect":"Allow","Action":["ec2:StopInstances","ec2:StartInstances"],"Resource":"*","#
        + #""Condition":{"StringEquals":{"aws:ResourceTag/Team":"${aws:PrincipalTag/Team}"}}}"#)
    let image = try account.image()
    var ids: [String] = []
    for team in ["red", "blue"] {
      ids.append(
        try account.text(
          "ec2 run-instances --image-id \(image) --instance-type t3.micro --tag-specifications "
            + "ResourceType=instance,Tags=[{Key=team,Value=\(team)}] --query Instances[0].InstanceId"))
    }
    account.wait(.seconds(60))
    #expect(account.run("ec2 stop-instances --instance-ids \(ids[0])", as: Self.guest).status == 254)
    try account.tag("guest", "Team", "red")
    #expect(account.run("ec2 stop-instances --instance-ids \(ids[0])", as: Self.guest).status == 0)
    #expect(account.run("ec2 stop-instances --instance-ids \(ids[1])", as: Self.guest).status == 254)
    // All of the instances must be allowed, or none stops.
    let both = account.run("ec2 start-instances --instance-ids \(ids[0]) \(ids[1])", as: Self.guest)
    #expect(both.error?.code == "UnauthorizedOperation")
  }

  @Test func `an instance's role is asked for what its policies say, and its profile must be passed`() throws
  {
    var account = try Self.account(Self.statement("Allow", "ec2:*"))
    try account.makeProfile("shop", role: "shop-role")
    let image = try account.image()
    let launch = "ec2 run-instances --image-id \(image) --instance-type t3.micro --iam-instance-profile"
    let refused = account.run("\(launch) Name=shop", as: Self.guest)
    #expect(
      refused.errorOutput.contains("iam:PassRole on resource: arn:aws:iam::123456789012:role/shop-role"))
    #expect(account.code("\(launch) Name=other") == "InvalidParameterValue")
    let id = try account.text("\(launch) Name=shop --query Instances[0].InstanceId")
    let instance = try #require(InstanceID(id).flatMap { account.world.ec2.instances[$0] })
    let role = try #require(account.world.role(of: instance))
    let caller = Caller.instance(id, role: role)
    let request = AccessRequest(action: "rds-db:connect", resource: "arn:aws:rds-db:x:1:dbuser:db/app")
    #expect(account.world.decision(on: request, by: caller) == .implicitlyDenied(.identity))
    try account.grant(
      [Self.statement("Allow", "rds-db:connect", on: "arn:aws:rds-db:*:*:*/app")], toRole: "shop-role")
    #expect(account.world.decision(on: request, by: caller) == .allowed)
    try account.grant(
      [Self.statement("Allow", "*"), Self.statement("Deny", "rds-db:*")], toRole: "shop-role")
    #expect(account.world.decision(on: request, by: caller) == .explicitlyDenied(.identity))
  }
}
