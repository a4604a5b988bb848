package import CloudAPI
package import Course

/// A lesson that is open: where the learner stands in it, and what its blocks have given so far.
package struct OpenLesson: Sendable {
  /// The lesson in the language in which it was opened.
  package internal(set) var lesson: Lesson
  /// The page, from 0.
  package internal(set) var page = 0
  /// The next block of the page, from 0.
  var position = 0
  /// Whether the block at the position was shown and waits for Enter.
  var isWaiting = false
  /// How many lines of the waiting block are done.
  var linesDone = 0
  /// The results by the id of their block.
  package internal(set) var results: [String: Value] = [:]
  /// What was predicted of a block that has not run yet, by the block's id.
  var predicted: [String: [PredictionAnswer]] = [:]
  /// The tasks that held.
  package internal(set) var tasks: Set<String> = []
  /// Whether the learner was told on this page how to come back from free play.
  var wasReminded = false
  /// Whether it was done before or is now.
  package internal(set) var isDone = false

  /// A lesson at its beginning.
  init(_ lesson: Lesson) { self.lesson = lesson }

  /// The page that is open.
  var currentPage: LessonPage { lesson.pages[page] }

  /// The name under which a store keeps the page: its id, or its number where it has none.
  var pageName: String { Self.name(of: currentPage, at: page) }

  /// The number of the page of a name, 0 for a name that is no longer there.
  func number(ofPage name: String) -> Int {
    lesson.pages.indices.first { Self.name(of: lesson.pages[$0], at: $0) == name } ?? 0
  }

  private static func name(of page: LessonPage, at number: Int) -> String {
    page.id ?? String(number + 1)
  }

  /// The lines of the command block that waits; `nil` when none does.
  var waitingBlock: CommandBlock? {
    guard isWaiting, currentPage.blocks.indices.contains(position),
      case .commands(let block) = currentPage.blocks[position].content
    else { return nil }
    return block
  }

  /// Turns to a page, at its beginning.
  mutating func turn(to number: Int) {
    page = min(max(0, number), lesson.pages.count - 1)
    position = 0
    isWaiting = false
    linesDone = 0
    wasReminded = false
  }

  /// Goes on behind the present block.
  mutating func moveOn() {
    position += 1
    isWaiting = false
    linesDone = 0
  }

  /// Whether every block of the page was done.
  var isAtEndOfPage: Bool { position >= currentPage.blocks.count }
  /// Whether the page is the last one.
  var isOnLastPage: Bool { page == lesson.pages.count - 1 }
}

/// What a learner predicted, until it is known what happens.
struct PredictionAnswer: Sendable {
  let prediction: Prediction
  let presented: PresentedQuestion
  let given: GivenAnswer
}
