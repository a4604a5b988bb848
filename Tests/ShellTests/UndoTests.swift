import Foundation
import LearnerStore
import Shell
import Testing

/// `undo` and `redo` over any lines give the world that the effective entries of the journal make.
@Suite struct UndoTests {
  /// Lines that change a world, each in another way.
  private static let lines = [
    "aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type m5.large --subnet-id $SUBNET_B",
    "aws ec2 stop-instances --instance-ids $WEB_1", "aws ec2 start-instances --instance-ids $WEB_1",
    "aws ec2 create-security-group --group-name g --description d --vpc-id $VPC",
    "aws ec2 describe-instances --instance-ids i-1", "NAME=$WEB_2", "export OTHER=x", "run 20s", "wait",
    "fault zone-power ap-northeast-2a 2m --live", "traffic set rate 20",
    "aws elbv2 create-load-balancer --name web --subnets $SUBNET_A $SUBNET_B",
    "aws route53 create-hosted-zone --name other.example --caller-reference r",
  ]

  /// Numbers of a linear congruential generator: the same lines in every run of the test.
  struct Choices {
    var state: UInt64
    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  @Test(arguments: 0..<12)
  func `undo and redo equal a replay of what counts`(seed: Int) throws {
    var choices = Choices(state: UInt64(seed))
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let start = try #require(test.session.workspace)
    for _ in 0..<24 {
      switch choices.below(4) {
      case 0: _ = try test.run("undo \(choices.below(5) + 1)")
      case 1: _ = try test.run("redo \(choices.below(3) + 1)")
      default: _ = try test.run(Self.lines[choices.below(Self.lines.count)])
      }
    }
    let done = try #require(test.session.workspace)
    var straight = Journal(header: done.journal.header)
    for entry in done.journal.effective { straight.append(entry) }
    var replayed = start
    try replayed.replay(try Journal(text: straight.text))
    let isSame =
      replayed.world == done.world && replayed.variables == done.variables
      && replayed.exported == done.exported
    #expect(isSame)
    var followed = start
    try followed.replay(try Journal(text: done.journal.text))
    let followsToo = followed.world == done.world && followed.journal == done.journal
    #expect(followsToo)
  }

  @Test func `undo takes back the name of an exported variable, redo and a later shell bring it back`() throws
  {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    let test = try TestSession(home: home)
    _ = try test.run("lab start az-outage")
    let names = try #require(test.session.workspace).exported
    _ = try test.run("export MINE=x")
    #expect(test.session.workspace?.exported == names + ["MINE"])
    _ = try test.run("undo")
    #expect(test.session.workspace?.exported == names)
    _ = try test.run("redo")
    #expect(test.session.workspace?.exported == names + ["MINE"])
    let later = try TestSession(home: home)
    #expect(later.session.perform(words: ["vars"]) == 0)
    #expect(later.session.workspace?.exported == names + ["MINE"])
  }

  @Test func `undo and redo name the lines that they moved, newest first and oldest first`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    for line in ["A='b c'", "aws ec2 stop-instances --instance-ids $WEB_1", "run 90s"] {
      #expect(try test.run(line).status == 0)
    }
    let id = try #require(test.session.workspace?.variables["WEB_1"])
    let lines = ["run 1m30s", "aws ec2 stop-instances --instance-ids \(id)", "A='b c'"]
    func order(_ text: String) -> [String] {
      lines.compactMap { line in text.range(of: line).map { ($0.lowerBound, line) } }
        .sorted { $0.0 < $1.0 }.map(\.1)
    }
    #expect(order(try test.run("undo").text) == [lines[0]])
    #expect(order(try test.run("redo").text) == [lines[0]])
    #expect(order(try test.run("undo 3").text) == lines)
    #expect(order(try test.run("redo 3").text) == lines.reversed())
    for _ in 0..<12 { _ = try test.run("B=1") }
    #expect(try test.run("undo 12").text.contains("and 4 more"))
  }

  @Test func `a wait for nothing says so`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run("wait")
    #expect(answer.status == 0 && answer.text == "Nothing is pending, so no time passed.\n")
  }

  @Test func `undo says how many lines it took back, and nothing more than there are`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("A=1")
    _ = try test.run("B=2")
    #expect(try test.run("undo 9").text.contains("2"))
    #expect(test.session.workspace?.variables["A"] == nil)
    #expect(try test.run("redo").status == 0)
    #expect(test.session.workspace?.variables["A"] == "1")
    #expect(test.session.workspace?.variables["B"] == nil)
    #expect(try test.run("undo nonsense").status == 2)
    #expect(try test.run("undo 0").status == 2)
    #expect(try test.run("undo 99999999999999999999").status == 2)
  }
}
