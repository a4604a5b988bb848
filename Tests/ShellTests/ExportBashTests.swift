import Foundation
import Shell
import Testing

/// `export bash`: what was made here, made with the real client against moto, and taken away again.
@Suite struct ExportBashTests {
  private static let lines = [
    "VPC=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)",
    "SUBNET=$(aws ec2 create-subnet --vpc-id $VPC --cidr-block 10.0.1.0/24 --availability-zone ap-northeast-2a "
      + "--query Subnet.SubnetId --output text)",
    "GATEWAY=$(aws ec2 create-internet-gateway --query InternetGateway.InternetGatewayId --output text)",
    "aws ec2 attach-internet-gateway --internet-gateway-id $GATEWAY --vpc-id $VPC",
    "SG=$(aws ec2 create-security-group --group-name web --description 'the web' --vpc-id $VPC --query GroupId "
      + "--output text)",
    "aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0",
    "aws ec2 create-tags --resources $SG --tags 'Key=Why,Value=it'\\''s web'",
    "AMI=$(aws ec2 describe-images --owners amazon --filters Name=architecture,Values=x86_64 --query 'Images[0].ImageId' "
      + "--output text)",
    "WEB=$(aws ec2 run-instances --image-id $AMI --instance-type t3.micro --count 2 --subnet-id $SUBNET "
      + "--security-group-ids $SG --query 'Instances[0].InstanceId' --output text)",
    "aws ec2 create-vpc --cidr-block banana",
    "GONE=$(aws ec2 create-security-group --group-name gone --description gone --vpc-id $VPC --query GroupId --output text)",
    "aws ec2 delete-security-group --group-id $GONE",
    "ZONE=$(aws route53 create-hosted-zone --name own.example --caller-reference own --query HostedZone.Id --output text)",
    "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\","
      + "\"ResourceRecordSet\":{\"Name\":\"www.own.example\",\"Type\":\"A\",\"TTL\":60,"
      + "\"ResourceRecords\":[{\"Value\":\"192.0.2.1\"}]}}]}'",
    "aws ec2 describe-instances",
  ]

  private func script() throws -> String {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    for line in Self.lines { _ = try test.run(line) }
    let answer = try test.run("export bash")
    try #require(answer.status == 0, "\(answer.text)")
    return answer.text
  }

  @Test func `a script has variables for ids, tags, waiters, the cost, and a teardown in the opposite order`()
    throws
  {
    let script = try script()
    #expect(script.hasPrefix("#!/usr/bin/env bash\n"))
    #expect(script.contains("USD") && script.contains("--tag-specifications"))
    #expect(script.contains("aws ec2 wait instance-running"))
    #expect(!script.contains("banana") && !script.contains("describe-instances"))
    #expect(script.matches(of: /(?:vpc|subnet|sg|igw|i)-[0-9a-f]{17}/).isEmpty, "\(script)")
    let down = try #require(script.range(of: "down() {")).upperBound
    let teardown = script[down...]
    let places = ["terminate-instances", "delete-security-group", "delete-subnet", "delete-vpc"].map {
      teardown.range(of: $0)?.lowerBound
    }
    #expect(
      !places.contains(nil) && zip(places, places.dropFirst()).allSatisfy { ($0 ?? down) < ($1 ?? down) })
    #expect(teardown.matches(of: /delete-security-group/).count == 1, "What the journal deleted stays out.")
  }

  @Test func `a search in logs stays out of a script`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("aws logs create-log-group --log-group-name shop")
    #expect(try test.run("aws logs filter-log-events --log-group-name shop").status == 0)
    let answer = try test.run("export bash")
    #expect(answer.status == 0 && answer.text.contains("create-log-group"))
    #expect(!answer.text.contains("filter-log-events"))
  }

  @Test(arguments: [
    "aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId'",
    "aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query 'Reservations[].Instances[]'",
    "aws ec2 describe-instances --instance-ids $WEB_1",
  ])
  func `a script asks for what the account had before, and takes nothing else for it`(_ looking: String)
    throws
  {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    #expect(try test.run("aws ec2 create-tags --resources $WEB_1 --tags Key=a,Value=b").status == 0)
    #expect(try test.run(looking).status == 0)
    #expect(try test.run("aws ec2 terminate-instances --instance-ids $WEB_1").status == 0)
    let answer = try test.run("export bash")
    #expect(answer.status == 0 && !answer.text.contains("describe-instances"), "\(answer.text)")
    let asked = try #require(answer.text.range(of: "${START_1:?"))
    let used = try #require(answer.text.range(of: "--resources \"${START_1}\""))
    #expect(asked.lowerBound < used.lowerBound)
    #expect(answer.text.contains("terminate-instances --instance-ids \"${START_1}\""))
    #expect(answer.text.contains("a month less") && !answer.text.contains("-$"))
  }

  @Test func `nothing made is nothing exported`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("aws ec2 describe-vpcs")
    let answer = try test.run("export bash")
    #expect(answer.status == 1 && answer.text.contains("nothing to export"))
    #expect(try test.run("export bash=1").status == 0, "It is a name like any other.")
  }

  @Test(.enabled(if: Self.hasPeers, "aws and moto are not installed: the script was not run against them"))
  func `the real client makes it all against moto, and down leaves nothing`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays: \(error)") }
    }
    try script().write(to: folder.appending(path: "shop.sh"), atomically: true, encoding: .utf8)
    let run = Process()
    run.executableURL = URL(filePath: "/usr/bin/env")
    run.arguments = ["python3", TestSession.root + "/Tests/Oracles/run-export.py", folder.path]
    let pipe = Pipe()
    run.standardOutput = pipe
    run.standardError = pipe
    try run.run()
    let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    run.waitUntilExit()
    #expect(run.terminationStatus == 0, "\(said.suffix(3_000))")
    #expect(said.contains("instances 2 running") && said.contains("left nothing"), "\(said.suffix(3_000))")
  }

  /// Whether the real client and moto are there to be asked.
  private static let hasPeers: Bool = {
    let run = Process()
    run.executableURL = URL(filePath: "/usr/bin/env")
    run.arguments = ["python3", "-c", "import moto.server, awscli"]
    run.standardError = FileHandle.nullDevice
    do { try run.run() } catch { return false }
    run.waitUntilExit()
    return run.terminationStatus == 0
  }()
}
