import CLineEditor

/// The learner's terminal while a line is being done, when it echoes no keys.
package enum TerminalLease {
  /// Gives the terminal as it was to another program, such as an editor; nothing where there is none.
  package static func lend() { line_editor_lend_terminal() }

  /// Takes it back when that program has ended.
  package static func takeBack() { line_editor_take_terminal_back() }
}
