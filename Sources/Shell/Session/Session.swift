import Cloud
import CloudAPI
package import Course
import EventKernel
import Foundation
package import LearnerStore
package import Terminal
package import Texts

/// One learner at one shell: where they are, the world they work in, the screen they see.
///
/// A class, since it stands for the process's terminal and open store.
package final class Session {
  /// Where the learner is; each has its own world.
  package enum Place: Sendable, Equatable {
    /// Nowhere: no world.
    case outside
    /// In a lab, as the run of this id in the store.
    case lab(LabID, run: String)
    /// In free play.
    case sandbox(run: String)
    /// In a lesson.
    case lesson(LessonID)
  }

  package let data: DataRoot
  package let course: CourseLibrary
  /// The learner's progress; `nil` where nothing is kept, such as in `skydrill lab check`.
  package let store: LearnerStore?
  package let builder: WorldBuilder
  package internal(set) var texts: TextCatalogue
  package let screen: Screen
  package let lines: any LineSource
  /// Where lab runs keep their work folders; `nil` without a store.
  package let home: String?
  package internal(set) var place = Place.outside
  /// The world that lines work on; `nil` outside.
  package internal(set) var workspace: Workspace?
  /// The world of the place while it is being made again at the start of a shell; the first line waits for it.
  var making: Making?
  /// Whether the learner's last place is gone back to only when a line needs it.
  var isPlacePending = false
  /// The lesson of the place while its world is not made yet; the first line that needs it makes it.
  var lessonToEnter: LessonID?
  /// The run that the store has as the learner's last place.
  var rememberedPlace: String?
  /// The run of another engine of which that was said last.
  var engineToldOf: String?
  /// The lesson that was opened last; it counts only while the place is this lesson.
  package internal(set) var lesson: OpenLesson?
  /// How many journal entries of the present run are in the store.
  package internal(set) var savedEntries = 0
  /// The last verdict in the present lab, for `explain` and `hint`.
  package internal(set) var verdict: JudgedWorld? { didSet { lastRun = nil } }
  /// What ran after that verdict in the present place, for `explain`.
  var lastRun: FollowedRun? { didSet { explainedRun = nil } }
  /// The run that `explain` told of since then, whose requests it has named.
  var explainedRun: FollowedRun?
  /// What the last line gave, from which a lesson reads its numbers.
  var lastResult = LineResult.nothing
  /// What Tab offers while a question is open; `nil` at the prompt for commands.
  var answerCandidates: [Completion.Candidate]?
  /// What was told already that is told only once.
  var toldOnce: Set<String> = []
  /// The status of the last command, `$?`.
  package internal(set) var lastStatus: Int32 = 0
  /// Whether the shell should end.
  package internal(set) var isEnding = false
  /// What JSON output was asked for instead of documents.
  package let wantsJSON: Bool

  package init(
    data: DataRoot, course: CourseLibrary, store: LearnerStore?, builder: WorldBuilder, language: Language,
    screen: Screen, lines: any LineSource, home: String?, wantsJSON: Bool = false
  ) {
    self.data = data
    self.course = course
    self.store = store
    self.builder = builder
    texts = TextCatalogue(directory: data.texts, language: language)
    self.screen = screen
    self.lines = lines
    self.home = home
    self.wantsJSON = wantsJSON
  }

  /// Simulated time for the prompt, known before the world is made again; `nil` outside of any world.
  var clock: String? { making?.clock ?? workspace?.world.now.clock }

  /// The language of content.
  package var language: Language { texts.language }

  /// Milliseconds since 1970, the learner's own time.
  package var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

  /// The sentence of an id.
  package func text(_ id: String, _ values: [String: TextValue] = [:]) -> String { texts.text(id, values) }

  /// The workspace, or the failure that says that no lab, lesson or sandbox is open.
  package func openWorkspace() throws(CommandFailure) -> Workspace {
    guard let workspace else { throw CommandFailure("session.no-world") }
    return workspace
  }

  /// Whether questions are put: to a person, or to the script whose next lines are the answers; never for a program.
  package var putsQuestions: Bool { !wantsJSON }

  /// Asks the learner a question and waits; `nil` at the end of input, after Ctrl-C, or without a person.
  package func ask(_ sentence: String) -> String? {
    guard lines.isInteractive else { return nil }
    switch lines.nextLine(prompt: Prompt(sentence + " ")) {
    case .line(let text): return text
    case .pasted(let lines): return lines.first
    case .interrupted, .endOfInput, .tooLong, .invalid: return nil
    }
  }
}
