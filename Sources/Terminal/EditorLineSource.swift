import CLineEditor

/// Lines that a person types at a terminal, edited with libedit.
package final class EditorLineSource: LineSource {
  /// A person can be asked back.
  package let isInteractive = true
  /// Asked by Tab: the line and the cursor as an offset into its UTF-8.
  package var completer: ((_ line: String, _ cursor: Int) -> Completion)?

  private let editor: OpaquePointer
  private let history: HistoryFile?
  private let output: Int32
  private let colour: Bool
  private var lineNumber = 0
  /// How many lines the history holds.
  package static let historyLimit = 5_000

  /// An editor on a terminal; nil when there is none or it cannot be used.
  ///
  /// - Parameters:
  ///   - terminal: the terminal's type, nil for `TERM`.
  ///   - history: where lines are kept, nil to keep them for this session only.
  ///   - bindings: a file of key bindings, nil for `~/.editrc`.
  ///   - colour: whether the prompt and the list of candidates may have colours.
  package init?(
    input: Int32 = 0, output: Int32 = 1, program: String = "skydrill", terminal: String? = nil,
    history: HistoryFile? = nil, bindings: String? = nil, colour: Bool, words: RendererWords
  ) {
    guard line_editor_columns(input) >= 0,
      let editor = line_editor_open(program, input, output, terminal, Int32(EditorLineSource.historyLimit))
    else { return nil }
    self.editor = editor
    self.history = history
    self.output = output
    self.colour = colour
    line_editor_source(editor, bindings)
    speak(words)
    line_editor_set_completer(editor, answer, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { line_editor_close(editor) }

  /// Takes the words of another language for the search in the history.
  package func speak(_ words: RendererWords) {
    line_editor_set_search_words(
      editor, Sanitizer.visible(words.search), Sanitizer.visible(words.searchFailed))
  }

  /// Shows the prompt and waits for a line, for Ctrl-C or for Ctrl-D.
  package func nextLine(prompt: Prompt) -> ReadResult {
    for line in history?.newLines(limit: EditorLineSource.historyLimit) ?? [] {
      line_editor_history_add(editor, line)
    }
    var bytes: UnsafePointer<CChar>?
    var length = 0
    let status = line_editor_read(editor, shown(prompt), &bytes, &length)
    lineNumber += 1
    let text = bytes.map { String(cString: $0) } ?? ""
    switch status {
    case LINE_EDITOR_LINE: return .line(text)
    case LINE_EDITOR_PASTED: return .pasted(EditorLineSource.pastedLines(text))
    case LINE_EDITOR_INTERRUPTED: return .interrupted
    case LINE_EDITOR_TOO_LONG: return .tooLong(line: lineNumber, limit: ScriptLineSource.longestLine)
    default: return .endOfInput
    }
  }

  /// Drops the keys that were typed while nothing was asked.
  package func discardTypedAhead() { line_editor_discard_input(editor) }

  /// Keeps a line in the history, for the keys now and in the file for later; false when the file refuses it.
  @discardableResult
  package func remember(_ line: String) -> Bool {
    guard !line.isEmpty else { return true }
    let others = history?.newLines(limit: EditorLineSource.historyLimit) ?? []
    for other in others { line_editor_history_add(editor, other) }
    line_editor_history_add(editor, line)
    return history?.append(line) ?? true
  }

  /// The lines of a pasted text, each without a copied `$ ` and without those that are empty.
  static func pastedLines(_ text: String) -> [String] {
    text.split(separator: "\n")
      .map { line in
        let start = line.drop { $0 == " " }
        return String(start.hasPrefix("$ ") ? start.dropFirst(2) : line)
      }
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }

  /// The prompt with its escape sequences marked for the editor.
  ///
  /// The editor binds a marked sequence to the sign behind it, so two never stand side by side, and one at the end,
  /// behind which no sign comes, is lost: a prompt ends in a plain span.
  private func shown(_ prompt: Prompt) -> String {
    var text = ""
    var pending = ""
    for span in prompt.spans where !span.text.isEmpty {
      let codes = colour ? SpanColour.codes(span) : []
      if !codes.isEmpty { pending += "\u{1B}[\(codes.joined(separator: ";"))m" }
      if !pending.isEmpty { text += "\u{1}\(pending)\u{1}" }
      text += Sanitizer.visible(span.text)
      pending = codes.isEmpty ? "" : "\u{1B}[0m"
    }
    return pending.isEmpty ? text : text + "\u{1}\(pending)\u{1}"
  }

  fileprivate func complete(_ line: String, _ cursor: Int, _ answer: OpaquePointer?) {
    guard let completion = completer?(line, cursor), let insertion = completion.insertion,
      (0...cursor).contains(completion.start)
    else { return }
    let columns = Int(line_editor_columns(output))
    let listing =
      completion.candidates.count > 1
      ? completion.listing(width: columns > 0 ? columns : 80, colour: colour) : ""
    line_editor_complete(answer, completion.start, insertion, listing)
  }
}

/// What Tab calls: a function without captures, as C needs it.
private func answer(
  _ context: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?, _ length: Int, _ cursor: Int,
  _ completion: OpaquePointer?
) {
  guard let context, let line else { return }
  let source = Unmanaged<EditorLineSource>.fromOpaque(context).takeUnretainedValue()
  source.complete(String(cString: line), cursor, completion)
}
