import Assessment
import Course
import EventKernel
import Foundation
import Terminal
import Texts
import Traffic

/// `skydrill prove`: runs all designs of a lab over many weathers and says whether the lab is fit.
package enum ProveTool {
  /// What is asked.
  package struct Request {
    /// The lab's id, or the path of its folder.
    package var lab: String
    package var weathers: Int
    package var seed: UInt64
    /// The names of the designs; empty for all, which alone writes the table.
    package var designs: [String]
    package var threads: Int?

    package init(lab: String, weathers: Int, seed: UInt64 = 1, designs: [String] = [], threads: Int? = nil) {
      self.lab = lab
      self.weathers = weathers
      self.seed = seed
      self.designs = designs
      self.threads = threads
    }
  }

  /// Proves; 0 fit, 1 not, 2 usage, 3 broken content.
  package static func run(_ request: Request, in session: Session) -> Int32 {
    do throws(CommandFailure) {
      guard (1...10_000).contains(request.weathers) else { throw CommandFailure("prove.bad-weathers") }
      let folder = try LabPlace.folder(request.lab, in: session.course)
      let designs = try chosen(
        request, from: LabDesigns(of: folder, builder: session.builder, texts: session.texts))
      let proof = LabProof(
        lab: designs.lab, seed: WeatherSeed(request.seed), weathers: request.weathers,
        threads: request.threads)
      var proofs: [DesignProof] = []
      for design in designs.worlds {
        let result = try Self.result(of: design, proof, in: session)
        proofs.append(result)
        if !session.wantsJSON { session.screen.show(ProofDocument.line(result, in: session)) }
      }
      if request.designs.isEmpty { try write(ProofTable(proof, proofs), to: folder) }
      let result = ProofResult(proof, proofs)
      return session.show(
        CommandOutput(result, ProofDocument.end(result, in: session), status: result.fit ? 0 : 1))
    } catch {
      return session.show(error)
    }
  }

  private static func chosen(
    _ request: Request, from designs: LabDesigns
  ) throws(CommandFailure) -> (lab: Lab, worlds: [ProofDesign]) {
    let all = try designs.all()
    for name in request.designs where !all.contains(where: { $0.name == name }) {
      throw CommandFailure(
        "prove.unknown-design",
        ["name": .string(name), "known": .string(all.map(\.name).joined(separator: ", "))])
    }
    return (designs.lab, all.filter { request.designs.isEmpty || request.designs.contains($0.name) })
  }

  private static func result(
    of design: ProofDesign, _ proof: LabProof, in session: Session
  ) throws(CommandFailure) -> DesignProof {
    do throws(RunRefusal) {
      guard let result = try proof.prove(design, proceed: { !Interrupt.isRequested }) else {
        throw RunRefusal.noUsers
      }
      return result
    } catch {
      if Interrupt.isRequested { throw CommandFailure("prove.stopped", status: 130) }
      throw CommandFailure(error)
    }
  }

  private static func write(_ table: ProofTable, to folder: LabFolder) throws(CommandFailure) {
    do {
      try Data(table.text.utf8).write(to: URL(fileURLWithPath: folder.proofPath), options: .atomic)
    } catch {
      throw CommandFailure("prove.not-written", ["path": .string(folder.proofPath)], status: 3)
    }
  }
}
