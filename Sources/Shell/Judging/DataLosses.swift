import Terminal
import Texts
import Traffic

/// What a run lost of the data: writes that had been acknowledged, and reads that did not show their client's last one.
struct DataLosses {
  private let report: Report

  init(_ report: Report) { self.report = report }

  /// Adds a list of what was lost, where anything was.
  func tell(in document: inout Document, _ names: ResourceNames, _ session: Session) {
    let sentences = sentences(names, in: session)
    if !sentences.isEmpty { document.list(sentences) }
  }

  /// A sentence for each database that lost something; none where nothing was lost.
  func sentences(_ names: ResourceNames, in session: Session) -> [String] {
    report.databases.flatMap { database -> [String] in
      func sentence(_ id: String, _ count: Int) -> String? {
        guard count > 0 else { return nil }
        return session.text(
          "experiment.\(id)",
          ["database": .string(names.shown(database.identifier)), "count": .integer(count)])
      }
      return [
        sentence("writes-lost", database.writesLost), sentence("stale-reads", database.staleReads),
      ].compactMap { $0 }
    }
  }
}
