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
    guard let answer = answer(words, text) else { return [] }
    let frame = answer.frame
    var found = answer.candidates.map { candidate in
      Completion.Candidate(
        candidate.text, description: description(of: candidate, words), isFinal: candidate.isFinal)
    }
    let service = words.first { !$0.hasPrefix("-") } ?? ""
    // A plain word may be a list with commas.
    let before = frame.before.isEmpty ? Self.listed(text) : frame.before
    if let wanted = answer.wanted {
      found += identifiers { $0.candidates(wanted, service: service) }.map {
        Completion.Candidate(
          before + $0.text + frame.after, description: $0.description, isFinal: frame.isFinal)
      }
    }
    if let filter = answer.filter {
      let known = Set(found.map(\.text))
      found += identifiers { $0.alternatives(of: filter) }.compactMap { candidate in
        let isPrefix = candidate.text.hasSuffix(":")
        let text = before + candidate.text + (isPrefix ? "" : frame.after)
        return known.contains(text)
          ? nil : Completion.Candidate(text, isFinal: frame.isFinal && !isPrefix)
      }
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

  /// The part of a word with commas that stays.
  private static func listed(_ text: String) -> String {
    text.lastIndex(of: ",").map { String(text[...$0]) } ?? ""
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
