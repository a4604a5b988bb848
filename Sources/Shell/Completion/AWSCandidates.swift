import Cloud
import CloudAPI
import Terminal
import Texts

/// What can stand at the cursor of an `aws` line: names from the tables, values, and what lives in the world.
struct AWSCandidates {
  let session: Session

  /// The candidates for a word.
  ///
  /// - Parameters:
  ///   - words: the words between `aws` and the cursor's.
  ///   - text: the cursor's word up to the cursor.
  func candidates(words: [String], text: String) -> [Completion.Candidate] {
    if words.last == "--region" { return identifiers { $0.candidates(noun: "region") } }
    let (kept, tail) = Self.parted(text)
    guard let answer = answer(words, text) else { return [] }
    var found = answer.candidates.map { candidate in
      Completion.Candidate(candidate.text, description: description(of: candidate, words))
    }
    let service = words.first { !$0.hasPrefix("-") } ?? ""
    if let wanted = wanted(answer, words, text) {
      let prefix = kept.isEmpty && words.contains("register-targets") ? "Id=" : kept
      found += identifiers { $0.candidates(wanted, service: service) }
        .filter { $0.text.hasPrefix(tail) }
        .map { Completion.Candidate(prefix + $0.text, description: $0.description) }
    }
    if answer.takesFile || text.hasPrefix("file://") {
      found += (session.workspace?.folder.names ?? []).map { Completion.Candidate("file://" + $0) }
    }
    return found
  }

  private func answer(_ words: [String], _ text: String) -> AWSCompletion.Answer? {
    do throws(SchemaError) {
      return try AWSCompletion.answer(
        words: words, cursorWord: text, catalog: session.builder.operations)
    } catch {
      // A damaged table offers nothing; the line itself says what is wrong with it.
      return nil
    }
  }

  private func identifiers(_ list: (WorldIdentifiers) -> [Completion.Candidate]) -> [Completion.Candidate] {
    session.workspace.map { list(WorldIdentifiers(workspace: $0, session: session)) } ?? []
  }

  /// What identifiers stand at the cursor; within a filter its name tells.
  private func wanted(
    _ answer: AWSCompletion.Answer, _ words: [String], _ text: String
  ) -> WantedIdentifier? {
    if let wanted = answer.wanted { return wanted }
    guard text.hasPrefix("Name="), let values = text.firstRange(of: ",Values=") else { return nil }
    let name = String(text[..<values.lowerBound].dropFirst("Name=".count))
    return WantedIdentifier.of(option: name, service: words.first ?? "")
  }

  /// The part of a word that stays, up to the last `=` or comma, and the part that is completed.
  private static func parted(_ text: String) -> (kept: String, tail: String) {
    guard let sign = text.lastIndex(where: { $0 == "=" || $0 == "," }) else { return ("", text) }
    return (String(text[...sign]), String(text[text.index(after: sign)...]))
  }

  private func description(of candidate: AWSCompletion.Candidate, _ words: [String]) -> String {
    if candidate.descriptionKey.hasPrefix("aws-s3.") { return session.text(candidate.descriptionKey) }
    let sentences = AWSSentences(texts: session.texts)
    let service = words.first { !$0.hasPrefix("-") } ?? ""
    switch candidate.kind {
    case .service: return sentences.service(candidate.text)
    case .operation: return sentences.operation(candidate.text, service: service)
    case .waiter: return sentences.waiter(candidate.text)
    case .globalOption: return sentences.globalOption(candidate.text)
    case .requiredOption, .option:
      let type = candidate.descriptionKey.split(separator: ".").last.map(String.init) ?? ""
      return sentences.option(type: type, isRequired: candidate.kind == .requiredOption)
    case .value: return ""
    }
  }
}
