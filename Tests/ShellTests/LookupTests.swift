import Cloud
import Foundation
import Shell
import Testing
import Texts

/// `dig`, `nslookup` and `host` at the learner's own computer.
@Suite struct LookupTests {
  private static let zone =
    "ZONE=$(aws route53 create-hosted-zone --name shop-dns.com --caller-reference dns --query HostedZone.Id "
    + "--output text)"

  private static func record(_ name: String, _ type: String, _ value: String, _ more: String = "") -> String {
    "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "
      + "'{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"\(name)\",\"Type\":\"\(type)\","
      + "\(more)\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"\(value)\"}]}}]}'"
  }

  private static func world(_ language: Language = .en) throws -> TestSession {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    for line in [
      zone, record("www.shop-dns.com", "CNAME", "web.shop-dns.com"),
      record("web.shop-dns.com", "A", "203.0.113.7"),
      record("shop-dns.com", "TXT", "\\\"v=spf1 -all\\\""),
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 0, "\(line): \(answer.text)")
    }
    return test
  }

  @Test func `dig follows a CNAME to its address`() throws {
    let test = try Self.world()
    #expect(try test.run("dig +short www.shop-dns.com").text == "web.shop-dns.com\n203.0.113.7\n")
    // Columns are parted by tabs, which a terminal shows as blanks.
    let whole = try test.run("dig www.shop-dns.com").text.split { $0 == " " || $0 == "\t" }.joined(
      separator: " ")
    #expect(whole.contains("status: NOERROR"))
    #expect(whole.contains("www.shop-dns.com. 60 IN CNAME web.shop-dns.com\n"))
    #expect(whole.contains("web.shop-dns.com. 60 IN A 203.0.113.7\n"))
    #expect(try test.run("dig +short shop-dns.com TXT").text == "\"v=spf1 -all\"\n")
    #expect(try test.run("dig +short NS shop-dns.com | wc -l").text == "4\n")
    #expect(try test.run("X=$(dig +short web.shop-dns.com)").status == 0)
    #expect(try test.run("echo $X").text == "203.0.113.7\n")
  }

  @Test func `host and nslookup say the same in their own words`() throws {
    let test = try Self.world()
    #expect(
      try test.run("host www.shop-dns.com").text
        == "www.shop-dns.com is an alias for web.shop-dns.com\nweb.shop-dns.com has address 203.0.113.7\n")
    #expect(
      try test.run("nslookup web.shop-dns.com").text.contains("web.shop-dns.com\nAddress: 203.0.113.7\n"))
    #expect(try test.run("nslookup -type=CNAME www.shop-dns.com").text.contains("canonical name = web."))
    #expect(try test.run("host -t MX web.shop-dns.com").text.contains("has no MX record"))
  }

  @Test(arguments: Language.allCases)
  func `a name that is not there is told, and what else there is to know`(language: Language) throws {
    let test = try Self.world(language)
    let dug = try test.run("dig nothing.shop-dns.com")
    #expect(dug.text.contains("status: NXDOMAIN"))
    #expect(dug.status == 0)
    #expect(try test.run("dig +short www.nowhere.example").text.contains("hosted zone"))
    #expect(try test.run("dig +short www.google.com").text.hasPrefix("198.51.100."))
    #expect(try test.run("host nothing.shop-dns.com").status == 1)
    #expect(try test.run("nslookup nothing.shop-dns.com").text.contains("NXDOMAIN"))
    #expect(try test.run("dig").status == 1)
    #expect(try test.run("dig +short").text.contains("usage: dig"))
  }

  @Test func `names of AWS lead to addresses, and weights share the questions out`() throws {
    let test = try Self.world()
    let database = try test.run(
      "dig +short $(aws rds describe-db-instances --query DBInstances[0].Endpoint.Address --output text)")
    #expect(database.text.hasPrefix("172.31."), "\(database.text)")
    for (name, address) in [("a", "203.0.113.1"), ("b", "203.0.113.2")] {
      let set = "\"SetIdentifier\":\"\(name)\",\"Weight\":50,"
      #expect(try test.run(Self.record("split.shop-dns.com", "A", address, set)).status == 0)
    }
    var seen: Set<String> = []
    for _ in 0..<40 { seen.insert(try test.run("dig +short split.shop-dns.com").text) }
    #expect(seen == ["203.0.113.1\n", "203.0.113.2\n"])
    let before = test.session.workspace?.world.now
    _ = try test.run("dig split.shop-dns.com")
    #expect(test.session.workspace?.world.now == before)
  }

  @Test(arguments: Language.allCases)
  func `a client of a database is told the line over ssh`(language: Language) throws {
    let test = try Self.world(language)
    let answer = try test.run("mysql -h db.example -u admin -p")
    #expect(answer.status == 2)
    let text = answer.text.replacing("\n", with: " ")
    #expect(text.contains("\"mysql -h db.example -u admin -p\""), "\(text)")
    for line in ["redis-cli -h c ping", "valkey-cli", "psql"] {
      #expect(try test.run(line).text.contains("ec2-user@$IP"), "\(line)")
    }
  }
}
