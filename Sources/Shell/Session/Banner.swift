import Assessment
import Course
import LearnerStore
import Terminal
import Texts

/// What stands above the first prompt: what is due, where the learner is, what can be typed.
enum Banner {
  private static let greeted = "told.welcome"

  /// One line; at the first start of all a few more.
  static func document(for session: Session) -> Document {
    var parts = ["Skydrill"]
    let due = dueCount(in: session)
    if due > 0 { parts.append(session.text("shell.due", ["count": .integer(due)])) }
    if let lab = labPart(in: session) { parts.append(lab) }
    let hasTour = CommandTable.command("tour") != nil
    parts.append(session.text(hasTour ? "shell.help-or-tour" : "shell.help"))
    var document = Document()
    document.paragraph(parts.joined(separator: " · "))
    if isFirstStart(in: session) {
      document.paragraph(session.text("shell.welcome"))
      if hasTour { document.paragraph(session.text("shell.welcome-tour")) }
    }
    return document
  }

  private static func dueCount(in session: Session) -> Int {
    do {
      let flagged = LearnerEvent.flagged(try session.store?.remarks() ?? [])
      return try (session.store?.cards() ?? []).count {
        $0.due <= session.now / 1_000 && !flagged.contains($0.id)
      }
    } catch {
      // What is wrong with the store is said by the first command that needs it.
      return 0
    }
  }

  private static func labPart(in session: Session) -> String? {
    guard case .lab(let id, let run) = session.place else { return nil }
    let lab: [String: TextValue] = ["lab": .string(id.rawValue)]
    guard let last = lastVerdict(of: run, in: session) else { return session.text("shell.lab-unjudged", lab) }
    let counts: [String: TextValue] = ["passed": .integer(last.passed), "checks": .integer(last.checks)]
    return session.text("shell.lab", lab.merging(counts) { first, _ in first })
  }

  /// What the run was judged last; the lab's own files are not read, which takes longer than a prompt may.
  private static func lastVerdict(of run: String, in session: Session) -> VerdictSummary? {
    do {
      return try session.store?.checks(run: run).last.flatMap { VerdictSummary(json: $0.body) }
    } catch {
      return nil
    }
  }

  private static func isFirstStart(in session: Session) -> Bool {
    guard let store = session.store else { return false }
    do {
      guard try store.setting(greeted) == nil else { return false }
      try store.set(greeted, to: "told")
      return true
    } catch {
      return false
    }
  }
}
