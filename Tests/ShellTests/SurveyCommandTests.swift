import Cloud
import Foundation
import Shell
import Testing
import Texts

/// `survey` names the single points of failure of the open world and leaves it as it is.
@Suite struct SurveyCommandTests {
  @Test(arguments: Language.allCases)
  func `the sandbox has its database and the zone of it as single points of failure`(language: Language)
    throws
  {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    let before = try #require(test.session.workspace)
    let answer = try test.run("survey --minutes 3")
    let text = answer.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.status == 0 && !answer.text.contains("⟦"), "\(answer.text)")
    let points = language == .ko ? "단일 장애점:" : "Single points of failure:"
    let sentence = try #require(text.components(separatedBy: points).dropFirst().first)
      .prefix { $0 != (language == .ko ? "멈" : "w") }
    let names =
      language == .ko
      ? ["ap-northeast-2a 영역", "shop 데이터베이스", "ap-northeast-2 리전"]
      : ["zone ap-northeast-2a", "database shop", "Region ap-northeast-2"]
    for name in names { #expect(sentence.contains(name), "\(answer.text)") }
    #expect(!sentence.contains("ap-northeast-2c"), "\(answer.text)")
    #expect(text.contains(language == .ko ? "8가지 가운데" : "of 8 losses"), "\(answer.text)")
    #expect(text.contains(language == .ko ? "꺼진 데이터베이스" : "database down"))
    for line in answer.text.split(separator: "\n") { #expect(line.unicodeScalars.count <= 80, "\(line)") }
    // The world is as it was, and the worst run can be followed.
    let after = try #require(test.session.workspace)
    #expect(after.world == before.world && after.journal.entries.count == before.journal.entries.count)
    #expect(try test.run("explain").status == 0)
  }

  @Test func `scripts get every row, the worst first, with its cause`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    let answer = try test.run("survey --deep --minutes 4 --seed 7").text
    #expect(try JSONSchema.ofOutput().flaws(of: answer, as: "survey") == [])
    let result = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
    let rows = try #require(result["rows"] as? [[String: Any]])
    #expect(rows.count == 8 && result["lost"] as? Int == 0 && result["seconds"] as? Double == 240)
    let lost = rows.compactMap { $0["lost"] as? Int }
    #expect(lost == lost.sorted(by: >) && lost.count == 8)
    let database = try #require(
      rows.first { (($0["losses"] as? [[String: String]])?.first ?? [:])["kind"] == "database" })
    #expect(database["isSinglePoint"] as? Bool == true && database["recovered"] as? Bool == false)
    #expect(database["goodAgain"] as? Double == nil)
    #expect((database["cause"] as? [String: String]) == ["code": "database-down", "resource": "shop"])
    let pairs = try #require(result["pairs"] as? [[String: Any]])
    #expect(!pairs.isEmpty)
    for pair in pairs { #expect((pair["losses"] as? [Any])?.count == 2) }
    // The same seed finds the same.
    #expect(try test.run("survey --deep --minutes 4 --seed 7").text == answer)
  }

  @Test(arguments: Language.allCases)
  func `a world without users, one that they cannot reach, and no world at all are told`(language: Language)
    throws
  {
    let test = try TestSession(language)
    #expect(try test.run("survey").status == 2)
    _ = try test.run("sandbox start")
    _ = try test.run(
      "aws ec2 revoke-security-group-ingress --group-id $SG_WEB --protocol tcp --port 80 --cidr 0.0.0.0/0")
    let closed = try test.run("survey")
    #expect(closed.status == 1 && closed.text.contains(language == .ko ? "닿지" : "No request reaches"))
    _ = try test.run("undo")
    _ = try test.run("traffic set rate 0")
    let nobody = try test.run("survey --minutes 2")
    #expect(nobody.status == 1 && nobody.text.contains(language == .ko ? "사용자가 없습니다" : "Nobody sends"))
  }

  @Test(arguments: [
    ("survey --minutes 61", "61"), ("survey --minutes many", "many"), ("survey --seed -1", "-1"),
    ("survey deep", "Usage"), ("survey --minutes", "--minutes"),
  ])
  func `a word that it cannot take is named`(line: String, named: String) throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    let answer = try test.run(line)
    #expect(answer.status == 2 && answer.text.contains(named) && !answer.text.contains("⟦"), "\(answer.text)")
  }

  @Test func `a lab's world is surveyed, too`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run("survey --minutes 2")
    #expect(answer.status == 0 && answer.text.contains("ap-northeast-2a"), "\(answer.text)")
  }

  @Test func `the faults that it goes through can be asked for by name`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    for (line, word) in [
      ("fault database-failure shop 2m", "shop"),
      ("fault balancer-node-failure front 2a 2m", "lost"),
      ("fault region-loss ap-northeast-2 2m", "Region"),
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 0 && answer.text.contains(word), "\(answer.text)")
    }
    for line in ["fault database-failure", "fault cache-node-failure", "fault region-loss"] {
      let answer = try test.run(line)
      #expect(answer.status == 2 && answer.text.contains("needs a target"), "\(answer.text)")
    }
    #expect(try test.run("fault balancer-node-failure front 2x").text.contains("2x"))
  }
}
