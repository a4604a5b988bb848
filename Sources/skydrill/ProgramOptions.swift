import ArgumentParser
import Foundation
import Shell
import Terminal
import Texts

/// What the program and every sub-command take.
struct ProgramOptions: ParsableArguments {
  /// A form of output.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(help: "The language of texts.")
  var lang: Language?
  @Option(help: "Documents for people, or JSON for programs.")
  var output: Form?
  @Option(help: "The folder with labs, lessons, texts, facts.", completion: .directory)
  var data: String?
  @Flag(name: .customLong("no-color"), help: "No colors; NO_COLOR asks for the same.")
  var noColour = false
  @Flag(help: "Words only, for screen readers.")
  var plain = false

  /// The session that these options ask for.
  var builder: SessionBuilder { over(self) }

  /// These options; what they leave out is taken from those in front of the sub-command.
  func over(_ outer: ProgramOptions) -> SessionBuilder {
    SessionBuilder(
      language: lang ?? outer.lang, data: data ?? outer.data,
      wantsJSON: (output ?? outer.output) == .json, noColour: noColour || outer.noColour,
      plain: plain || outer.plain)
  }
}

extension Language: ExpressibleByArgument {}

extension SessionBuilder {
  /// The session of a program without options.
  static var plain: SessionBuilder {
    SessionBuilder(language: nil, data: nil, wantsJSON: false, noColour: false, plain: false)
  }

  /// The session of a tool that keeps no progress.
  func tool() throws -> Session { try opened(home: nil) { _ in ScriptLineSource(text: "") } }

  /// The session of one command, in the learner's last place.
  func command() throws -> Session {
    let home = Self.home(environment: ProcessInfo.processInfo.environment)
    return try opened(home: home) { _ in ScriptLineSource(text: "") }
  }

  /// The session; what stands in its way is said, and the program ends with 3.
  func opened(home: String?, lines: (Screen) -> any LineSource) throws -> Session {
    do throws(StartProblem) {
      return try session(lines: lines, home: home)
    } catch {
      let text = error.sentences(texts: texts(for: error))
      FileHandle.standardError.write(Data((text + "\n").utf8))
      throw ExitCode(3)
    }
  }
}
