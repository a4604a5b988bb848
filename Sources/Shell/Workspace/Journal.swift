import CloudAPI
package import EventKernel
import Traffic

/// The calls and clock advances that made a world, one JSON line each, appended and never cut.
///
/// Its first line is a header. Words are written after expansion, so that a journal replays without variables; what
/// files gave travels with the line that read them (decisions: journal).
package struct Journal: Sendable, Equatable {
  /// What a journal was made in.
  package struct Header: Sendable, Equatable {
    /// The number of the form of the lines.
    package static let format = 1

    /// The engine that made it, whose physics gave the learner's numbers.
    package var engine: Int
    /// The lab, `sandbox`, or a lesson's id.
    package var lab: String
    /// The lab's version, empty for a sandbox.
    package var labVersion: String
    package var worldSeed: WorldSeed
    /// The student's variant, empty for none.
    package var variant: String

    package init(
      engine: Int = Report.engine, lab: String, labVersion: String = "", worldSeed: WorldSeed,
      variant: String = ""
    ) {
      self.engine = engine
      self.lab = lab
      self.labVersion = labVersion
      self.worldSeed = worldSeed
      self.variant = variant
    }
  }

  /// One line after the header.
  package enum Entry: Sendable, Equatable {
    /// An `aws` line after expansion, and the files that it read by name, as base64 text.
    case call(words: [String], files: [File])
    /// Time passes without traffic.
    case advance(Duration)
    /// Time passes with the world's users, live.
    case run(Duration)
    /// A variable is set or exported.
    case assign(name: String, value: String, exports: Bool = false)
    /// A fault is injected live: the words of `fault` after expansion.
    case fault(words: [String])
    /// Who sends which requests changes: the words of `traffic set` after expansion.
    case traffic(words: [String])
    /// An `ssh` line after expansion, and the file of its key.
    case session(words: [String], files: [File])
    /// A `curl` line after expansion.
    case request(words: [String])
    /// Terms of software are accepted or ended: the words of `marketplace` after expansion.
    case marketplace(words: [String])
    /// The newest `count` effective entries are taken back.
    case undo(Int)
    /// The newest `count` undone entries are done again.
    case redo(Int)
  }

  /// A file that a call read.
  package struct File: Sendable, Equatable {
    package let name: String
    /// The content as base64 text.
    package let content: String
    package init(name: String, content: String) {
      self.name = name
      self.content = content
    }
  }

  package var header: Header
  package internal(set) var entries: [Entry] = []

  package init(header: Header) { self.header = header }

  /// Puts an entry behind the others.
  package mutating func append(_ entry: Entry) { entries.append(entry) }

  /// The entries that count once `undo` and `redo` have been followed, in order.
  package var effective: [Entry] {
    var done: [Entry] = []
    var undone: [Entry] = []
    for entry in entries {
      switch entry {
      case .undo(let count):
        for _ in 0..<min(count, done.count) { undone.append(done.removeLast()) }
      case .redo(let count):
        for _ in 0..<min(count, undone.count) { done.append(undone.removeLast()) }
      case .call, .session, .request, .advance, .run, .assign, .fault, .traffic, .marketplace:
        done.append(entry)
        undone.removeAll()
      }
    }
    return done
  }

  /// The time that passes with users in the entries that count. O(entries).
  package var running: Duration {
    effective.reduce(Duration.zero) { sum, entry in
      guard case .run(let span) = entry else { return sum }
      return sum + span
    }
  }

  /// How many entries `undo` and `redo` could take now.
  package var undoable: (done: Int, undone: Int) {
    var done = 0
    var undone = 0
    for entry in entries {
      switch entry {
      case .undo(let count):
        let moved = min(count, done)
        done -= moved
        undone += moved
      case .redo(let count):
        let moved = min(count, undone)
        undone -= moved
        done += moved
      case .call, .session, .request, .advance, .run, .assign, .fault, .traffic, .marketplace:
        done += 1
        undone = 0
      }
    }
    return (done, undone)
  }
}
