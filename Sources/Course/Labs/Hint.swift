package import CloudAPI

/// One hint of a lab in one language.
package struct Hint: Equatable, Sendable {
  /// Its number in the file, from 1; the same in both languages.
  package let number: Int
  /// When it fits: a query that is true of the verdict document; `nil` fits always.
  package let when: Query?
  /// What it says.
  package let document: MarkdownDocument

  /// A hint.
  package init(number: Int, when: Query?, document: MarkdownDocument) {
    self.number = number
    self.when = when
    self.document = document
  }

  /// Whether it fits a verdict document `{world, checks, causes}`; a query that fails does not.
  package func fits(_ verdict: Value) -> Bool {
    guard let when else { return true }
    do {
      return try when.path.search(verdict) == .bool(true)
    } catch {
      return false
    }
  }

  /// The first hint of a file's that fits and was not given yet.
  package static func next(of hints: [Hint], verdict: Value, given: Set<Int>) -> Hint? {
    hints.first { !given.contains($0.number) && $0.fits(verdict) }
  }
}
