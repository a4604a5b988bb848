/// Gathers the findings of one run of the content compiler, so that readers report and go on instead of throwing.
///
/// It is a reference because every reader of a document reports into the same one.
package final class DiagnosticCollector {
  private var gathered: [Diagnostic] = []

  /// The most findings that are kept; a hostile file cannot make the list longer.
  package static let limit = 1_000

  /// A collector without findings.
  package init() {}

  /// Adds a finding, unless `limit` is reached.
  package func report(_ diagnostic: Diagnostic) {
    if gathered.count < Self.limit { gathered.append(diagnostic) }
  }

  /// All findings so far, by file, line, column and code.
  package var diagnostics: [Diagnostic] { gathered.sorted() }

  /// How many findings there are, so that a reader can tell whether it added any.
  package var count: Int { gathered.count }
}
