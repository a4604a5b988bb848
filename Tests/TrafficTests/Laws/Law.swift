import Cloud
import EventKernel
import Testing
import Traffic

/// A law that must hold between runs of worlds, whatever the numbers are, as long as its premises do.
struct Law: Sendable, CustomTestStringConvertible {
  /// What one world of the law comes to.
  enum Verdict: Equatable {
    case holds
    /// The world does not satisfy the premises.
    case isOutside
    case breaks(String)

    /// Holds when nothing differs.
    init(difference: String?) { self = difference.map(Verdict.breaks) ?? .holds }

    /// Holds when a condition does.
    init(_ holds: Bool, _ what: @autoclosure () -> String) { self = holds ? .holds : .breaks(what()) }
  }

  /// The law in words, with its premises.
  let statement: String
  /// The bug that a debug build plants against it.
  let bug: String
  /// How many worlds it is tried on.
  let worlds: Int
  /// Tries it on the world of a number.
  let verdict: @Sendable (Int) throws -> Verdict

  var testDescription: String { statement }

  static let all = exact + addressed + ordered + noisy
}

/// Laws between runs of small worlds.
@Suite struct LawTests {
  @Test func `there are at least fifteen laws`() {
    #expect(Law.all.count >= 15)
  }

  @Test(arguments: Law.all)
  func `a law holds`(law: Law) throws {
    var tried = 0
    for number in 0..<law.worlds {
      switch try law.verdict(number) {
      case .holds: tried += 1
      case .isOutside: continue
      case .breaks(let why): Issue.record("world \(number): \(why)")
      }
    }
    #expect(tried > 0, "no world satisfied the premises")
  }

  #if DEBUG
    @Test func `every planted bug has its law, and every law its bug`() {
      #expect(Law.all.map(\.bug).sorted() == PlantedBug.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: Law.all)
    func `a law finds the bug that is planted against it`(law: Law) throws {
      let bug = try #require(PlantedBug(rawValue: law.bug))
      let isFound = try PlantedBug.current.withValue(bug) {
        try (0..<law.worlds).contains { number in
          if case .breaks = try law.verdict(number) { true } else { false }
        }
      }
      #expect(isFound)
    }
  #endif
}

/// What the sound engine gives, even while a test has planted a bug: for premises that only a run can tell.
func sound<Result>(_ work: () throws -> Result) rethrows -> Result {
  #if DEBUG
    try PlantedBug.current.withValue(nil, operation: work)
  #else
    try work()
  #endif
}
