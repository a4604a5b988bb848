import CloudAPI
import Testing

/// That a line does here what the real client does against moto: exit status, error code, and the answer's shape.
///
/// `Tests/Oracles/make-differential.py` recorded the other side. Where both differ, `differential/differences.tsv` says why, per
/// operation for a member and per line for a status; a member that AWS's own examples show in that structure needs no
/// reason. A reason begins with what decides: `AWS` where AWS's documentation, examples or model say what is here, `state`
/// where the two accounts are not at the same point (moto has no life cycle in time), `open` where this world is still
/// to follow AWS: of those there is at most one line in twenty, and none of another status or error code. An entry that
/// nothing differs by any more fails. `SKYDRILL_RECORD=1` writes the list anew, with `?` where a reason is missing.
@Suite struct DifferentialTests {
  private struct Entry: Hashable {
    let place: String
    let what: String
  }

  @Test func `a recorded line does the same here, but for differences with a reason`() throws {
    let runs = try DifferentialRun.all.get()
    let reasons = try Self.reasons()
    let shown = try Self.shownByAWS()
    var differing: [Entry: String] = [:]
    var counts = (compared: 0, same: 0, explained: 0, open: 0, notModelled: 0, lacking: 0)
    for name in DifferentialRun.names {
      guard let run = runs[name] else { continue }
      var (same, explained, open) = (0, 0, 0)
      for line in run.lines {
        let operation = line.words.prefix(2).joined(separator: " ")
        let own = line.differences.filter { difference in
          !difference.hasPrefix("+")
            || Self.places(operation, String(difference.dropFirst())).allSatisfy { !shown.contains($0) }
        }
        if own.isEmpty { same += 1 }
        if !own.isEmpty, own.allSatisfy({ reasons[Self.entry($0, line, operation)] != nil }) {
          explained += 1
        }
        if own.contains(where: { reasons[Self.entry($0, line, operation)]?.hasPrefix("open") == true }) {
          open += 1
        }
        for difference in own { differing[Self.entry(difference, line, operation)] = line.text }
      }
      for line in run.notModelled { differing[Entry(place: line, what: Self.notModelled)] = line }
      open += run.notModelled.count
      print(
        "differential \(name): \(run.lines.count) compared, \(same) same, \(explained) differ with a reason, \(open) of them open, "
          + "\(run.notModelled.count) not modelled, \(run.lacking) that moto lacks")
      counts.compared += run.lines.count
      counts.same += same
      counts.explained += explained
      counts.open += open
      counts.notModelled += run.notModelled.count
      counts.lacking += run.lacking
    }
    print("differential: \(counts)")
    if RepositoryFiles.isRecording {
      let lines = differing.keys.map { "\($0.place)\t\($0.what)\t\(reasons[$0] ?? "?")\n" }
      try RepositoryFiles.record("differential/differences.tsv", lines.sorted().joined())
      return
    }
    for (entry, line) in differing where reasons[entry] == nil {
      Issue.record("\(entry.place): \(entry.what) (here | there) in \(line)")
    }
    let stale = reasons.keys.filter { differing[$0] == nil }
    #expect(stale.isEmpty, "no longer differs: \(stale.map { "\($0.place) \($0.what)" }.sorted())")
    for (entry, reason) in reasons {
      let isDecided = reason.hasPrefix("AWS: ") || reason.hasPrefix("state: ")
      #expect(
        isDecided
          || reason.hasPrefix("open: ") && (!entry.place.hasPrefix("aws ") || entry.what == Self.notModelled),
        "\(entry.place) \(entry.what): \(reason)")
    }
    #expect(counts.compared >= 600)
    #expect(counts.open * 20 <= counts.compared, "\(counts.open) lines differ from AWS")
  }

  @Test func `a planted difference of every kind is found`() throws {
    let right = try Value(json: "{\"A\": [{\"B\": \"x\", \"C\": 1}], \"D\": []}")
    let theirs = AnswerShape(right, nil)
    func found(_ text: String) throws -> [String] {
      AnswerShape(try Value(json: text), nil).differences(from: theirs)
    }
    #expect(try found("{\"A\": [{\"B\": \"y\", \"C\": 2}], \"D\": []}") == [])
    #expect(try found("{\"A\": [{\"B\": \"y\", \"C\": 2, \"E\": 1}], \"D\": []}") == ["+.A[].E"])
    #expect(try found("{\"A\": [{\"B\": \"y\"}], \"D\": []}") == ["-.A[].C"])
    #expect(try found("{\"A\": [{\"B\": 3, \"C\": 2}], \"D\": []}") == ["~.A[].B number string"])
    #expect(try found("{\"A\": [{\"C\": 2, \"B\": \"y\"}], \"D\": []}") == ["order.A[]"])
    #expect(try found("{\"A\": [], \"D\": []}") == ["empty.A here"])
    #expect(try found("{\"A\": {}, \"D\": []}") == ["~.A kind"])
  }

  /// What stands for a line of an operation that this world does not have, or that needs what such a line would have made.
  private static let notModelled = "not modelled"

  private static func entry(_ difference: String, _ line: DifferentialRun.Line, _ operation: String) -> Entry
  {
    Entry(place: difference.first?.isNumber == true ? line.text : operation, what: difference)
  }

  private static func reasons() throws -> [Entry: String] {
    var reasons: [Entry: String] = [:]
    for line in try RepositoryFiles.oracle("differential/differences.tsv").split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      if fields.count == 3 { reasons[Entry(place: fields[0], what: fields[1])] = fields[2] }
    }
    return reasons
  }

  /// The members that AWS's own examples show, by their places.
  private static func shownByAWS() throws -> Set<String> {
    var shown: Set<String> = []
    for entry in try Value(json: RepositoryFiles.oracle("examples/outputs.json")).object?.members ?? [] {
      for path in (entry.value.elements ?? []).compactMap(\.text) { shown.formUnion(places(entry.key, path)) }
    }
    return shown
  }

  /// Under which a member is found: its path in the operation's answer, and its structure in the answers of the service.
  private static func places(_ operation: String, _ path: String) -> [String] {
    let steps = path.split(separator: ".").map { $0.replacing("[]", with: "") }
    guard steps.count > 1 else { return ["\(operation) \(path)"] }
    let parent = String(steps[steps.count - 2])
    let structure = parent.hasSuffix("s") ? String(parent.dropLast()) : parent
    let service = operation.prefix { $0 != " " }
    return ["\(operation) \(path)", "\(service) \(structure).\(steps[steps.count - 1])"]
  }
}
