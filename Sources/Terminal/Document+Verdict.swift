extension Document {
  /// What was judged, how it came out and why.
  package struct Verdict: Sendable, Equatable {
    /// How a claim came out.
    package enum Mark: String, Sendable, Equatable, CaseIterable {
      case pass
      case fail
      case undecided
    }

    /// How it came out.
    package var mark: Mark
    /// What was claimed, in a few words.
    package var title: [Span]
    /// What was measured, with what was allowed.
    package var note: [Span]
    /// Causes and remedies, set below.
    package var details: [Block]

    /// A verdict.
    package init(_ mark: Mark, title: [Span], note: [Span] = [], details: [Block] = []) {
      self.mark = mark
      self.title = title
      self.note = note
      self.details = details
    }
  }
}
