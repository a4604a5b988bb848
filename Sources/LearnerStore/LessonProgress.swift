/// How far a learner is in a lesson.
package struct LessonProgress: Equatable, Sendable, Codable {
  /// The lesson's id.
  package let lesson: String
  /// The page that was open last.
  package var page: String
  /// The tasks that held, in byte order, each once.
  package var tasks: [String]
  /// Whether all tasks held once; stays so.
  package var isDone: Bool
  /// When it last changed, in milliseconds since 1970.
  package var updated: Int64

  /// Progress in a lesson.
  package init(lesson: String, page: String, tasks: [String], isDone: Bool, updated: Int64) {
    self.lesson = lesson
    self.page = page
    self.tasks = Set(tasks).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.isDone = isDone
    self.updated = updated
  }

  /// Both together: all tasks, the page of the later one.
  func merged(with other: LessonProgress) -> LessonProgress {
    LessonProgress(
      lesson: lesson, page: other.updated >= updated ? other.page : page,
      tasks: tasks + other.tasks, isDone: isDone || other.isDone,
      updated: max(updated, other.updated))
  }
}
