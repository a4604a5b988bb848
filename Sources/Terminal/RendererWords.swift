/// The few words that renderers themselves put into a document, in the learner's language.
///
/// They live in `texts/<language>/terminal.yaml`; this room cannot read catalogues, so the shell hands them in.
package struct RendererWords: Sendable, Equatable {
  /// Stands before a verdict that holds: `pass`.
  package var pass: String
  /// Stands before a verdict that does not hold: `fail`.
  package var fail: String
  /// Stands before a verdict that is open: `undecided`.
  package var undecided: String
  /// Names of a plot's figures where it is not drawn: lowest, highest, first and last value.
  package var lowest: String
  package var highest: String
  package var first: String
  package var last: String
  /// Names of the kinds of remark.
  package var note: String
  package var tip: String
  package var warning: String
  package var error: String
  /// Stand in the prompt while the history is searched: with a match, and without one.
  package var search: String
  package var searchFailed: String

  /// Finds each word by its id, `terminal.pass` and so on.
  package init(text: (String) -> String) {
    pass = text("terminal.pass")
    fail = text("terminal.fail")
    undecided = text("terminal.undecided")
    lowest = text("terminal.lowest")
    highest = text("terminal.highest")
    first = text("terminal.first")
    last = text("terminal.last")
    note = text("terminal.note")
    tip = text("terminal.tip")
    warning = text("terminal.warning")
    error = text("terminal.error")
    search = text("terminal.search")
    searchFailed = text("terminal.searchFailed")
  }

  /// The word for how a claim came out.
  func word(for mark: Document.Verdict.Mark) -> String {
    switch mark {
    case .pass: pass
    case .fail: fail
    case .undecided: undecided
    }
  }

  /// The word for a kind of remark.
  func word(for kind: Document.CalloutKind) -> String {
    switch kind {
    case .note: note
    case .tip: tip
    case .warning: warning
    case .error: error
    }
  }
}
