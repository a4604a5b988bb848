import GRDB

extension LearnerStore {
  /// Progress in a lesson, `nil` when it was never opened.
  package func lesson(_ id: String) throws(StoreError) -> LessonProgress? {
    try read { try Self.lesson(id, $0) }
  }

  /// Progress in all lessons that were opened, by id.
  package func lessons() throws(StoreError) -> [LessonProgress] {
    try read(Self.lessons)
  }

  /// Stores progress; tasks that another shell stored meanwhile stay. Gives what is stored then.
  @discardableResult
  package func save(_ progress: LessonProgress) throws(StoreError) -> LessonProgress {
    try write { try Self.merge(progress, $0) }
  }

  /// Forgets the progress in a lesson.
  package func forgetLesson(_ id: String) throws(StoreError) {
    try write { try $0.execute(sql: "DELETE FROM lessons WHERE lesson = ?", arguments: [id]) }
  }

  static func lessons(_ database: Database) throws -> [LessonProgress] {
    try Row.fetchAll(database, sql: "SELECT * FROM lessons ORDER BY lesson").map(progress)
  }

  static func merge(_ progress: LessonProgress, _ database: Database) throws -> LessonProgress {
    let merged = try lesson(progress.lesson, database)?.merged(with: progress) ?? progress
    try database.execute(
      sql: "INSERT OR REPLACE INTO lessons VALUES (?, ?, ?, ?, ?)",
      arguments: [
        merged.lesson, merged.page, try StoredJSON.text(merged.tasks), merged.isDone, merged.updated,
      ])
    return merged
  }

  private static func lesson(_ id: String, _ database: Database) throws -> LessonProgress? {
    try Row.fetchOne(database, sql: "SELECT * FROM lessons WHERE lesson = ?", arguments: [id])
      .map(progress)
  }

  private static func progress(_ row: Row) throws -> LessonProgress {
    LessonProgress(
      lesson: row["lesson"], page: row["page"],
      tasks: try StoredJSON.value([String].self, row["tasks"]), isDone: row["done"],
      updated: row["updated"])
  }
}
