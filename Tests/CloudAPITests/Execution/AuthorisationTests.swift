import Cloud
import CloudAPI
import Testing

/// Who may do what: every call asks the policies of its caller.
@Suite struct AuthorisationTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")

  private static func policy(
    _ effect: PolicyDocument.Statement.Effect, _ actions: String..., on resources: String = "*"
  ) -> PolicyDocument {
    PolicyDocument(statements: [.init(effect: effect, actions: .any(actions), resources: .any([resources]))])
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
        code == (operation.service == "ec2" ? "UnauthorizedOperation" : "AccessDenied"),
        "\(operation.service) \(operation.name)")
      refused += 1
    }
    #expect(refused > 150)
    #expect(account.world == before)
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
    let deny = Self.policy(.deny, "ec2:Describe*")
    for policies in [[PolicyDocument.administratorAccess, deny], [deny, .administratorAccess]] {
      var account = try LearnerAccount()
      account.world.setPolicies(policies, of: Self.guest.arn)
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
    var account = try LearnerAccount()
    account.world.setPolicies([Self.policy(.allow, action)], of: Self.guest.arn)
    #expect((account.run("ec2 describe-vpcs", as: Self.guest).status == 0) == isAllowed)
  }

  @Test func `everything but what NotAction names is allowed, and dry runs ask too`() throws {
    var account = try LearnerAccount()
    account.world.setPolicies(
      [
        PolicyDocument(statements: [
          .init(effect: .allow, actions: .none(["ec2:AllocateAddress"]), resources: .any(["*"]))
        ])
      ], of: Self.guest.arn)
    #expect(account.run("ec2 describe-vpcs", as: Self.guest).status == 0)
    #expect(account.run("ec2 describe-vpcs --dry-run", as: Self.guest).error?.code == "DryRunOperation")
    let refused = account.run("ec2 allocate-address --dry-run", as: Self.guest)
    #expect(refused.error?.code == "UnauthorizedOperation")
  }

  @Test(arguments: [
    (PolicyDocument.Comparison.stringEquals, "eu-west-1", false), (.stringEquals, "ap-northeast-2", true),
    (.stringNotEquals, "eu-west-1", true), (.stringLike, "ap-*", true), (.stringNotLike, "ap-*", false),
  ])
  func `conditions hold or not`(comparison: PolicyDocument.Comparison, value: String, isAllowed: Bool) {
    let policy = PolicyDocument(statements: [
      .init(
        effect: .allow, actions: .any(["*"]), resources: .any(["*"]),
        conditions: [.init(comparison: comparison, key: "aws:RequestedRegion", values: [value])])
    ])
    let request = AccessRequest(
      action: "ec2:RunInstances", resource: "*",
      keys: ConditionKeys(["aws:RequestedRegion": "ap-northeast-2"]))
    #expect((PolicyDecision.of(RequestFacts(simulating: request), under: [policy]) == .allowed) == isAllowed)
  }

  @Test func `an instance's role is asked for what its policies say`() throws {
    var account = try LearnerAccount()
    let image = try account.image()
    let id = try account.text(
      "ec2 run-instances --image-id \(image) --instance-type t3.micro --iam-instance-profile Name=shop "
        + "--query Instances[0].InstanceId")
    let instance = try #require(InstanceID(id).flatMap { account.world.ec2.instances[$0] })
    let role = try #require(instance.roleARN)
    let request = AccessRequest(action: "rds-db:connect", resource: "arn:aws:rds-db:x:1:dbuser:db/app")
    #expect(account.world.decision(on: request, by: role) == .implicitlyDenied)
    account.world.setPolicies([Self.policy(.allow, "rds-db:connect", on: "arn:aws:rds-db:*/app")], of: role)
    #expect(account.world.decision(on: request, by: role) == .allowed)
    account.world.setPolicies([.administratorAccess, Self.policy(.deny, "rds-db:*")], of: role)
    #expect(account.world.decision(on: request, by: role) == .explicitlyDenied)
  }
}
