import Foundation
import Shell
import Testing
import Texts

/// A command takes the words that it knows and refuses the rest; habits of other shells get a sentence that helps.
@Suite struct UsageTests {
  private static let tooMany = [
    "map x", "cost x", "vars x", "journal x", "exit x", "labs x", "lessons x", "check x", "hint x", "tour x",
    "wait x", "undo 1 2", "redo 1 2", "run 5m x", "lang ko x", "save a b", "submit a b", "solution x",
    "explain a b", "edit a b", "replay a b", "progress x", "progress export a b", "lab status x",
    "lab leave x", "lab brief x", "lab start az-outage x", "sandbox start x", "traffic show x",
    "traffic set rate 1 shoppers x", "experiment list x", "experiment run zone-loss x", "lesson next x",
    "lesson pages x", "review undo x", "review x", "quiz ec2 3 x", "fault zone-power 2a 5m x", "survey x",
    "survey --minutes 1", "survey --minutes", "survey --seed x",
    "fault cache-node-failure nope", "fault balancer-node-failure nope 2a", "fault region-loss nowhere",
    "events 3 web x", "help check x", "compare start now x",
    "top 5m x", "run 5m --pace 10x x", "explain request", "explain request 1 2", "explain slow --x",
    "cost --by tag ''",
  ]

  @Test func `a word too many is a usage error and changes nothing`() throws {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("lab start az-outage")
    for line in Self.tooMany {
      let answer = try test.run(line)
      #expect(answer.status == 2, "\(line): \(answer.text)")
      #expect(!answer.text.isEmpty && !answer.text.contains("⟦"), "\(line)")
      #expect(test.session.workspace?.journal.entries.isEmpty == true, "\(line)")
      #expect(!test.session.isEnding, "\(line)")
    }
  }

  @Test(
    arguments: Language.allCases,
    [
      "clear", "quit", "man check", "ls -l", "next", "start", "brief", "ec2 describe-instances", "elbv2",
      "echo x",
      "sudo ls", "cat x", "도움말", "python x.py", "./x.sh", "vim x", "grep x", "terraform apply", "curl x",
      "sleep 5",
      "history", "whoami", "top", "채점",
    ])
  func `what people type out of habit is told in the shell's own words`(language: Language, line: String)
    throws
  {
    let test = try TestSession(language)
    let answer = try test.run(line)
    #expect(answer.status == 2)
    let lines = answer.text.split(separator: "\n")
    #expect(lines.count >= 2 && !answer.text.contains("⟦") && !answer.text.contains("quiz"))
  }

  @Test func `the journal and a live fault are typed JSON for scripts`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("lab start az-outage")
    let fault = try test.run("fault zone-power 2a 5m --live").text
    let injected = try #require(
      try JSONSerialization.jsonObject(with: Data(fault.utf8)) as? [String: Any])
    #expect(injected["name"] as? String == "zone-power")
    #expect(injected["resource"] as? String == "ap-northeast-2a")
    #expect(injected["seconds"] as? Double == 300)
    _ = try test.run("export A=1")
    let journal = try #require(
      try JSONSerialization.jsonObject(with: Data(try test.run("journal").text.utf8)) as? [String: Any])
    #expect((journal["header"] as? [String: Any])?["lab"] as? String == "az-outage")
    let entries = try #require(journal["entries"] as? [[String: Any]])
    #expect(entries.count == 2)
    #expect(entries[0]["fault"] as? [String] == ["zone-power", "2a", "5m"])
    #expect(entries[1]["export"] as? String == "A")
  }
}
