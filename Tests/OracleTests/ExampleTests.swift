import CloudAPI
import EventKernel
import Testing

/// That the lines that AWS's own examples show can be typed here.
///
/// What is refused by name or not modelled stands in `Tests/Oracles/examples/<service>.refused`, which may only shrink:
/// `SKYDRILL_RECORD=1 swift test --filter ExampleTests` takes out what is refused no longer.
@Suite struct ExampleTests {
  @Test func `the examples' world is made without a complaint`() throws {
    let world = try ExampleWorld.shared.get()
    #expect(world.failures.isEmpty, "\(world.failures.joined(separator: "\n"))")
  }

  @Test(arguments: ExampleLine.services)
  func `every example line that the real client takes can be read, and what is refused is known`(
    service: String
  ) throws {
    let runs = try ExampleRun.all.get()
    let place = "examples/\(service).refused"
    let known = Self.entries(try RepositoryFiles.oracle(place))
    var counts: [String: Int] = [:]
    var found: [String: String] = [:]
    var codes: [String: Int] = [:]
    let examples = try ExampleLine.lines(of: service)
    for example in examples {
      let outcome = runs[example.name].flatMap(\.self).map(ExampleOutcome.init) ?? .refused("shell")
      switch outcome {
      case .answer: counts["answers", default: 0] += 1
      case .error(let code, let message):
        counts["errors", default: 0] += 1
        codes[code, default: 0] += 1
        if RepositoryFiles.isRecording { print("\(example.name): \(code) \(message.prefix(150))") }
      case .refused: counts["refused by name", default: 0] += 1
      case .notModelled: counts["not modelled", default: 0] += 1
      case .unread(let said):
        counts[example.clientError == nil ? "unread" : "wrong for the real client too", default: 0] += 1
        #expect(
          example.clientError != nil, "\(example.name): \(example.line.prefix(200)): \(said.suffix(300))")
      }
      if let listed = outcome.listed { found[example.name] = listed }
    }
    print("examples \(service): \(examples.count) lines, \(Self.shown(counts)); \(Self.shown(codes))")
    if RepositoryFiles.isRecording {
      let kept = found.filter { known.isEmpty || known[$0.key] != nil }
      try RepositoryFiles.record(place, Self.text(kept))
    } else {
      for (name, said) in found where known[name] != said {
        #expect(known[name] != nil, "\(name) went before and is \(said) now")
      }
      let stale = known.filter { found[$0.key] != $0.value }.keys.sorted()
      #expect(stale.isEmpty, "\(place): record anew, no longer so: \(stale.joined(separator: " "))")
    }
  }

  private static func entries(_ text: String) -> [String: String] {
    var entries: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 1)
      if fields.count == 2 { entries[String(fields[0])] = String(fields[1]) }
    }
    return entries
  }

  private static func text(_ entries: [String: String]) -> String {
    entries.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)\n" }.joined()
  }

  private static func shown(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
