import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing

/// That no text stops a parser: no crash, no hang, no growth. `make fuzz` tries a million texts on each.
///
/// One parser after the other, so that the memory of each is its own.
@Suite(.serialized) struct FuzzTests {
  private static let asked = ProcessInfo.processInfo.environment["SKYDRILL_FUZZ"].flatMap { Int($0) }

  /// How many texts are tried on most parsers, which a debug build reads many times as slowly.
  private static var usual: Int {
    #if DEBUG
      5_000
    #else
      20_000
    #endif
  }

  /// Tries texts on a parser; gives how many it took.
  ///
  /// In a long run none may take 50 ms, and all together may not leave the process larger.
  @discardableResult
  private func tried(
    _ name: String, seeds: [String], count: Int = FuzzTests.usual, _ parse: (String, [UInt8]) -> Bool
  ) -> Int {
    let mutation = Mutation(seeds)
    var dice = Dice(seed: 7)
    var taken = 0
    var slowest: (span: Swift.Duration, text: String) = (.zero, "")
    let total = Self.asked ?? count
    var before = 0
    for number in 0..<total {
      let bytes = mutation.made(&dice)
      let text = String(decoding: bytes, as: UTF8.self)
      let begun = Self.workTime
      if parse(text, bytes) { taken += 1 }
      let span = Self.workTime - begun
      if span > slowest.span { slowest = (span, text) }
      if number == total / 2 { before = Self.residentPages }
    }
    #expect(taken > 0 && taken < total, "\(name): \(taken) of \(total) taken")
    if Self.asked != nil {
      #expect(
        slowest.span < .milliseconds(50), "\(name): \(slowest.span) for \(slowest.text.debugDescription)")
      // The second half of the run may not need 16 MiB more than the first.
      #expect(Self.residentPages - before < 4_096, "\(name) grew by \(Self.residentPages - before) pages")
    }
    print("fuzz \(name): \(total) texts, \(taken) taken, the slowest \(slowest.span)")
    return taken
  }

  /// How long this thread has worked: what others do on the machine does not count.
  private static var workTime: Swift.Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Pages of this process in memory; 0 where the system does not tell.
  private static var residentPages: Int {
    let text = FileManager.default.contents(atPath: "/proc/self/statm").map {
      String(decoding: $0, as: UTF8.self)
    }
    return text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  private static func taken(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return true
    } catch { return false }
  }

  @Test func `the shell's lines`() {
    tried(
      "line",
      seeds: [
        "export VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)",
        "A=1 B=\"$A b\" aws sts get-caller-identity",
        "aws ec2 create-tags --resources $VPC --tags 'Key=Name,Value=it'\\''s' # why",
        "aws iam create-role --role-name r --assume-role-policy-document file:///dev/stdin <<'EOF'\n{}\nEOF\n",
        "for i in {1..3} $(aws x); do [ \"$i\" -lt 3 ] && echo $((i * (2 + 1))) || break; done; cat <<E\na\nE\n",
        "until [[ $A == a* ]]; do if ! aws x 2>/dev/null | grep -q a; then sleep 5; else { B=(a b); }; fi; done",
      ]
    ) { text, _ in Self.taken { _ = try ShellProgram.parse(text) } }
  }

  @Test func `the words of aws`() throws {
    let catalog = try CallTemplates.operations.get()
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .missing }, uniqueText: { "u" })
    tried(
      "words",
      seeds: [
        "ec2 run-instances --image-id ami-1 --count 1:3 --placement AvailabilityZone=us-east-1a --dry-run",
        "elbv2 create-rule --listener-arn a --priority 10 --conditions Field=path-pattern,Values=/a --actions Type=forward",
        "cloudwatch put-metric-data --namespace N --metric-name M --value 1.5 --dimensions A=b --timestamp 2026-01-01",
        "rds describe-db-instances --query DBInstances[].Endpoint --output text --max-items 3 --no-paginate",
        "ec2 wait instance-running --instance-ids i-1 --region us-east-1",
        "s3 cp a s3://b/c --recursive --exclude *",
      ]
    ) { text, _ in
      Self.taken {
        _ = try AWSCommandLine.parse(
          text.split(separator: " ").map(String.init), catalog: catalog, context: context)
      }
    }
  }

  @Test func `shorthand and JSON of an option`() throws {
    let catalog = try CallTemplates.operations.get()
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .missing }, uniqueText: { "u" })
    tried(
      "shorthand",
      seeds: [
        "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.0.0.0/8,Description=\"from office\"},{CidrIp=192.0.2.0/24}]",
        "IpProtocol=tcp,FromPort=1,ToPort=2,UserIdGroupPairs=[{GroupId=sg-1,Description='a b'}]",
        "IpProtocol=-1",
        "[{\"IpProtocol\":\"tcp\",\"FromPort\":22,\"ToPort\":22,\"IpRanges\":[{\"CidrIp\":\"203.0.113.0/24\"}]}]",
      ]
    ) { text, _ in
      let words = ["ec2", "authorize-security-group-ingress", "--group-id", "sg-1", "--ip-permissions", text]
      return Self.taken { _ = try AWSCommandLine.parse(words, catalog: catalog, context: context) }
    }
  }

  @Test func `JMESPath, read and evaluated`() throws {
    let value = try Value(
      json: "{\"a\":[{\"b\":1,\"c\":\"x\",\"d\":[1,2,3]},{\"b\":2,\"c\":null,\"d\":[]}],\"e\":{\"f\":\"g\"}}")
    tried(
      "JMESPath",
      seeds: [
        "a[?b>`1`].c | [0]", "sort_by(a,&b)[*].{x:c,y:length(d)}", "a[].d[] | sum(@)", "e.f || 'none'",
        "a[::-1].[b,not_null(c,'q')]",
        "join(',', a[*].to_string(b))", "max_by(a, &b).d[1:2]", "\"a\"[0].\"b\" == `1` && !(e.z)",
        "merge(e, {h: `true`})",
      ]
    ) { text, _ in Self.taken { _ = try JMESPath(text).search(value) } }
  }

  @Test func `JSON`() {
    tried(
      "JSON",
      seeds: [
        "{\"a\": [1, -2.5e3, true, null, \"\\u00e9\\n\"], \"b\": {\"c\": {}}}", "[[[[1]]], {\"x\": \"한글\"}]",
        "\"text\"", "12345678901234567890",
      ]
    ) { _, bytes in Self.taken { _ = try Value(json: bytes) } }
  }

  @Test func `policies`() {
    tried(
      "policy",
      seeds: [
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"ec2:*\"],\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"A\",\"Effect\":\"Deny\",\"NotAction\":\"iam:*\",\"Resource\":"
          + "\"arn:aws:s3:::b/*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalTag/team\":[\"a*\",\"b?\"]},"
          + "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"},\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}}}",
      ]
    ) { text, _ in Self.taken { _ = try PolicyDocument(json: text, as: .identity) } }
  }

  @Test func `change batches`() throws {
    let catalog = try CallTemplates.operations.get()
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .missing }, uniqueText: { "u" })
    var texts: [String: String] = [:]
    for name in Catalog.fileNames {
      texts[name] = try String(
        contentsOf: URL(filePath: CallTemplates.root + "/facts/" + name), encoding: .utf8)
    }
    var world = World(catalog: try Catalog(files: texts), seed: WorldSeed(1))
    let region = Region(rawValue: "us-east-1")
    let runner = AWSRunner(catalog: catalog, context: context)
    let zone = runner.run(
      ["route53", "create-hosted-zone", "--name", "shop.example", "--caller-reference", "r"], on: &world,
      as: CallContext(region: region)
    ).answer?["HostedZone"]?["Id"]?.text
    let id = try #require(zone)
    let start = world
    tried(
      "change batch",
      seeds: [
        "{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"www.shop.example\",\"Type\":\"A\",\"TTL\":60,"
          + "\"ResourceRecords\":[{\"Value\":\"192.0.2.1\"}]}}]}",
        "Changes=[{Action=CREATE,ResourceRecordSet={Name=a.shop.example,Type=CNAME,TTL=60,ResourceRecords=[{Value=b.example}]}}]",
        "{\"Changes\":[{\"Action\":\"CREATE\",\"ResourceRecordSet\":{\"Name\":\"w.shop.example\",\"Type\":\"A\",\"SetIdentifier\":\"x\","
          + "\"Weight\":10,\"AliasTarget\":{\"HostedZoneId\":\"Z1\",\"DNSName\":\"d.example\",\"EvaluateTargetHealth\":true}}}]}",
      ], count: 5_000
    ) { text, _ in
      var copy = start
      return runner.run(
        ["route53", "change-resource-record-sets", "--hosted-zone-id", id, "--change-batch", text], on: &copy,
        as: CallContext(region: region)
      ).status == 0
    }
  }
}
