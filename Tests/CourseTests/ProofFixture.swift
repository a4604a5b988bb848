import Assessment
import Course
import EventKernel
import Foundation
import Shell
import Testing

/// A small lab in a temporary folder: eight requests a second, four minutes, one server that a zone can take away.
struct ProofFixture {
  private let root: URL
  private var folder: URL { root.appendingPathComponent("labs/tiny") }

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "proof-\(UUID().uuidString)", isDirectory: true)
    for (path, text) in Self.files {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  func remove() {
    do { try FileManager.default.removeItem(at: root) } catch { print("\(root.path) stays: \(error)") }
  }

  /// Replaces all places of a text in a file of the lab, which must hold it.
  func replace(_ path: String, _ old: String, _ new: String) throws {
    let url = folder.appendingPathComponent(path)
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text.contains(old))
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: url)
  }

  func proofs(weathers: Int) throws -> [DesignProof] {
    let folder = LabFolder(root: root.path, id: LabID("tiny"))
    let designs = try LabDesigns(of: folder, builder: RepositoryLabs.builder())
    let proof = LabProof(lab: designs.lab, weathers: weathers)
    return try designs.all().map { try #require(try proof.prove($0)) }
  }

  /// The codes of the flaws of each design that has some.
  func flaws(weathers: Int) throws -> [String: [String]] {
    var flaws: [String: [String]] = [:]
    for proof in try proofs(weathers: weathers) where !proof.isFit {
      flaws[proof.name] = proof.flaws.map(\.kind.code)
    }
    return flaws
  }

  private static func launch(_ name: String, _ subnet: String, type: String = "m5.large") -> String {
    "\(name)=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type \(type) --subnet-id \(subnet)"
      + " --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)\n"
  }

  private static let record = """
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch \
    "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.tiny.example,Type=A,TTL=60,ResourceRecords=[RECORDS]}}]"

    """

  /// Points the name at instances, by variables of their ids.
  private static func point(at names: [String]) -> String {
    "wait\n"
      + names.map {
        "IP_\($0)=$(aws ec2 describe-instances --instance-ids $\($0)"
          + " --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)\n"
      }.joined()
      + record.replacingOccurrences(
        of: "RECORDS", with: names.map { "{Value=$IP_\($0)}" }.joined(separator: ","))
  }

  private static let files: [(String, String)] = [
    (
      "lab.yaml",
      """
      id: tiny
      kind: design
      title: {ko: 작은 가게, en: A tiny shop}
      topics: [elb]
      minutes: 5
      region: ap-northeast-2
      worldSeed: 7
      images:
        - {name: shop, architecture: x86_64, memoryGiB: 6, warmUp: 10s}
      service:
        populations:
          - {name: users, city: seoul, host: www.tiny.example, rate: 8, timeout: 3s, retries: 0}
        classes:
          - {name: page, cpu: 50ms}
      experiments:
        - id: outage
          duration: 4m
          settling: 30s
          faults: [{kind: zone-power, zone: each, between: [60s, 70s], lasting: 60s}]
      weathers: 2
      checks:
        - {id: survives, role: main, points: 60, over: experiment, experiment: outage, for: eachZone, measure: "faults[0].lost", atMost: 500, full: 100, zero: 600, unit: requests, title: {ko: 버티기, en: Survives}}
        - {id: budget, role: side, points: 40, over: cost, measure: monthly, atMost: 250, unit: usd, title: {ko: 예산, en: Budget}}

      """
    ),
    (
      "setup.sky",
      """
      export VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
      export SUBNET_A=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2a --query 'Subnets[0].SubnetId' --output text)
      export SUBNET_B=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2b --query 'Subnets[0].SubnetId' --output text)
      export SG=$(aws ec2 create-security-group --group-name web --description web --vpc-id $VPC --query GroupId --output text)
      aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
      export ZONE=$(aws route53 create-hosted-zone --name tiny.example --caller-reference a --query HostedZone.Id --output text)

      """ + launch("WEB_1", "$SUBNET_A").replacingOccurrences(of: "WEB_1=", with: "export WEB_1=")
        + point(at: ["WEB_1"])
    ),
    ("solutions/two-zones.sky", launch("OTHER", "$SUBNET_B") + point(at: ["WEB_1", "OTHER"])),
    (
      "wrong/one-bigger.sky",
      "# fails: survives instance-down $WEB_1|$BIG\n# why.ko: 한 영역입니다.\n# why.en: One zone.\n"
        + launch("BIG", "$SUBNET_A", type: "m5.xlarge") + point(at: ["WEB_1", "BIG"])
    ),
    (
      "wrong/dear.sky",
      "# fails: budget measure\n# why.ko: 비쌉니다.\n# why.en: Dear.\n"
        + launch("B_1", "$SUBNET_B") + launch("B_2", "$SUBNET_B") + launch("B_3", "$SUBNET_A")
        + point(at: ["WEB_1", "B_1", "B_2", "B_3"])
    ),
  ]
}
