import CLineEditor

/// Ctrl-C while a command runs: it ends no process but asks the command to stop.
package enum Interrupt {
  /// From now on Ctrl-C only raises the flag; called once by an interactive program.
  package static func watch() { line_editor_watch_interrupts() }

  /// Whether Ctrl-C has been pressed since the flag was last cleared; cheap enough for a loop.
  package static var isRequested: Bool { line_editor_interrupt_requested() }

  /// Takes the flag down: a command does it before it starts and after it has stopped.
  package static func clear() { line_editor_clear_interrupt() }
}
