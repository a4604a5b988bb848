import Cloud
import CloudAPI
import Course
package import Terminal
import Texts
import Traffic

extension ShellCommand {
  /// The words that usage and options of the command's help name, and for `<lab>`, `<zone>` … what there is now.
  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    let texts = session.texts
    let grammar = CommandGrammar(
      command: name, usage: texts.text("help.\(name).usage"), options: texts.list("help.\(name).options"))
    var candidates: [Completion.Candidate] = []
    for (word, description) in grammar.following(words) {
      switch word {
      case .literal(let text): candidates.append(Completion.Candidate(text, description: description))
      case .placeholder(let kind): candidates += session.candidates(for: kind)
      }
    }
    guard !grammar.awaitsValue(words) else { return candidates }
    candidates += grammar.options.filter { !words.contains($0.name) }.map {
      Completion.Candidate($0.name, description: $0.description)
    }
    return candidates
  }
}

extension Session {
  /// What there is of a kind that help's usage names in brackets.
  func candidates(for kind: String) -> [Completion.Candidate] {
    switch kind {
    case "lab":
      return course.labs(DiagnosticCollector()).map {
        Completion.Candidate($0.id.rawValue, description: $0.title[contentLanguage])
      }
    case "lesson":
      return course.lessons(contentLanguage, DiagnosticCollector()).map {
        Completion.Candidate($0.id.rawValue, description: $0.title)
      }
    case "check": return checkCandidates
    case "command":
      return CommandTable.names.map { Completion.Candidate($0, description: text("help.\($0).summary")) }
    case "experiment": return experimentCandidates
    case "engine": return Report.Maker.allCases.map { Completion.Candidate($0.rawValue) }
    case "fault": return FaultRequest.names.map { Completion.Candidate($0, description: faultSummary($0)) }
    case "file": return (workspace?.folder.names ?? []).map { Completion.Candidate($0) }
    case "folder": return (workspace?.folder.folders ?? []).map { Completion.Candidate($0) }
    case "zone", "instance", "database", "region", "node":
      return workspace.map { WorldIdentifiers(workspace: $0, session: self).candidates(noun: kind) } ?? []
    case "outage":
      return Outage.all(in: data).map {
        Completion.Candidate($0.id, description: text("outage.events.\($0.id).title"))
      }
    case "service": return Fault.services.map { Completion.Candidate($0) }
    case "volume": return candidates(for: "database") + candidates(for: "instance")
    case "balancer":
      return workspace.map {
        WorldIdentifiers(workspace: $0, session: self).candidates(noun: "load-balancer", form: .name)
      } ?? []
    default: return []
    }
  }

  private var openLab: Lab? {
    guard case .lab(let id, _) = place else { return nil }
    return course.lab(id)?.lab(DiagnosticCollector())
  }

  private var checkCandidates: [Completion.Candidate] {
    (openLab?.checks ?? []).map {
      Completion.Candidate($0.id, description: $0.title[contentLanguage])
    }
  }

  private var experimentCandidates: [Completion.Candidate] {
    (openLab?.start.experiments ?? []).map { Completion.Candidate($0.experiment.id) }
  }

  /// The line of help on a fault.
  private func faultSummary(_ name: String) -> String {
    let grammar = CommandGrammar(
      command: "fault", usage: "", options: texts.list("help.fault.options"))
    return grammar.paths.first { $0.places.first == [.literal(name)] }?.description ?? ""
  }
}
