/// Where lines come from: a person at a terminal, or a script.
package protocol LineSource: AnyObject {
  /// Waits for the next line.
  ///
  /// - Parameter prompt: what stands before the line; a source without a person shows none.
  func nextLine(prompt: Prompt) -> ReadResult
  /// Keeps a whole line, joined from its continuations, where the keys can find it again; false when it was not
  /// kept. A source without a person keeps nothing and says true.
  @discardableResult
  func remember(_ line: String) -> Bool
  /// Drops the keys that were typed before anything was asked: they are no answer to what is asked now.
  func discardTypedAhead()
  /// Whether a person types the lines, who can be asked back.
  var isInteractive: Bool { get }
}

extension LineSource {
  /// A source without a person has nobody who types ahead.
  package func discardTypedAhead() {}
}

/// What stands before a line.
package struct Prompt: Sendable, Equatable {
  /// The text with spans' colours, as `az-outage 00:00:00> `.
  package var spans: [Document.Span]

  /// A prompt of spans.
  package init(_ spans: [Document.Span]) { self.spans = spans }

  /// A prompt of plain text.
  package init(_ text: String) { spans = [Document.Span(text)] }
}
