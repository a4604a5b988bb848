import CCommonMark
import Foundation

extension MarkdownDocument {
  /// How deep quotes, lists and emphasis may nest.
  package static let depthLimit = 32

  /// Reads CommonMark with GFM's tables; `nil` after reporting HTML, images, hidden characters or deep nesting.
  ///
  /// `lineOffset` is added to every line number. A text of more than `ContentFile.limit` bytes is refused.
  package static func parse(
    _ text: String, file: String, lineOffset: Int = 0, _ collector: DiagnosticCollector
  ) -> MarkdownDocument? {
    parse(text, file: file, lineOffset: lineOffset, keepsLineEnds: false, collector)
  }

  /// Like the above; with `keepsLineEnds` a line end inside a paragraph stays a line feed in its text.
  static func parse(
    _ text: String, file: String, lineOffset: Int, keepsLineEnds: Bool, _ collector: DiagnosticCollector
  ) -> MarkdownDocument? {
    let bytes = Array(text.utf8)
    guard ContentFile.text(bytes, path: file, collector) != nil else { return nil }
    _ = Self.registration
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else {
      preconditionFailure("cmark makes a parser while there is memory")
    }
    defer { cmark_parser_free(parser) }
    guard let table = cmark_find_syntax_extension("table") else {
      preconditionFailure("the table extension is registered with the core extensions")
    }
    cmark_parser_attach_syntax_extension(parser, table)
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else {
      preconditionFailure("cmark finishes every document")
    }
    defer { cmark_node_free(root) }
    var builder = MarkdownBuilder(
      file: file, lines: text.split(separator: "\n", omittingEmptySubsequences: false),
      lineOffset: lineOffset,
      lineEnd: keepsLineEnds ? "\n" : " ", collector: collector)
    return builder.document(root)
  }

  /// Registers cmark's extensions once; Swift runs it once even when threads race.
  private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()
}
