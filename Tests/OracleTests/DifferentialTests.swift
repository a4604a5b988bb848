import CloudAPI
import Testing

/// That a line does here what the real client does against moto: exit status, error code, and the answer's shape.
///
/// `Tests/Oracles/make-differential.py` recorded the other side. Where both differ, `differential/differences.tsv` says why, per
/// operation for a member and per line for a status; what AWS's own examples show needs no reason. An entry that
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
    var counts = (compared: 0, same: 0, explained: 0, notModelled: 0, lacking: 0)
    for name in DifferentialRun.names {
      guard let run = runs[name] else { continue }
      var (same, explained) = (0, 0)
      for line in run.lines {
        let operation = line.words.prefix(2).joined(separator: " ")
        let own = line.differences.filter {
          !($0.hasPrefix("+") && shown[operation]?.contains(String($0.dropFirst())) == true)
        }
        if own.isEmpty { same += 1 }
        if !own.isEmpty, own.allSatisfy({ reasons[Self.entry($0, line, operation)] != nil }) {
          explained += 1
        }
        for difference in own { differing[Self.entry(difference, line, operation)] = line.text }
      }
      print(
        "differential \(name): \(run.lines.count) compared, \(same) same, \(explained) differ with a reason, "
          + "\(run.notModelled.count) not modelled, \(run.lacking) that moto lacks")
      counts.compared += run.lines.count
      counts.same += same
      counts.explained += explained
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
    #expect(reasons.values.allSatisfy { $0.count > 2 }, "a difference without a reason")
    #expect(counts.compared >= 300)
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

  /// The members that AWS's own examples show in an operation's answer.
  private static func shownByAWS() throws -> [String: Set<String>] {
    var shown: [String: Set<String>] = [:]
    for entry in try Value(json: RepositoryFiles.oracle("examples/outputs.json")).object?.members ?? [] {
      shown[entry.key] = Set((entry.value.elements ?? []).compactMap(\.text))
    }
    return shown
  }
}
