import Cloud
import Testing

/// The rules of the facts, one by one, with policies that are made to trick.
@Suite struct PolicyEvaluationTests {
  private static let ana = CallerIdentities.user("arn:aws:iam::123456789012:user/ana")

  /// One line of the table: statements, a request, what is decided.
  struct Line: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statements: [String]
    let action: String
    let resource: String
    let keys: [(String, [String])]
    let expected: PolicyDecision

    init(
      _ testDescription: String, _ statements: [String], _ action: String, _ resource: String = "*",
      keys: [(String, [String])] = [], is expected: PolicyDecision
    ) {
      self.testDescription = testDescription
      self.statements = statements
      self.action = action
      self.resource = resource
      self.keys = keys
      self.expected = expected
    }
  }

  private static let everything = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#

  private static func allow(when condition: String) -> String {
    #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":\#(condition)}"#
  }

  private static func deny(when condition: String) -> String {
    #"{"Effect":"Deny","Action":"*","Resource":"*","Condition":\#(condition)}"#
  }

  static let lines: [Line] = [
    Line(
      "a deny of one folder beside an allow of all reads",
      [
        #"{"Effect":"Allow","Action":"S3:Get*","Resource":"*"}"#,
        #"{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/secret/*"}"#,
      ], "s3:GetObject", "arn:aws:s3:::b/secret/a/b", is: .explicitlyDenied(.identity)),
    Line(
      "the same policies elsewhere",
      [
        #"{"Effect":"Allow","Action":"S3:Get*","Resource":"*"}"#,
        #"{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/secret/*"}"#,
      ], "s3:getobject", "arn:aws:s3:::b/open", is: .allowed),
    Line("nothing matches", [], "s3:GetObject", is: .implicitlyDenied(.identity)),
    Line(
      "resources heed case", [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/X"}"#],
      "s3:GetObject", "arn:aws:s3:::b/x", is: .implicitlyDenied(.identity)),
    Line(
      "a bucket is not its objects",
      [#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b/*"}"#],
      "s3:ListBucket", "arn:aws:s3:::b", is: .implicitlyDenied(.identity)),
    Line(
      "a wildcard in the middle, and one letter",
      [#"{"Effect":"Allow","Action":"ec2:*Instance?","Resource":"arn:aws:ec2:*:*:instance/i-?"}"#],
      "ec2:StopInstances", "arn:aws:ec2:eu-west-1:1:instance/i-1", is: .allowed),
    Line(
      "a wildcard runs past colons",
      [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b*"}"#], "s3:GetObject",
      "arn:aws:s3:::b/x:y", is: .allowed),
    Line(
      "Deny with NotAction is deny all except",
      [everything, #"{"Effect":"Deny","NotAction":"ec2:*","Resource":"*"}"#], "s3:GetObject",
      is: .explicitlyDenied(.identity)),
    Line(
      "Deny with NotAction leaves what it names",
      [everything, #"{"Effect":"Deny","NotAction":"ec2:*","Resource":"*"}"#], "ec2:RunInstances", is: .allowed
    ),
    Line(
      "Allow with NotAction allows everything else",
      [#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#], "s3:DeleteBucket", is: .allowed),
    Line(
      "NotResource", [#"{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::b/*"}"#, everything],
      "s3:GetObject", "arn:aws:s3:::c/x", is: .explicitlyDenied(.identity)),
    Line("an empty condition holds", [allow(when: "{}")], "s3:GetObject", is: .allowed),
    Line(
      "a plain operator fails on a missing key",
      [allow(when: #"{"StringEquals":{"aws:RequestedRegion":"x"}}"#)], "s3:GetObject",
      is: .implicitlyDenied(.identity)),
    Line(
      "a negated one holds on a missing key",
      [allow(when: #"{"StringNotEquals":{"aws:RequestedRegion":"x"}}"#)], "s3:GetObject", is: .allowed),
    Line(
      "IfExists holds on a missing key",
      [allow(when: #"{"StringEqualsIfExists":{"aws:RequestedRegion":"x"}}"#)], "s3:GetObject", is: .allowed),
    Line(
      "ForAllValues holds on a missing key",
      [allow(when: #"{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}}"#)], "s3:GetObject", is: .allowed),
    Line(
      "ForAnyValue does not, negated or not",
      [allow(when: #"{"ForAnyValue:StringNotEquals":{"aws:TagKeys":"a"}}"#)], "s3:GetObject",
      is: .implicitlyDenied(.identity)),
    Line(
      "ForAllValues needs every value",
      [allow(when: #"{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}"#)],
      "s3:GetObject", keys: [("aws:TagKeys", ["a", "c"])], is: .implicitlyDenied(.identity)),
    Line(
      "ForAnyValue needs one", [allow(when: #"{"ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}}"#)],
      "s3:GetObject", keys: [("aws:TagKeys", ["a", "c"])], is: .allowed),
    Line(
      "MFA with Bool never denies those without the key",
      [everything, deny(when: #"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#)], "s3:GetObject",
      is: .allowed),
    Line(
      "MFA with BoolIfExists does",
      [everything, deny(when: #"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#)], "s3:GetObject",
      is: .explicitlyDenied(.identity)),
    Line(
      "another address", [allow(when: #"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.25"]}}"#)],
      "s3:GetObject", keys: [("aws:SourceIp", ["203.0.113.26"])], is: .implicitlyDenied(.identity)),
    Line(
      "two keys of one operator must both hold",
      [allow(when: #"{"StringEquals":{"aws:username":"ana","s3:prefix":"x"}}"#)], "s3:GetObject",
      keys: [("aws:username", ["ana"]), ("s3:prefix", ["y"])], is: .implicitlyDenied(.identity)),
    Line(
      "key names do not heed case, values do",
      [allow(when: #"{"StringEquals":{"AWS:UserName":"Ana"}}"#)], "s3:GetObject",
      keys: [("aws:username", ["ana"])], is: .implicitlyDenied(.identity)),
    Line(
      "a variable stands for its value as text",
      [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}"#], "s3:GetObject",
      "arn:aws:s3:::b/bob/x", keys: [("aws:username", ["*"])], is: .implicitlyDenied(.identity)),
    Line(
      "a variable without a value has its default",
      [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/t, 'all'}/*"}"#],
      "s3:GetObject", "arn:aws:s3:::b/all/x", is: .allowed),
    Line(
      "a variable without value and default matches nothing",
      [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}*"}"#], "s3:GetObject",
      "arn:aws:s3:::b/x", is: .implicitlyDenied(.identity)),
    Line(
      "a wildcard of an ARN condition stays in its part",
      [allow(when: #"{"ArnLike":{"aws:SourceArn":"arn:aws:*:x"}}"#)], "s3:GetObject",
      keys: [("aws:SourceArn", ["arn:aws:sns:eu:1:x"])], is: .implicitlyDenied(.identity)),
    Line(
      "dates and numbers",
      [
        allow(
          when: #"{"DateLessThan":{"aws:CurrentTime":"2026-02"},"NumericLessThanEquals":{"s3:max-keys":10}}"#)
      ],
      "s3:ListBucket", keys: [("aws:CurrentTime", ["2026-01-31T23:59:59Z"]), ("s3:max-keys", ["10"])],
      is: .allowed),
    Line(
      "Null asks whether the key is there", [allow(when: #"{"Null":{"aws:RequestTag/Team":"false"}}"#)],
      "s3:PutObject", keys: [("aws:requesttag/team", ["x"])], is: .allowed),
  ]

  @Test(arguments: lines)
  func `identity policies decide`(line: Line) throws {
    #expect(try Self.decide(line, under: try Self.principal(line.statements)) == line.expected)
  }

  private static func policy(_ statements: [String], as kind: PolicyDocument.Kind = .identity) throws
    -> PolicyDocument
  {
    try PolicyDocument(
      json: #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#, as: kind)
  }

  private static func principal(_ statements: [String]) throws -> PrincipalPolicies {
    PrincipalPolicies(identity: [try policy(statements)], identities: ana)
  }

  private static func decide(
    _ line: Line, under principal: PrincipalPolicies, target: PolicyDocument? = nil, mustAllow: Bool = false
  ) throws -> PolicyDecision {
    var keys = ConditionKeys()
    for (key, values) in line.keys { keys[key] = values }
    let request = AccessRequest(action: line.action, resource: line.resource, keys: keys)
    return PolicyDecision.of(
      RequestFacts(simulating: request), under: principal, target: target, policyMustAllow: mustAllow)
  }

  private static let read = Line("", [], "s3:GetObject", "arn:aws:s3:::b/x", is: .allowed)

  @Test func `a boundary and a session's policies limit, and never grant`() throws {
    var principal = try Self.principal([Self.everything])
    principal.boundary = try Self.policy([#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#])
    #expect(try Self.decide(Self.read, under: principal) == .implicitlyDenied(.boundary))
    principal.boundary = try Self.policy([#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#])
    #expect(try Self.decide(Self.read, under: principal) == .explicitlyDenied(.boundary))
    principal.boundary = nil
    principal.session = [try Self.policy([#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#])]
    #expect(try Self.decide(Self.read, under: principal) == .implicitlyDenied(.session))
    var nothing = PrincipalPolicies(identity: [], identities: Self.ana)
    nothing.boundary = try Self.policy([Self.everything])
    #expect(try Self.decide(Self.read, under: nothing) == .implicitlyDenied(.identity))
  }

  @Test(arguments: [
    (#""*""#, PolicyDecision.allowed), (#"{"AWS":"arn:aws:iam::123456789012:user/ana"}"#, .allowed),
    (#"{"AWS":"arn:aws:iam::123456789012:root"}"#, .implicitlyDenied(.identity)),
    (#"{"AWS":"arn:aws:iam::123456789012:user/bob"}"#, .implicitlyDenied(.identity)),
    (#"{"Service":"ec2.amazonaws.com"}"#, .implicitlyDenied(.identity)),
  ])
  func `a policy of the resource allows whom it names, in the same account`(
    principal: String, expected: PolicyDecision
  ) throws {
    let bucket = try Self.policy(
      [#"{"Effect":"Allow","Principal":\#(principal),"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}"#],
      as: .resource)
    let nobody = PrincipalPolicies(identity: [], identities: Self.ana)
    #expect(try Self.decide(Self.read, under: nobody, target: bucket) == expected)
    // Only one that names the user itself is final: a boundary's silence does not limit it.
    var limited = nobody
    limited.boundary = try Self.policy([#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#])
    let isFinal = principal.contains("user/ana")
    #expect((try Self.decide(Self.read, under: limited, target: bucket) == .allowed) == isFinal)
  }

  @Test func `a deny of the resource beats an administrator, and a trust policy must itself allow`() throws {
    let admin = try Self.principal([Self.everything])
    let bucket = try Self.policy(
      [
        #"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:user/bob"},"Action":"s3:*","Resource":"*"}"#
      ],
      as: .resource)
    #expect(try Self.decide(Self.read, under: admin, target: bucket) == .explicitlyDenied(.resource))
    let assume = Line("", [], "sts:AssumeRole", "arn:aws:iam::123456789012:role/r", is: .allowed)
    #expect(try Self.decide(assume, under: admin, mustAllow: true) == .implicitlyDenied(.resource))
    let trust = try Self.policy(
      [#"{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}"#], as: .trust)
    #expect(try Self.decide(assume, under: admin, target: trust, mustAllow: true) == .allowed)
    let nobody = PrincipalPolicies(identity: [], identities: Self.ana)
    #expect(
      try Self.decide(assume, under: nobody, target: trust, mustAllow: true) == .implicitlyDenied(.identity))
  }

  @Test(arguments: ["arn:aws:iam::123456789012:root", "123456789012"])
  func `an account beside the user that a deny leaves out is its root user alone`(account: String) throws {
    let admin = try Self.principal([Self.everything])
    func bucket(leavingOut user: String) throws -> PolicyDocument {
      let named = #"["arn:aws:iam::123456789012:user/\#(user)","\#(account)"]"#
      return try Self.policy(
        [#"{"Effect":"Deny","NotPrincipal":{"AWS":\#(named)},"Action":"s3:GetObject","Resource":"*"}"#],
        as: .resource)
    }
    let denied = try bucket(leavingOut: "bob")
    #expect(try Self.decide(Self.read, under: admin, target: denied) == .explicitlyDenied(.resource))
    #expect(try Self.decide(Self.read, under: admin, target: bucket(leavingOut: "ana")) == .allowed)
    var owner = admin
    owner.identities = .user("arn:aws:iam::123456789012:root")
    #expect(try Self.decide(Self.read, under: owner, target: denied) == .allowed)
  }

  @Test func `a trust policy that is no JSON is told so, as AWS does`() {
    let problem = #expect(throws: PolicyProblem.self) {
      try PolicyDocument(json: #"{"Version": "2012-10-17", "Statement": ["#, as: .trust)
    }
    #expect(problem?.message == "This policy contains invalid Json")
  }

  @Test(arguments: [
    ("{", "Syntax errors in policy."), ("[]", "Syntax errors in policy."),
    (#"{"Version":"2008-10-17","Statement":[]}"#, "Policy document must be version 2012-10-17 or greater."),
    (#"{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}"#, "Syntax errors in policy."),
    (#"{"Effect":"allow","Action":"*","Resource":"*"}"#, "Syntax errors in policy."),
    (#"{"Effect":"Allow","Resource":"*"}"#, "Policy statement must contain actions."),
    (#"{"Effect":"Allow","Action":"*"}"#, "Policy statement must contain resources."),
    (
      #"{"Effect":"Allow","Action":"s3","Resource":"*"}"#,
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    (#"{"Effect":"Allow","Action":"*:Get*","Resource":"*"}"#, "Vendor * is not valid"),
    (
      #"{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}"#,
      #"Resource bucket must be in ARN format or "*"."#
    ),
    (
      #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s*:::b"}"#,
      "Resource vendor must be fully qualified and cannot contain regexes."
    ),
    (
      #"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#,
      "Policy document should not specify a principal."
    ),
    (
      #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"a":"b"}}}"#,
      "Syntax errors in policy."
    ),
    (#"{"Effect":"Allow","Action":"s3:*","NotAction":"*","Resource":"*"}"#, "Syntax errors in policy."),
    (
      #"{"Sid":"a b","Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [A-Za-z0-9]*"
    ),
  ])
  func `a policy that breaks the grammar is refused in AWS's words`(text: String, message: String) {
    let isWhole = !text.hasPrefix(#"{"Effect"#) && !text.hasPrefix(#"{"Sid"#)
    let policy = isWhole ? text : #"{"Version":"2012-10-17","Statement":\#(text)}"#
    #expect(throws: PolicyProblem.self) { try PolicyDocument(json: policy, as: .identity) }
    do throws(PolicyProblem) {
      _ = try PolicyDocument(json: policy, as: .identity)
    } catch {
      #expect(error.message == message)
    }
  }
}
