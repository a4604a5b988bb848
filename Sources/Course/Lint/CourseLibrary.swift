import Foundation

/// The lessons, labs and questions below a content root, each read when it is asked for.
package struct CourseLibrary: Sendable {
  /// The folder that holds `lessons`, `labs` and `sandbox`.
  package let root: String

  /// The content below a root; reads nothing yet.
  package init(root: String) { self.root = root }

  /// The labs' names in byte order: the folders of `labs`.
  package var labIDs: [LabID] {
    ContentFolder(root: root, path: "labs").folders.filter(Self.isIdentifier).map { LabID($0) }
  }

  /// The lessons' folders in their order.
  package var lessonFolders: [LessonFolder] {
    ContentFolder(root: root, path: "lessons").folders.compactMap { LessonFolder(root: root, name: $0) }
  }

  /// What a list of labs shows, in byte order of their names; reads no more than each lab's first keys.
  package func labs(_ collector: DiagnosticCollector) -> [LabHeader] {
    labIDs.compactMap { LabFolder(root: root, id: $0).header(collector) }
  }

  /// What a list of lessons shows, in their order; reads no page.
  package func lessons(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> [LessonHeader] {
    lessonFolders.compactMap { $0.header(language, collector) }
  }

  /// The files of a lab; `nil` when there is no such lab.
  package func lab(_ id: LabID) -> LabFolder? {
    labIDs.contains(id) ? LabFolder(root: root, id: id) : nil
  }

  /// The files of a lesson; `nil` when there is no such lesson.
  package func lesson(_ id: LessonID) -> LessonFolder? {
    lessonFolders.first { $0.id == id }
  }

  /// The files of free play.
  package var sandbox: SandboxFolder { SandboxFolder(root: root) }

  /// All questions.
  package func questions(_ collector: DiagnosticCollector) -> QuestionBank {
    guard ContentFolder(root: root, path: "lessons").exists else { return QuestionBank([]) }
    return QuestionBank.load(root: root, collector)
  }

  private static func isIdentifier(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("-") && name.utf8.count <= 64
      && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
