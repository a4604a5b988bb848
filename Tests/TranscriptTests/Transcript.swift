import Foundation
import Testing
import Texts

/// A Markdown file with prose and blocks of `$ line` and what follows on the screen; `…` alone stands for anything.
struct Transcript {
  /// One line and what it shows; ends in `[status]` where that is not 0.
  struct Step: Equatable {
    let line: String
    var output: String
  }

  /// A piece of the file: text as it stands, or a step.
  private enum Piece {
    case text(String)
    case step(Int)
  }

  let name: String
  /// How many weathers the labs of the session have, where `<!-- weathers: 1 -->` says it: a check in a debug build is slow.
  private(set) var weathers: Int?
  private(set) var steps: [Step] = []
  private var pieces: [Piece] = []

  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Transcripts")

  private static let anything = "…\n"

  /// The names of the files without their ending, such as `errors.ko`.
  static var names: [String] {
    let files = FileManager.default.subpaths(atPath: folder.path) ?? []
    return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  init(name: String) throws {
    self.name = name
    let text = try String(contentsOf: Self.folder.appending(path: name + ".md"), encoding: .utf8)
    var isBlock = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<!-- weathers: ") { weathers = Int(line.dropFirst(15).prefix { $0.isNumber }) }
      if line.hasPrefix("```") { isBlock.toggle() }
      if isBlock, line.hasPrefix("$ ") {
        pieces.append(.step(steps.count))
        steps.append(Step(line: String(line.dropFirst(2)), output: ""))
      } else if isBlock, !line.hasPrefix("```"), !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      } else {
        pieces.append(.text(String(line)))
      }
    }
  }

  /// The language of the session.
  var language: Language { name.hasSuffix(".ko") ? .ko : .en }

  /// The same lines with what they show now.
  func replayed(_ run: (String) throws -> String) throws -> Transcript {
    var seen = self
    for index in steps.indices {
      let output = try run(steps[index].line)
      if steps[index].output != Self.anything { seen.steps[index].output = output }
    }
    return seen
  }

  /// Writes the file.
  func write() throws {
    var lines: [String] = []
    for piece in pieces {
      switch piece {
      case .text(let line): lines.append(line)
      case .step(let index):
        lines.append("$ " + steps[index].line)
        lines += steps[index].output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
          .map(String.init)
      }
    }
    try lines.joined(separator: "\n").write(
      to: Self.folder.appending(path: name + ".md"), atomically: true, encoding: .utf8)
  }
}
