import Cloud
import EventKernel
import Testing

/// What jobs take with checkpoints, and what an interruption leaves of them, as arithmetic.
@Suite struct JobTests {
  private static let shapes: [(interval: Duration, saving: Duration)] = [
    (.zero, .zero), (.minutes(5), .zero), (.minutes(5), .seconds(30)), (.seconds(1), .seconds(7)),
  ]

  @Test func `checkpoints cost what they take, and none is made at the end`() {
    let plain = JobArithmetic(interval: .zero, saving: .seconds(30))
    #expect(plain.effort(for: .minutes(20)) == .minutes(20))
    let saved = JobArithmetic(interval: .minutes(5), saving: .seconds(30))
    #expect(saved.effort(for: .minutes(4)) == .minutes(4))
    #expect(saved.effort(for: .minutes(5)) == .minutes(5))
    #expect(saved.effort(for: .minutes(20)) == .minutes(20) + .seconds(90))
    #expect(saved.effort(for: .minutes(21)) == .minutes(21) + .seconds(120))
  }

  @Test(arguments: 0..<4)
  func `an interruption loses at most what lies between two checkpoints`(shape: Int) {
    let (interval, saving) = Self.shapes[shape]
    let arithmetic = JobArithmetic(interval: interval, saving: saving)
    let work = Duration.minutes(17)
    let all = arithmetic.effort(for: work)
    for part in 0..<400 {
      let effort = all * part / 400
      let (saved, unsaved, spent) = arithmetic.standing(after: effort)
      // All time went somewhere, and the job was not done yet.
      #expect(saved + unsaved + spent == effort)
      #expect(saved < work && saved + unsaved <= work)
      if interval > .zero { #expect(unsaved <= interval) } else { #expect(unsaved == effort) }
    }
  }

  @Test func `the application reads the keys of jobs`() {
    let read = AppSettings.read("JOB_QUEUE=night\nJOB_CHECKPOINT=5m\nJOB_ON_NOTICE=save")
    #expect(read.failure == nil)
    #expect(read.settings.jobQueue == "night" && read.settings.savesOnNotice)
    #expect(read.settings.checkpointEvery == .minutes(5))
    #expect(AppSettings.read("JOB_CHECKPOINT=90").settings.checkpointEvery == .seconds(90))
    #expect(AppSettings.read("JOB_CHECKPOINT=24h").settings.checkpointEvery == .hours(24))
    for (key, value) in [
      ("JOB_QUEUE", "two words"), ("JOB_QUEUE", ""), ("JOB_CHECKPOINT", "5 minutes"),
      ("JOB_CHECKPOINT", "-5m"), ("JOB_CHECKPOINT", "25h"), ("JOB_CHECKPOINT", "m"),
      ("JOB_ON_NOTICE", "yes"),
    ] {
      #expect(AppSettings.read("\(key)=\(value)").failure == .invalidSetting(key: key, value: value))
    }
  }
}
