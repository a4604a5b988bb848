import Foundation
import Shell
import Testing
import Texts

/// Free play: a start world of its own that serves, with experiments that run, and clear words about where one is.
@Suite struct SandboxTests {
  @Test(arguments: Language.allCases)
  func `the sandbox serves its users and says that it is one`(language: Language) throws {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    #expect(try test.run("sandbox start").status == 0)
    let status = try test.run("lab status")
    #expect(status.status == 0)
    #expect(status.text.contains(language == .ko ? "연습장입니다" : "in the sandbox"))
    let check = try test.run("check")
    #expect(check.status == 2 && check.text.contains(language == .ko ? "연습장" : "sandbox"))
    #expect(try test.run("vars").text.contains("$WEB_2"))
    #expect(try test.run("sandbox leave").status == 0)
    #expect(try test.run("lab leave").status == 2)
  }

  @Test func `no request is lost without a fault, and each experiment runs`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    let run = try test.run("run 2m").text
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.utf8)) as? [String: Any])
    #expect(report["lost"] as? Int == 0)
    #expect((report["offered"] as? Int ?? 0) > 4_000)
    let list = try test.run("experiment list").text
    let items = try #require(try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]])
    #expect(items.count >= 3)
    for item in items {
      let id = try #require(item["id"] as? String)
      #expect(try test.run("experiment run \(id) --zone ap-northeast-2a").status == 0, "\(id)")
      #expect(try test.run("experiment run \(id) --zone ap-northeast-2a --engine flow").status == 0, "\(id)")
    }
  }
}
