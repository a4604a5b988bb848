import CLineEditor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place that writes to standard output and standard error.
package final class Screen {
  /// How the user wants output to look.
  package enum Mode: Sendable, Equatable {
    /// Colours and drawings.
    case colour
    /// Drawings without colour: `NO_COLOR`, `--no-color`, `TERM=dumb`, or no terminal.
    case monochrome
    /// Words only, for screen readers: `--plain`.
    case plain
  }

  /// Whether standard output is a terminal.
  package let isTerminal: Bool
  /// How documents are shown.
  package let mode: Mode
  /// What the terminal can show in drawings.
  private let signs: PlotSigns
  private let output: Int32
  private let error: Int32
  private let columnsVariable: Int?
  /// The words that renderers of this screen say.
  package var rendererWords: RendererWords
  /// Whether somebody still reads standard output; false after a broken pipe.
  package private(set) var isOpen = true

  /// A screen on two descriptors.
  ///
  /// - Parameters:
  ///   - environment: `NO_COLOR`, `TERM` and `COLUMNS` are read from it.
  ///   - noColour: whether `--no-color` was given.
  ///   - plain: whether `--plain` was given.
  package init(
    output: Int32 = STDOUT_FILENO, error: Int32 = STDERR_FILENO, environment: [String: String],
    noColour: Bool = false, plain: Bool = false, words: RendererWords
  ) {
    self.output = output
    self.error = error
    rendererWords = words
    isTerminal = isatty(output) == 1
    columnsVariable = environment["COLUMNS"].flatMap { Int($0) }.flatMap {
      (20...1_000).contains($0) ? $0 : nil
    }
    signs = PlotSigns(terminal: environment["TERM"])
    let isDumb = (environment["TERM"] ?? "dumb") == "dumb"
    let refusesColour = noColour || !(environment["NO_COLOR"] ?? "").isEmpty || isDumb
    mode = plain ? .plain : refusesColour || !isTerminal ? .monochrome : .colour
  }

  /// Whether what was drawn can be drawn over, as it can on a terminal that is not dumb and not in plain mode.
  package var drawsOver: Bool { isTerminal && mode != .plain && signs != .ascii }

  /// The columns now: the terminal's, else `COLUMNS`, else 80.
  package var width: Int {
    let columns = isTerminal ? Int(line_editor_columns(output)) : 0
    return columns > 0 ? columns : columnsVariable ?? 80
  }

  /// The rows of the terminal now; `nil` where there is none.
  package var height: Int? {
    let rows = isTerminal ? Int(line_editor_rows(output)) : 0
    return rows > 0 ? rows : nil
  }

  /// How many rows a document takes.
  package func rows(of document: Document) -> Int {
    renderer.render(document).utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
  }

  /// The renderer for this screen at its present width.
  package var renderer: any DocumentRenderer {
    switch mode {
    case .colour: ANSIRenderer(width: width, colour: true, signs: signs, words: rendererWords)
    case .monochrome: ANSIRenderer(width: width, colour: false, signs: signs, words: rendererWords)
    case .plain: PlainRenderer(width: width, words: rendererWords)
    }
  }

  /// Shows a document.
  package func show(_ document: Document) { write(renderer.render(document)) }

  /// Writes text that is already safe, as that of an `aws` command, to standard output.
  package func write(_ text: String) { write(text, to: output) }

  /// Shows a document on standard error.
  package func showError(_ document: Document) { write(renderer.render(document), to: error) }

  /// Writes text that is already safe to standard error.
  package func writeError(_ text: String) { write(text, to: error) }

  /// Writes lines that are already safe to standard error; a terminal gets those that are too long for it broken
  /// between words, a file gets them as they are.
  package func writeError(lines text: String) {
    write(isatty(error) == 1 ? Screen.broken(text, width: width) : text, to: error)
  }

  /// The same lines, those wider than `width` columns broken between words.
  package static func broken(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .flatMap { DisplayWidth.of($0) > width ? DisplayWidth.wrap($0, width: width) : [$0] }
      .joined(separator: "\n")
  }

  /// Writes all bytes; a reader that has gone closes the screen, an interrupted call is repeated.
  private func write(_ text: String, to descriptor: Int32) {
    guard isOpen || descriptor == error else { return }
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, !rest.isEmpty {
        let count = systemWrite(descriptor, base, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno == EAGAIN {
          waitUntilWritable(descriptor)
        } else if errno != EINTR {
          if descriptor == output { isOpen = false }
          return
        }
      }
    }
  }

  private func waitUntilWritable(_ descriptor: Int32) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&waiting, 1, 1_000)
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
