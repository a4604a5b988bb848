import Cloud
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

  @Test(arguments: Language.allCases)
  func `too many requests for single ones are offered to the flow engine, whose report says so`(
    language: Language
  ) throws {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    #expect(try test.run("traffic set rate 1000000").status == 0)
    let refused = try test.run("experiment run rush")
    #expect(refused.status != 0 && refused.text.contains("--engine flow"))
    let flow = try test.run("experiment run rush --engine flow")
    #expect(flow.status == 0)
    #expect(flow.text.contains(language == .ko ? "흐름 엔진" : "flow engine"))
    // The same world cannot be asked for one request's way.
    #expect(!flow.text.contains("explain"))
    for line in ["explain", "explain slow", "explain request 7"] {
      let way = try test.run(line)
      #expect(way.status == 1 && way.text.contains("`experiment run ID`"), "\(way.text)")
    }
    #expect(try test.run("report").status == 0)
  }

  @Test(arguments: Language.allCases)
  func `clients get numbers, classes sessions and their own writes, and show them`(language: Language) throws
  {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    #expect(try !test.run("traffic show").text.contains("sessions"))
    #expect(try test.run("traffic set users 500").text.contains("500"))
    #expect(try test.run("traffic set sessions on order").text.contains("sessions"))
    #expect(try test.run("traffic set own-writes on order").text.contains("sessions, own-writes"))
    let workload = try #require(test.session.workspace?.world.lab.workload)
    #expect(workload.populations.allSatisfy { $0.users == 500 })
    #expect(workload.classes.map(\.session) == [false, true])
    #expect(workload.classes.map(\.readYourWrites) == [false, true])
    #expect(try !test.run("traffic set sessions off").text.contains("sessions"))
    _ = try test.run("traffic set users 0")
    #expect(test.session.workspace?.world.lab.workload.populations.allSatisfy { $0.users == nil } == true)
  }

  @Test(arguments: Language.allCases)
  func `bills and events say what things are called, with the beginning of their ids`(language: Language)
    throws
  {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    #expect(try test.run("events").text.contains("shop.example (C"))
    let check = "Type=HTTP,FullyQualifiedDomainName=www.shop.example,Port=80"
    _ = try test.run(
      "aws route53 create-health-check --caller-reference a --health-check-config \(check)")
    _ = try test.run("aws ec2 allocate-address")
    let bill = try test.run("cost").text
    for name in ["shop.example (Z", "www.shop.example (", " (eipalloc-"] {
      #expect(bill.contains(name), "\(bill)")
    }
    #expect(try test.run("cost --by resource").text.contains("shop.example (Z"))
    // Services of AWS keep their names; what is none is said in the learner's language.
    _ = try test.run("run 20s")
    let report = try test.run("report").text
    _ = try test.run("fault load-surge 3 10s --live")
    _ = try test.run("run 20s")
    let events = try test.run("events 5").text
    #expect(events.contains(language == .ko ? "3배" : " 3 times") && !events.contains("3.0"), "\(events)")
    #expect(events.contains(test.session.text("events.users")))
    #expect(report.contains("Route 53") && report.contains(language == .ko ? "데이터 전송" : "Data transfer"))
  }

  @Test(arguments: Language.allCases)
  func `users follow a profile from words or from a file, and what is none is told`(language: Language) throws
  {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    let dash = language == .ko ? "~" : "–"
    #expect(try test.run("traffic set rate 0s:20,10m:80 seoul").text.contains("20\(dash)80"))
    _ = try test.run("printf 'minute,requests\\n0,600\\n1,1200\\n' > load.csv")
    #expect(try test.run("traffic set rate load.csv").text.contains("10\(dash)20"))
    _ = try test.run("undo")
    #expect(try test.run("traffic show").text.contains("20\(dash)80"))
    for bad in ["0s:20,x:80", "10m:20,0s:80", "-5", "1,2,x/min", "0s:1:2", "/min", "1e9"] {
      let told = try test.run("traffic set rate \(bad)")
      #expect(told.status == 2 && told.text.contains("`\(bad)`"), "\(bad)")
    }
    _ = try test.run("printf '0,600\\n2,1200\\n' > gap.csv")
    let gap = try test.run("traffic set rate gap.csv")
    #expect(gap.status == 3 && gap.text.contains("gap.csv:2"))
    #expect(try test.run("traffic set rate missing.csv").status == 2)
    #expect(try test.run("traffic show").text.contains("20\(dash)80"))
  }
}
