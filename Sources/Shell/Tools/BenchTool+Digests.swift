import EventKernel
import Terminal
import Texts
import Traffic

extension BenchTool {
  /// A scenario as scripts read it.
  struct Comparison: Encodable {
    let name: String
    /// What this machine gives.
    let digest: String
    /// What is committed.
    let expected: String
    let same: Bool
  }

  /// Runs every scenario of `bench/digests.tsv` and compares; 1 when a digest is another one.
  static func digests(in session: Session) throws(CommandFailure) -> CommandOutput {
    var comparisons: [Comparison] = []
    for row in try CommittedDigest.all(root: session.data.path) {
      let (run, world) = try row.scenario(root: session.data.path, builder: session.builder)
      let report = try session.watching(total: run.experiment.duration) { (progress) throws(RunRefusal) in
        try run.report(on: world) { progress(0, $0) }
      }
      guard let report else { throw CommandFailure("check.stopped", status: 130) }
      let digest = report.digest.hex
      comparisons.append(
        Comparison(name: row.name, digest: digest, expected: row.digest, same: digest == row.digest))
    }
    var document = Document()
    for item in comparisons {
      document.verdict(
        Document.Verdict(
          item.same ? .pass : .fail, title: [Document.Span(item.name)],
          details: [.code(language: nil, item.digest)]
            + (item.same
              ? []
              : [
                .paragraph([Document.Span(session.text("bench.digest-expected"))]),
                .code(language: nil, item.expected),
              ])))
    }
    let different = comparisons.count { !$0.same }
    document.paragraph(
      session.text(
        different == 0 ? "bench.digests-same" : "bench.digests-different",
        [
          "count": .integer(different == 0 ? comparisons.count : different),
          "engine": .integer(Report.engine),
        ]))
    return CommandOutput(comparisons, document, status: different == 0 ? 0 : 1)
  }
}
