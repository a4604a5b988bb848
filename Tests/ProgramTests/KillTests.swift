import Assessment
import Foundation
import LearnerStore
import ProgramHarness
import Shell
import Testing

/// The program is killed at 200 instants while a learner works; what the screen had confirmed is there afterwards.
@Suite struct KillTests {
  /// What the screen has said was done, and what may have been done besides.
  private struct Confirmed {
    /// The world's clock in the lab's prompt, in seconds: a call takes one.
    var clock = 0
    var answers = 0
    var exports = 0

    /// Whether there was enough of each to compare; the lab begins at 1 min 55 s.
    var isAmple: Bool { clock > 125 && answers > 2 && exports > 5 }
  }

  /// A line that was typed, and how long the screen's text is with its echo.
  private struct Pending {
    let prompt: String
    let line: String
    let end: Int
  }

  /// Two learners at once, each killed a hundred times.
  @Test(arguments: [20_261_128, 20_260_105] as [UInt64])
  func `a hundred kills lose nothing that the screen had confirmed`(seed: UInt64) throws {
    try BuiltProgram.withHome { try learn(home: $0, seed: seed) }
  }

  private func learn(home: String, seed: UInt64) throws {
    let first = try ProgramOnTerminal(home: home)
    #expect(try first.answer(to: "lab start az-outage").contains("az-outage 00:"))
    first.kill()
    var confirmed = Confirmed()
    var draw = seed
    var kills = 0
    // On a loaded machine fewer prompts are reached before the kill: then a few more kills come.
    while kills < 100 || kills < 200 && !confirmed.isAmple {
      kills += 1
      // A linear congruential sequence draws the instants; its high bits are good.
      draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      try work(home: home, draw: draw >> 33, &confirmed)
    }
    #expect(confirmed.isAmple, "\(confirmed)")
    try compare(home: home, confirmed)
  }

  /// Starts the program, answers a drawn number of prompts, kills it a drawn number of reads and milliseconds later, and
  /// compares.
  private func work(home: String, draw: UInt64, _ confirmed: inout Confirmed) throws {
    let program = try ProgramOnTerminal(home: home)
    let end = ContinuousClock.now + .seconds(20)
    // Every seventh is killed while it starts.
    var prompts = Int(draw % 7)
    let reads = Int(draw / 7 % 6)
    var hasBegun = false
    var turn = Int(draw / 42 % 5)
    var pending: Pending?
    while prompts > 0, ContinuousClock.now < end {
      _ = program.read(within: 1)
      // Behind the echo of what was typed, so that no prompt is answered twice.
      guard let prompt = program.prompt, program.shown.count > pending?.end ?? 0 else { continue }
      if !hasBegun {
        hasBegun = true
        let clock = try Self.clock(prompt, program)
        #expect(clock >= confirmed.clock, "the world went back from \(confirmed.clock) to \(clock)")
      } else {
        try confirm(pending, prompt, program, &confirmed)
      }
      let line = Self.next(prompt, after: pending, turn: turn, home: home)
      pending = Pending(prompt: prompt, line: line, end: program.shown.count + line.count)
      if prompt.hasSuffix("> ") { turn += 1 }
      program.type(line)
      prompts -= 1
    }
    for _ in 0..<reads { _ = program.read(within: 3) }
    Thread.sleep(forTimeInterval: Double(draw / 210 % 16) / 1_000)
    program.kill()
    // What was shown in the last moment counts too.
    if hasBegun, let prompt = program.prompt { try confirm(pending, prompt, program, &confirmed) }
    if draw % 10 == 3 { try compare(home: home, confirmed) }
  }

  private static let lines = [
    "aws ec2 create-tags --resources $WEB_1 --tags Key=k,Value=v", "quiz ec2 1", "progress export x",
    "quiz elb 1", "aws ec2 delete-tags --resources $WEB_1 --tags Key=k",
  ]

  /// The line that answers a prompt; what is asked again gets one part more, so that no question stays unanswered.
  private static func next(_ prompt: String, after pending: Pending?, turn: Int, home: String) -> String {
    if prompt.hasSuffix("> ") {
      let line = lines[turn % lines.count]
      return line == "progress export x" ? "progress export \(home)/export.jsonl" : line
    }
    if prompt.hasPrefix("How sure?") { return "3" }
    if prompt.contains("True or false?") { return "t" }
    if prompt.contains("a to ") { return "a" }
    if prompt.contains("in order") || prompt.contains("All pairs") {
      let asked = pending.flatMap { $0.prompt == prompt ? $0.line.split(separator: " ").count : nil } ?? 2
      let isPairs = prompt.contains("All pairs")
      return (0...asked).map {
        "\($0 + 1)" + (isPairs ? ["a", "b", "c", "d", "e", "f", "g", "h"][$0 % 8] : "")
      }
      .joined(separator: " ")
    }
    return "1"
  }

  /// Takes note of what a prompt says was done before it.
  private func confirm(
    _ pending: Pending?, _ prompt: String, _ program: ProgramOnTerminal, _ confirmed: inout Confirmed
  ) throws {
    guard prompt.hasSuffix("> "), let pending, program.shown.count > pending.end else { return }
    confirmed.clock = max(confirmed.clock, try Self.clock(prompt, program))
    if pending.line == "3" { confirmed.answers += 1 }
    if pending.line.hasPrefix("progress export") { confirmed.exports += 1 }
  }

  /// The seconds of `az-outage 00:01:55> `; none while the world of a place is still being made, behind a line that does
  /// not need it.
  private static func clock(_ prompt: String, _ program: ProgramOnTerminal) throws -> Int {
    if prompt == "az-outage> " { return 0 }
    let parts = prompt.dropLast(2).split(separator: " ").last?.split(separator: ":").compactMap { Int($0) }
    guard prompt.hasPrefix("az-outage "), let parts, parts.count == 3 else {
      throw ProgramOnTerminal.Failure(description: "not in the lab: \(program.shown.suffix(400))")
    }
    return parts[0] * 3_600 + parts[1] * 60 + parts[2]
  }

  /// Compares the store and the export with what was confirmed.
  private func compare(home: String, _ confirmed: Confirmed) throws {
    let opened = try LearnerStore.open(path: home + "/progress.sqlite")
    #expect(opened.notices.isEmpty)
    let run = try #require(try opened.store.runs(lab: "az-outage").first)
    let journal = try Journal(text: try opened.store.journal(of: run.id).joined(separator: "\n"))
    // The lab begins at 1 min 55 s, and each call takes a second.
    #expect(journal.entries.count >= confirmed.clock - 115)
    #expect(try opened.store.events().count >= confirmed.answers)
    try opened.store.close()
    guard confirmed.exports > 0 else { return }
    let other = try LearnerStore.open(path: home + "/other/progress.sqlite").store
    try other.importProgress(from: home + "/export.jsonl")
    try other.close()
  }
}
