/// Proves that what lessons and labs require exists and that no requirement leads back to itself.
struct RequirementLint {
  /// Something that requires others.
  private struct Node {
    let id: String
    let requires: [String]
    let file: ContentFile
  }

  let library: CourseLibrary
  let collector: DiagnosticCollector

  func check() {
    // What cannot be read was reported by whoever read it whole.
    let silent = DiagnosticCollector()
    check(
      library.labIDs.compactMap { id in
        let folder = LabFolder(root: library.root, id: id)
        return folder.header(silent).map { header in
          Node(
            id: id.rawValue, requires: header.requires.map(\.rawValue), file: folder.folder.file("lab.yaml"))
        }
      },
      known: library.labIDs.map(\.rawValue))
    check(
      library.lessonFolders.compactMap { folder in
        folder.header(.en, silent).map { header in
          Node(
            id: folder.id.rawValue, requires: header.requires.map(\.rawValue),
            file: folder.folder.file("en.md"))
        }
      },
      known: library.lessonFolders.map(\.id.rawValue))
  }

  private func check(_ nodes: [Node], known: [String]) {
    for node in nodes {
      for requirement in node.requires where !known.contains(requirement) {
        report(node, .courseUnknownRequirement, ["requirement": .text(requirement)])
      }
    }
    var done: Set<String> = []
    for start in nodes where !done.contains(start.id) {
      if let cycle = cycle(from: start, nodes, &done) {
        report(start, .courseCycle, ["path": .text(cycle.joined(separator: " → "))])
      }
    }
  }

  /// The first way from a node back to itself, without recursion; marks every node that it saw.
  private func cycle(from start: Node, _ nodes: [Node], _ done: inout Set<String>) -> [String]? {
    var found: [String]?
    var way: [(node: Node, next: Int)] = [(start, 0)]
    while let top = way.last {
      guard top.next < top.node.requires.count else {
        done.insert(top.node.id)
        way.removeLast()
        continue
      }
      way[way.count - 1].next += 1
      let requirement = top.node.requires[top.next]
      if let first = way.firstIndex(where: { $0.node.id == requirement }) {
        found = found ?? way[first...].map(\.node.id) + [requirement]
      } else if !done.contains(requirement), let node = nodes.first(where: { $0.id == requirement }) {
        way.append((node, 0))
      }
    }
    return found
  }

  private func report(_ node: Node, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]) {
    let text = node.file.text(DiagnosticCollector()) ?? ""
    collector.report(
      Diagnostic(
        file: node.file.path, line: TopLevelKeys.line(of: "requires", in: text), column: 1, code: code,
        arguments: arguments))
  }
}
