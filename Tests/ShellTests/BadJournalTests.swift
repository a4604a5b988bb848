import EventKernel
import Foundation
import LearnerStore
import Shell
import Testing
import Texts

/// Journals, spans and files that are damaged, foreign or out of bounds: each has a sentence, a place and a status.
@Suite struct BadJournalTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "journals-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func file(_ bytes: [UInt8]) throws -> String {
    let path = folder + "/a.sky"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// A journal of a few lines as `save` writes it.
  private func saved() throws -> (path: String, text: String) {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("A=1")
    _ = try test.run("aws ec2 stop-instances --instance-ids $WEB_1")
    _ = try test.run("run 30s")
    let path = folder + "/saved.sky"
    #expect(try test.run("save \(path)").status == 0)
    return (path, try String(contentsOfFile: path, encoding: .utf8))
  }

  @Test func `a saved journal gives the same digest whenever it is replayed, inside a lab or outside`() throws
  {
    let (path, _) = try saved()
    let first = try TestSession().run("replay \(path) --digest")
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let second = try test.run("replay \(path) --digest")
    #expect(first.status == 0)
    #expect(first.text.count == 65)
    #expect(first.text == second.text)
  }

  @Test(arguments: Language.allCases)
  func `a run that another engine made says once that its figures may differ`(language: Language) throws {
    let home = folder + "/progress"
    let first = try TestSession(language, home: home)
    _ = try first.run("sandbox start")
    let store = try #require(first.session.store)
    let header = Journal.Header(engine: 1, lab: "sandbox", worldSeed: WorldSeed(1))
    try store.begin(
      LabRun(id: "old", lab: "sandbox", version: "", engine: 1, seed: 1, started: Int64.max / 2))
    let entry = Journal.line(Journal.Entry.assign(name: "A", value: "1"))
    _ = try store.append([Journal.line(header), entry], toJournalOf: "old", expected: 0)
    try store.set("place", to: "old")
    let notice = first.session.text("session.other-engine", ["engine": .integer(1), "now": .integer(2)])
    let beginning = String(notice.prefix(20))
    for isFirst in [true, false] {
      let test = try TestSession(language, home: home)
      try test.session.resumeLastPlace()
      #expect(try test.run("vars").text.contains(beginning) == isFirst)
      #expect(try !test.run("vars").text.contains(beginning))
    }
  }

  @Test func `save and submit never write over a file`() throws {
    let (path, text) = try saved()
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    for command in ["save", "submit"] {
      #expect(try test.run("\(command) \(path)").status != 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
    let new = folder + "/new.txt"
    #expect(try test.run("submit \(new)").status == 0)
    #expect(try test.run("replay \(new) --digest").status == 0)
  }

  @Test(arguments: Language.allCases)
  func `a journal cut anywhere in its last line names file and line`(language: Language) throws {
    let (_, text) = try saved()
    let bytes = Array(text.utf8)
    let lines = text.split(separator: "\n").count
    for cut in [2, 9, 17] {
      let path = try file(Array(bytes.dropLast(cut)))
      let answer = try TestSession(language).run("replay \(path)")
      #expect(answer.status == 3)
      // A long path of the temporary folder may break the sentence anywhere.
      #expect(answer.text.filter { !$0.isNewline }.contains("a.sky:\(lines)"))
      #expect(!answer.text.contains("⟦"))
    }
  }

  @Test(arguments: [
    "", "\n", "nonsense", "{}", "[]", "{\"format\":99,\"engine\":1}", "{\"format\":-1}", "\u{0}",
    "{\"format\":1,\"engine\":1,\"lab\":\"az-outage\",\"labVersion\":\"\",\"worldSeed\":\"x\",\"variant\":\"\"}",
    "{\"format\":1,\"engine\":1,\"lab\":\"no-such\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}",
    "{\"format\":1,\"engine\":1,\"lab\":\"../../etc\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}",
    "{\"format\":1,\"engine\":9223372036854775807,\"lab\":\"az-outage\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}\n{\"advance\":9223372036854775807}\n{\"advance\":9223372036854775807}",
    "{\"format\":1,\"engine\":1,\"lab\":\"az-outage\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}\n{\"advance\":-1}",
    "{\"format\":1,\"engine\":1,\"lab\":\"az-outage\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}\n{\"run\":9223372036854775807}",
    "{\"format\":1,\"engine\":1,\"lab\":\"az-outage\",\"labVersion\":\"\",\"worldSeed\":\"1\",\"variant\":\"\"}\n{\"undo\":0}",
  ])
  func `a broken journal ends in a sentence`(text: String) throws {
    let path = try file(Array(text.utf8))
    let answer = try TestSession().run("replay \(path)")
    #expect(answer.status != 0)
    #expect(!answer.text.contains("⟦"))
    #expect(answer.text.utf8.count < 1_000)
  }

  @Test func `bytes that are no text, a folder and a missing file are told apart`() throws {
    #expect(try TestSession().run("replay \(try file([0xFF, 0xFE, 0x00]))").status == 3)
    #expect(try TestSession().run("replay \(folder)").status == 3)
    #expect(try TestSession().run("replay \(folder)/none").status == 3)
  }

  @Test(arguments: [
    "run 999999999h", "run 400d", "run 9223372036854775807s", "run -5m", "run 0s", "run", "run 5m 5m",
    "run 1e9d",
    "run 401d", "run 99999999d", "run 300d300d", "fault zone-power ap-northeast-2a 999999h",
    "fault load-surge 1e300", "fault load-surge nan",
    "fault zone-power mars-1a", "traffic set rate 1e300", "traffic set rate -1", "traffic set rate nan",
    "traffic set timeout 999h", "undo 1e9", "edit ../../etc/passwd", "edit /etc/passwd", "edit ''",
    "experiment run zone-loss --zone mars-1a", "experiment run zone-loss --seed -1",
    "experiment run zone-loss --engine steam",
  ])
  func `a value out of bounds changes nothing`(line: String) throws {
    let test = try TestSession(home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("lab start az-outage")
    let before = try #require(test.session.workspace)
    let answer = try test.run(line)
    #expect(answer.status != 0)
    #expect(!answer.text.contains("⟦"))
    let after = try #require(test.session.workspace)
    let isSame = after.world == before.world && after.journal == before.journal
    #expect(isSame)
  }

  @Test func `the clock ends without an overflow`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let header = try #require(test.session.workspace).journal.header
    var journal = Journal(header: header)
    for _ in 0..<3 { journal.append(.advance(.days(106_000))) }
    let path = try file(Array(journal.text.utf8))
    let answer = try test.run("replay \(path)")
    #expect(answer.status == 3)
  }

  @Test func `a link in the work folder is not followed`() throws {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    let test = try TestSession(home: home)
    _ = try test.run("lab start az-outage")
    let work = try #require(test.session.workspace?.folder.path)
    try FileManager.default.createSymbolicLink(atPath: work + "/link", withDestinationPath: "/etc/passwd")
    try FileManager.default.createSymbolicLink(atPath: work + "/etc", withDestinationPath: "/etc")
    for name in ["link", "etc/passwd"] {
      let answer = try test.run("aws ec2 run-instances --user-data file://\(name) --image-id $IMAGE_SHOP")
      #expect(answer.status == 252)
      #expect(!answer.text.contains("root:"))
      #expect(try test.run("edit \(name)").status == 3)
    }
  }
}
