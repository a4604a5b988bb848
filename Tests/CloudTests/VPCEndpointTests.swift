import Cloud
import EventKernel
import Testing

/// VPC endpoints: what they are made of, and what reaches AWS's services through them.
struct VPCEndpointTests {
  private static let place = "com.amazonaws.ap-northeast-2"

  /// A world with a private VPC in which an instance with a role for Systems Manager and S3 runs.
  private struct Private {
    var world: World
    let vpc: String
    let subnet: String
    let table: String
    let instance: String
    let role: String

    init() throws {
      world = try TestWorld.make()
      try world.makeProfile("managed")
      for policy in ["AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess"] {
        try world.ask(
          AttachRolePolicy.self,
          #"{"roleName": "managed", "policyArn": "arn:aws:iam::aws:policy/\#(policy)"}"#)
      }
      role = "managed"
      vpc = try world.ask(CreateVpc.self, #"{"cidrBlock": "10.6.0.0/16"}"#).vpc.vpcId
      subnet = try world.ask(CreateSubnet.self, #"{"vpcId": "\#(vpc)", "cidrBlock": "10.6.0.0/24"}"#).subnet
        .subnetId
      table = try world.ask(
        DescribeRouteTables.self, #"{"filters": [{"name": "vpc-id", "values": ["\#(vpc)"]}]}"#
      ).routeTables[0].routeTableId
      let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#)
        .imageId
      instance = try world.ask(
        RunInstances.self,
        """
        {"imageId": "\(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1,
         "subnetId": "\(subnet)", "iamInstanceProfile": {"name": "managed"}}
        """
      ).instances[0].instanceId
      world.wait(.minutes(3))
    }

    /// Switches the VPC's DNS names on, and gives it endpoints for what the agent of Systems Manager calls.
    mutating func connectManager(policy: String = "") throws {
      try world.ask(
        ModifyVpcAttribute.self, #"{"vpcId": "\#(vpc)", "enableDnsHostnames": {"value": true}}"#)
      for service in ["ssm", "ssmmessages"] {
        try world.ask(CreateVpcEndpoint.self, interface(service, policy))
      }
      world.wait(.minutes(2))
    }

    func interface(_ service: String, _ extra: String = "") -> String {
      """
      {"vpcId": "\(vpc)", "vpcEndpointType": "Interface", "serviceName": "\(place).\(service)",
       "subnetIds": ["\(subnet)"]\(extra)}
      """
    }

    func gateway(_ extra: String = "") -> String {
      #"{"vpcId": "\#(vpc)", "serviceName": "\#(place).s3", "routeTableIds": ["\#(table)"]\#(extra)}"#
    }

    /// What a line in the machine says, sent by Systems Manager.
    mutating func run(_ line: String) throws -> GetCommandInvocation.Output {
      let id = try world.ask(
        SendCommand.self,
        """
        {"documentName": "AWS-RunShellScript", "instanceIds": ["\(instance)"], "parameters": {"commands": ["\(line)"]}}
        """
      ).command.commandId
      world.wait(.seconds(5))
      return try world.ask(
        GetCommandInvocation.self, #"{"commandId": "\#(id)", "instanceId": "\#(instance)"}"#)
    }
  }

  @Test func `Systems Manager reaches a private machine through endpoints alone`() throws {
    var place = try Private()
    #expect(refusedCode { _ = try place.run("hostname") } == "InvalidInstanceId")
    #expect(
      refusedCode { try place.world.ask(CreateVpcEndpoint.self, place.interface("ssm")) }
        == "InvalidParameter")
    try place.connectManager()
    #expect(try place.run("hostname").status == "Success")
    let groups = try #require(
      place.world.ec2.securityGroups.rows.first { "\($0.vpc)" == place.vpc && $0.name == "default" })
    let rule = try #require(groups.rules.first { !$0.isEgress })
    try place.world.ask(
      RevokeSecurityGroupIngress.self,
      #"{"groupId": "\#(groups.id)", "securityGroupRuleIds": ["\#(rule.id)"]}"#)
    #expect(refusedCode { _ = try place.run("hostname") } == "InvalidInstanceId")
  }

  @Test func `an endpoint's policy limits what goes through it`() throws {
    var place = try Private()
    let policy =
      #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ssm:GetParameter\",\"Resource\":\"*\"}]}"#
    try place.connectManager(policy: #", "policyDocument": "\#(policy)""#)
    #expect(refusedCode { _ = try place.run("hostname") } == "InvalidInstanceId")
    let endpoint = try #require(place.world.ec2.vpcEndpoints.rows.first { $0.service == "ssm" }).id
    #expect(
      refusedCode {
        try place.world.ask(
          ModifyVpcEndpoint.self, #"{"vpcEndpointId": "\#(endpoint)", "policyDocument": "{}"}"#)
      } == "InvalidPolicyDocument")
    try place.world.ask(
      ModifyVpcEndpoint.self, #"{"vpcEndpointId": "\#(endpoint)", "resetPolicy": true}"#)
    #expect(try place.run("hostname").status == "Success")
  }

  @Test func `a NAT gateway leads a private machine to AWS, too`() throws {
    var place = try Private()
    let gateway = try place.world.ask(CreateInternetGateway.self, "{}").internetGateway.internetGatewayId
    try place.world.ask(
      AttachInternetGateway.self, #"{"internetGatewayId": "\#(gateway)", "vpcId": "\#(place.vpc)"}"#)
    let open = try place.world.ask(
      CreateSubnet.self, #"{"vpcId": "\#(place.vpc)", "cidrBlock": "10.6.9.0/24"}"#
    ).subnet.subnetId
    let table = try place.world.ask(CreateRouteTable.self, #"{"vpcId": "\#(place.vpc)"}"#).routeTable
      .routeTableId
    try place.world.ask(
      AssociateRouteTable.self, #"{"routeTableId": "\#(table)", "subnetId": "\#(open)"}"#)
    let allocation = try place.world.ask(AllocateAddress.self, "{}").allocationId
    let nat = try place.world.ask(
      CreateNatGateway.self, #"{"subnetId": "\#(open)", "allocationId": "\#(allocation)"}"#
    ).natGateway.natGatewayId
    place.world.wait(.minutes(2))
    try place.world.ask(
      CreateRoute.self,
      #"{"routeTableId": "\#(place.table)", "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": "\#(nat)"}"#)
    #expect(refusedCode { _ = try place.run("hostname") } == "InvalidInstanceId")
    try place.world.ask(
      CreateRoute.self,
      #"{"routeTableId": "\#(table)", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "\#(gateway)"}"#)
    #expect(try place.run("hostname").status == "Success")
  }

  @Test func `a gateway endpoint leads a private machine to S3, and a bucket can ask for it`() throws {
    var place = try Private()
    try place.connectManager()
    try place.world.ask(
      CreateBucket.self,
      #"{"bucket": "shop-of-the-test", "createBucketConfiguration": {"locationConstraint": "ap-northeast-2"}}"#
    )
    try place.world.ask(
      PutObject.self, #"{"bucket": "shop-of-the-test", "key": "a/note.txt", "body": "aGVsbG8="}"#)
    let cut = try place.run("aws s3 ls s3://shop-of-the-test")
    #expect(cut.responseCode == 255)
    #expect(cut.standardErrorContent.contains("Connect timeout"))
    let made = try place.world.ask(CreateVpcEndpoint.self, place.gateway()).vpcEndpoint
    #expect(made.state == "available")
    #expect(try place.run("aws s3 ls s3://shop-of-the-test").standardOutputContent.hasSuffix("PRE a/\n"))
    #expect(try place.run("aws s3 cp s3://shop-of-the-test/a/note.txt -").standardOutputContent == "hello\n")
    #expect(try place.run("aws s3 ls").standardOutputContent.hasSuffix("shop-of-the-test\n"))
    func policy(_ endpoint: String) -> String {
      let statement =
        #"{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::shop-of-the-test/*\","#
        + #"\"Condition\":{\"StringNotEquals\":{\"aws:SourceVpce\":\"\#(endpoint)\"}}}"#
      return
        #"{"bucket": "shop-of-the-test", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[\#(statement)]}"}"#
    }
    try place.world.ask(PutBucketPolicy.self, policy("vpce-0123456789abcdef0"))
    let denied = try place.run("aws s3 cp s3://shop-of-the-test/a/note.txt -")
    #expect(denied.standardErrorContent.contains("AccessDenied"))
    try place.world.ask(PutBucketPolicy.self, policy(made.vpcEndpointId))
    #expect(try place.run("aws s3 cp s3://shop-of-the-test/a/note.txt -").status == "Success")
    #expect(
      refusedCode {
        try place.world.ask(GetObject.self, #"{"bucket": "shop-of-the-test", "key": "a/note.txt"}"#)
      } == "AccessDenied")
  }

  @Test func `a gateway endpoint is a route of its tables, once for each service`() throws {
    var place = try Private()
    let made = try place.world.ask(CreateVpcEndpoint.self, place.gateway()).vpcEndpoint
    let list = try place.world.ask(
      DescribePrefixLists.self,
      #"{"filters": [{"name": "prefix-list-name", "values": ["*.s3"]}]}"#
    ).prefixLists[0].prefixListId
    let ask = #"{"routeTableIds": ["\#(place.table)"]}"#
    let route = try #require(
      try place.world.ask(DescribeRouteTables.self, ask).routeTables[0].routes.first {
        $0.destinationPrefixListId == list
      })
    #expect(route.gatewayId == made.vpcEndpointId)
    #expect(
      refusedCode { try place.world.ask(CreateVpcEndpoint.self, place.gateway()) } == "RouteAlreadyExists")
    let remove = #"{"vpcEndpointId": "\#(made.vpcEndpointId)", "removeRouteTableIds": ["\#(place.table)"]}"#
    try place.world.ask(ModifyVpcEndpoint.self, remove)
    #expect(
      try place.world.ask(DescribeRouteTables.self, ask).routeTables[0].routes.allSatisfy {
        $0.destinationPrefixListId == nil
      })
    let gone = try place.world.ask(
      DeleteVpcEndpoints.self, #"{"vpcEndpointIds": ["\#(made.vpcEndpointId)", "vpce-0123456789abcdef0"]}"#)
    #expect(gone.unsuccessful.map(\.error.code) == ["InvalidVpcEndpointId.NotFound"])
    #expect(
      refusedCode {
        try place.world.ask(
          DescribeVpcEndpoints.self, #"{"vpcEndpointIds": ["\#(made.vpcEndpointId)"]}"#)
      } == "InvalidVpcEndpointId.NotFound")
  }

  @Test func `an interface endpoint has an address in each zone, which is billed and keeps its subnet`()
    throws
  {
    var place = try Private()
    let before = place.world.monthlyCost(traffic: nil).items.reduce(0) { $0 + ($1.service == "VPC" ? 1 : 0) }
    try place.connectManager()
    let endpoint = try #require(
      try place.world.ask(
        DescribeVpcEndpoints.self,
        #"{"filters": [{"name": "service-name", "values": ["\#(Self.place).ssm"]}]}"#
      ).vpcEndpoints.first)
    #expect(endpoint.state == "available")
    #expect(endpoint.dnsEntries.contains { $0.dnsName == "ssm.ap-northeast-2.amazonaws.com" })
    let items = place.world.monthlyCost(traffic: nil).items.filter { $0.code == "vpc-endpoint" }
    #expect(items.count == 2)
    #expect(items.first.map { "\($0.amount)" } != nil)
    #expect(before == 0)
    let interface = try #require(endpoint.networkInterfaceIds.first)
    let shown = try place.world.ask(
      DescribeNetworkInterfaces.self, #"{"networkInterfaceIds": ["\#(interface)"]}"#
    ).networkInterfaces
    #expect(shown.first?.subnetId == place.subnet)
    #expect(
      refusedCode { try place.world.ask(DeleteSubnet.self, #"{"subnetId": "\#(place.subnet)"}"#) }
        == "DependencyViolation")
    let near = try place.world.ask(
      CreateSubnet.self, #"{"vpcId": "\#(place.vpc)", "cidrBlock": "10.6.9.0/24"}"#
    ).subnet.subnetId
    #expect(
      refusedCode {
        try place.world.ask(
          ModifyVpcEndpoint.self,
          #"{"vpcEndpointId": "\#(endpoint.vpcEndpointId)", "addSubnetIds": ["\#(near)"]}"#)
      } == "DuplicateSubnetsInSameZone")
    #expect(
      refusedCode { try place.world.ask(CreateVpcEndpoint.self, place.interface("ssm")) }
        == "InvalidParameter")
  }

  @Test(arguments: [
    (#""serviceName": "com.amazonaws.us-east-1.s3""#, "InvalidServiceName"),
    (#""serviceName": "com.amazonaws.ap-northeast-2.ssm""#, "InvalidParameter"),
    (#""serviceName": "com.amazonaws.ap-northeast-2.s3", "subnetIds": []"#, "InvalidParameter"),
    (#""vpcEndpointType": "Resource", "resourceConfigurationArn": "arn:aws:x""#, "InvalidParameterValue"),
    (#""serviceName": "com.amazonaws.ap-northeast-2.s3", "policyDocument": "no""#, "InvalidPolicyDocument"),
    (
      #""vpcEndpointType": "Interface", "serviceName": "com.amazonaws.ap-northeast-2.s3", "privateDnsEnabled": true"#,
      "InvalidParameter"
    ),
  ])
  func `an endpoint that cannot be is refused`(members: String, code: String) throws {
    var world = try TestWorld.make()
    let vpc = try #require(world.ec2.vpcs.rows.first).id
    #expect(
      refusedCode { try world.ask(CreateVpcEndpoint.self, #"{"vpcId": "\#(vpc)", \#(members)}"#) } == code)
  }

  @Test func `a rule for a prefix list lets its ranges alone in, and weighs as much as the list`() throws {
    var world = try TestWorld.make()
    let list = try #require(
      try world.ask(
        DescribeManagedPrefixLists.self,
        #"{"filters": [{"name": "prefix-list-name", "values": ["*cloudfront*"]}]}"#
      ).prefixLists.first
    ).prefixListId
    let group = try world.ask(CreateSecurityGroup.self, #"{"groupName": "web", "description": "web"}"#)
      .groupId
    func rule(_ peer: String) -> String {
      #"{"groupId": "\#(group)", "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, \#(peer)}]}"#
    }
    let byList = rule(#""prefixListIds": [{"prefixListId": "\#(list)"}]"#)
    let shown = try world.ask(AuthorizeSecurityGroupIngress.self, byList).securityGroupRules
    #expect(shown.map(\.prefixListId) == [list])
    #expect(
      refusedCode { try world.ask(AuthorizeSecurityGroupIngress.self, byList) }
        == "InvalidPermission.Duplicate")
    let id = try #require(SecurityGroupID(group))
    let inside = try #require(IPv4Address("130.176.1.1"))
    let outside = try #require(IPv4Address("198.51.100.1"))
    #expect(world.allows(from: .address(inside), toGroups: [id], port: 80))
    #expect(!world.allows(from: .address(outside), toGroups: [id], port: 80))
    let six = (0..<6).map { #"{"cidrIp": "198.51.100.\#($0)/32"}"# }.joined(separator: ", ")
    #expect(
      refusedCode { try world.ask(AuthorizeSecurityGroupIngress.self, rule(#""ipRanges": [\#(six)]"#)) }
        == "RulesPerSecurityGroupLimitExceeded")
    #expect(
      refusedCode {
        try world.ask(
          AuthorizeSecurityGroupIngress.self, rule(#""prefixListIds": [{"prefixListId": "pl-00000000"}]"#))
      } == "InvalidPrefixListId.NotFound")
    try world.ask(RevokeSecurityGroupIngress.self, byList)
    #expect(!world.allows(from: .address(inside), toGroups: [id], port: 80))
  }
}
