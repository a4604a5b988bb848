import Traffic

/// The comments `# key: value` at the head of a `.sky` file.
struct ScriptHeader {
  private var entries: [(key: String, value: String, line: Int)] = []

  /// The header of a script: its comment lines before the first other line.
  init(of text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.drop { $0 == " " || $0 == "\t" }
      guard words.hasPrefix("#") else {
        if words.isEmpty { continue }
        break
      }
      let comment = words.drop { $0 == "#" || $0 == " " }
      guard let colon = comment.firstIndex(of: ":") else { continue }
      let key = String(comment[..<colon])
      let value = comment[comment.index(after: colon)...].drop { $0 == " " }
      guard ["fails", "why.ko", "why.en", "about.ko", "about.en"].contains(key) else { continue }
      entries.append((key: key, value: String(value), line: index + 1))
    }
  }

  /// What the script does, of `about.ko:` and `about.en:`.
  var about: BilingualText? { pair("about") }

  /// The header of a wrong solution: `fails: <check> <cause> <resource>` or `fails: <check> measure`, and why.
  func wrong(_ script: LabScript, _ collector: DiagnosticCollector) -> WrongSolution? {
    func report(_ line: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]) {
      collector.report(
        Diagnostic(file: script.file, line: line, column: 1, code: code, arguments: arguments))
    }
    for key in ["fails", "why.ko", "why.en"] where (text(key) ?? "").isEmpty {
      report(1, .scriptHeaderMissing, ["key": .text(key)])
    }
    guard let fails = entries.first(where: { $0.key == "fails" }), let why = pair("why") else { return nil }
    let words = fails.value.split(separator: " ").map(String.init)
    if words.count == 2, words[1] == "measure" {
      return WrongSolution(script: script, check: words[0], reason: .measure, why: why)
    }
    guard words.count == 3 else {
      report(fails.line, .scriptHeaderShape, ["value": .text(VisibleText.escaped(fails.value))])
      return nil
    }
    guard let cause = CauseCode(rawValue: words[1]) else {
      let nearest = NearestName.of(words[1], among: CauseCode.allCases.map(\.rawValue))
      report(
        fails.line, .labUnknownCause,
        ["cause": .text(VisibleText.escaped(words[1])), "nearest": .text(nearest ?? "measure")])
      return nil
    }
    return WrongSolution(
      script: script, check: words[0], reason: .cause(cause, resource: ResourcePattern(words[2])), why: why)
  }

  private func text(_ key: String) -> String? { entries.first { $0.key == key }?.value }

  private func pair(_ key: String) -> BilingualText? {
    guard let ko = text(key + ".ko"), let en = text(key + ".en"), !ko.isEmpty, !en.isEmpty else { return nil }
    return BilingualText(ko: ko, en: en)
  }
}
