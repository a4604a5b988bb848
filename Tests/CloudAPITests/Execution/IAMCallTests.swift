import Cloud
import CloudAPI
import EventKernel
import Testing

/// IAM and STS in `aws` lines: states, quotas, what hangs on what.
@Suite struct IAMCallTests {
  private static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}"#
  private static let policy =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#
  private static let policyARN = "arn:aws:iam::123456789012:policy/P"

  @Test func `a user is deleted only when nothing hangs on it, in the order of AWS's complaints`() throws {
    var account = try LearnerAccount()
    account.run("iam create-user --user-name bob")
    account.run("iam create-group --group-name devs")
    account.run("iam add-user-to-group --group-name devs --user-name bob")
    account.run("iam attach-user-policy --user-name bob --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess")
    account.run("iam put-user-policy --user-name bob --policy-name in --policy-document '\(Self.policy)'")
    let key = try account.text("iam create-access-key --user-name bob --query AccessKey.AccessKeyId")
    account.run("iam create-login-profile --user-name bob --password Long-enough-1")
    let steps = [
      ("must detach all policies", "detach-user-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess"),
      ("must delete policies", "delete-user-policy --policy-name in"),
      ("must remove users from group", "remove-user-from-group --group-name devs"),
      ("must delete access keys", "delete-access-key --access-key-id \(key)"),
      ("must delete login profile", "delete-login-profile"),
    ]
    for (complaint, line) in steps {
      let refused = account.run("iam delete-user --user-name bob")
      #expect(refused.errorOutput.contains("(DeleteConflict)"))
      #expect(refused.errorOutput.contains("Cannot delete entity, \(complaint) first."))
      #expect(account.run("iam \(line) --user-name bob").status == 0)
    }
    #expect(account.code("iam delete-user --user-name bob") == "done")
    #expect(account.code("iam get-user --user-name bob") == "NoSuchEntity")
    #expect(account.code("iam delete-group --group-name devs") == "done")
  }

  @Test func `an account in a trust policy is shown as its root`() throws {
    var account = try LearnerAccount()
    let principals =
      #"{"AWS":["123456789012","arn:aws:iam::999999999999:root"],"Service":"ec2.amazonaws.com"}"#
    let trust = Self.trust.replacing(#"{"AWS":"123456789012"}"#, with: principals)
    for (name, text) in [("one", Self.trust), ("more", trust)] {
      account.run(words: ["iam", "create-role", "--role-name", name, "--assume-role-policy-document", text])
    }
    let query = "--query Role.AssumeRolePolicyDocument.Statement[0].Principal.[AWS,Service]"
    let root = "arn:aws:iam::123456789012:root"
    #expect(try account.text("iam get-role --role-name one \(query)") == "\(root)\tNone")
    let aws = "--query Role.AssumeRolePolicyDocument.Statement[0].Principal.AWS"
    #expect(
      try account.text("iam get-role --role-name more \(aws)") == "\(root)\tarn:aws:iam::999999999999:root")
  }

  @Test func `names are unique without regard to case, and quotas end`() throws {
    var account = try LearnerAccount()
    account.run("iam create-user --user-name Bob")
    #expect(account.code("iam create-user --user-name bOB") == "EntityAlreadyExists")
    #expect(account.code("iam create-user --user-name b/b") == "ValidationError")
    for _ in 0..<2 { #expect(account.code("iam create-access-key --user-name bob") == "done") }
    #expect(account.run("iam create-access-key --user-name bob").errorOutput.contains("AccessKeysPerUser: 2"))
    let names = [
      "AmazonS3ReadOnlyAccess", "AmazonEC2ReadOnlyAccess", "AmazonS3FullAccess", "AmazonEC2FullAccess",
      "AmazonVPCFullAccess", "AmazonRDSFullAccess", "IAMReadOnlyAccess", "CloudWatchReadOnlyAccess",
      "AmazonSNSFullAccess", "AmazonRoute53FullAccess", "PowerUserAccess",
    ]
    for (index, name) in names.enumerated() {
      let line = "iam attach-user-policy --user-name bob --policy-arn arn:aws:iam::aws:policy/\(name)"
      #expect(account.code(line) == (index < 10 ? "done" : "LimitExceeded"))
    }
    for index in 0..<11 {
      account.run("iam create-group --group-name g\(index)")
      let line = "iam add-user-to-group --user-name bob --group-name g\(index)"
      #expect(account.code(line) == (index < 10 ? "done" : "LimitExceeded"))
    }
    let long = String(repeating: "x", count: 2_100)
    let large = Self.policy.replacing("s3:*", with: "s3:\(long)")
    #expect(
      account.code("iam put-user-policy --user-name bob --policy-name in --policy-document '\(large)'")
        == "LimitExceeded")
  }

  @Test func `a managed policy has five versions, one of them in force`() throws {
    var account = try LearnerAccount()
    #expect(account.code("iam create-policy --policy-name P --policy-document '\(Self.policy)'") == "done")
    let next = "iam create-policy-version --policy-arn \(Self.policyARN) --policy-document '\(Self.policy)'"
    for _ in 0..<4 { #expect(account.code(next) == "done") }
    #expect(account.code(next) == "LimitExceeded")
    #expect(
      account.code("iam delete-policy-version --policy-arn \(Self.policyARN) --version-id v1")
        == "DeleteConflict")
    #expect(
      account.code("iam set-default-policy-version --policy-arn \(Self.policyARN) --version-id v3") == "done")
    #expect(
      account.code("iam delete-policy-version --policy-arn \(Self.policyARN) --version-id v1") == "done")
    #expect(try account.text("\(next) --query PolicyVersion.VersionId") == "v6")
    #expect(account.code("iam delete-policy --policy-arn \(Self.policyARN)") == "DeleteConflict")
    let bad = Self.policy.replacing(#""Effect":"Allow","#, with: "")
    #expect(
      account.code("iam create-policy --policy-name Q --policy-document '\(bad)'")
        == "MalformedPolicyDocument")
  }

  @Test func `a role in an instance profile cannot be deleted, and a profile takes one role`() throws {
    var account = try LearnerAccount()
    try account.makeProfile("shop", role: "web")
    account.run("iam create-role --role-name two --assume-role-policy-document '\(Self.trust)'")
    #expect(
      account.code("iam add-role-to-instance-profile --instance-profile-name shop --role-name two")
        == "LimitExceeded")
    #expect(account.code("iam delete-role --role-name web") == "DeleteConflict")
    #expect(account.code("iam delete-instance-profile --instance-profile-name shop") == "DeleteConflict")
    #expect(
      account.code("iam remove-role-from-instance-profile --instance-profile-name shop --role-name web")
        == "done")
    #expect(account.code("iam delete-instance-profile --instance-profile-name shop") == "done")
    #expect(account.code("iam delete-role --role-name web") == "done")
    let nobody = Self.trust.replacing("\"123456789012\"", with: "\"arn:aws:iam::123456789012:user/none\"")
    #expect(
      account.code("iam create-role --role-name r --assume-role-policy-document '\(nobody)'")
        == "MalformedPolicyDocument")
  }

  @Test func `a service's role is only the service's`() throws {
    var account = try LearnerAccount()
    let line = "iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com"
    #expect(account.code(line) == "done")
    #expect(account.code(line) == "InvalidInput")
    let role = "AWSServiceRoleForAutoScaling"
    #expect(account.code("iam delete-role --role-name \(role)") == "UnmodifiableEntity")
    let task = try account.text("iam delete-service-linked-role --role-name \(role) --query DeletionTaskId")
    let status = "iam get-service-linked-role-deletion-status --deletion-task-id \(task) --query Status"
    #expect(try account.text(status) == "SUCCEEDED")
  }

  @Test func `a simulation says what decided, and which keys it lacked`() throws {
    var account = try LearnerAccount()
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}"#,
        #"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/secret/*"}"#,
        #"{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"ec2:Region":"eu-west-1"}}}"#,
      ], to: "bob")
    let simulate =
      "iam simulate-principal-policy --policy-source-arn arn:aws:iam::123456789012:user/bob --action-names"
    let decision = "--query EvaluationResults[].EvalDecision"
    #expect(
      try account.text(
        "\(simulate) s3:GetObject --resource-arns arn:aws:s3:::b/x arn:aws:s3:::b/secret/x arn:aws:s3:::c/x "
          + decision) == "allowed\texplicitDeny\timplicitDeny")
    #expect(
      try account.text(
        "\(simulate) s3:GetObject --resource-arns arn:aws:s3:::b/x "
          + "--query EvaluationResults[0].MatchedStatements[0].[SourcePolicyId,SourcePolicyType]")
        == "user_bob_inline\tuser")
    #expect(
      try account.text("\(simulate) ec2:RunInstances --query EvaluationResults[0].MissingContextValues")
        == "ec2:Region")
    #expect(
      try account.text(
        "\(simulate) ec2:RunInstances \(decision) --context-entries "
          + "ContextKeyName=ec2:Region,ContextKeyValues=eu-west-1,ContextKeyType=string") == "allowed")
    // The example of AWS's own reference, with the places that it prints.
    let example =
      #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","#
      + #""Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}"#
    #expect(
      try account.text(
        "iam simulate-custom-policy --policy-input-list '\(example)' --action-names dynamodb:CreateBackup "
          + "--context-entries ContextKeyName=aws:CurrentTime,ContextKeyValues=2019-04-25T11:00:00Z,"
          + "ContextKeyType=date --query EvaluationResults[0].MatchedStatements[0]."
          + "[SourcePolicyId,StartPosition.Column,EndPosition.Column]") == "PolicyInputList.1\t38\t167")
  }

  @Test func `a boundary limits, a group's policies count, and all of it is seen after five seconds`() throws
  {
    var account = try LearnerAccount()
    let bob = Caller(arn: "arn:aws:iam::123456789012:user/bob")
    account.run("iam create-user --user-name bob")
    account.run("iam create-group --group-name admins")
    account.run(
      "iam attach-group-policy --group-name admins --policy-arn arn:aws:iam::aws:policy/AdministratorAccess")
    account.run("iam add-user-to-group --group-name admins --user-name bob")
    #expect(account.run("ec2 describe-vpcs", as: bob).status == 254)
    account.wait(.seconds(5))
    #expect(account.run("ec2 describe-vpcs", as: bob).status == 0)
    account.run(
      "iam put-user-permissions-boundary --user-name bob "
        + "--permissions-boundary arn:aws:iam::aws:policy/AmazonS3FullAccess")
    #expect(account.run("ec2 describe-vpcs", as: bob).status == 0)
    account.wait(.seconds(5))
    #expect(
      account.run("ec2 describe-vpcs", as: bob).errorOutput.contains(
        "because no permissions boundary allows the ec2:DescribeVpcs action"))
  }
}
