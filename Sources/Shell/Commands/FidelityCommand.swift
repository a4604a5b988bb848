import EventKernel
import Terminal
import Texts
import Traffic

/// `fidelity [word]`: measures in small worlds what AWS documents, arithmetic and theory say, and shows both.
package enum FidelityCommand: ShellCommand {
  package static let name = "fidelity"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let words = arguments.map { $0.lowercased() }
    let claims = FidelityClaim.all.filter { claim in
      let texts = [
        claim.id, claim.basis.rawValue, claim.source.lowercased(),
        session.text("fidelity.claim.\(claim.id)").lowercased(),
      ]
      return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
    guard !claims.isEmpty else {
      throw CommandFailure(
        "fidelity.nothing-found", ["words": .string(arguments.joined(separator: " "))], status: 1)
    }
    let rows = try measured(claims, in: session)
    let table = FidelityTable(rows: rows, session: session)
    return CommandOutput(rows, table.document, status: rows.allSatisfy(\.holds) ? 0 : 1)
  }

  /// What the worlds of claims give; nothing of it touches the learner's own world.
  private static func measured(
    _ claims: [FidelityClaim], in session: Session
  ) throws(CommandFailure) -> [FidelityTable.Row] {
    let builder = session.builder
    let result = try session.watching(total: .minutes(claims.reduce(0) { $0 + $1.minutes })) {
      (progress) throws(RunRefusal) -> Result<[FidelityTable.Row], FidelityFailure> in
      do throws(FidelityFailure) {
        var rows: [FidelityTable.Row] = []
        for (index, claim) in claims.enumerated() {
          guard !Interrupt.isRequested else { throw .stopped }
          // Each run of each claim is known by a number of its own.
          let bench = FidelityBench(builder: builder) { progress(index * 1_000 + $0, $1) }
          rows.append(FidelityTable.Row(claim, simulated: try bench.measure(claim)))
        }
        return .success(rows)
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let rows): return rows
    case .failure(.stopped): throw CommandFailure("check.stopped", status: 130)
    case .failure(.run(let refusal)): throw CommandFailure(refusal)
    case .failure(.line(let line, reason: let reason)):
      throw CommandFailure(
        "fidelity.line-failed", ["line": .string(line), "reason": .string(reason)], status: 3)
    case .failure(.nothingHappened(let code)):
      throw CommandFailure("fidelity.nothing-happened", ["code": .string(code)], status: 3)
    }
  }
}
