/// What a list of lessons shows, read without the pages.
package struct LessonHeader: Equatable, Sendable {
  /// The lesson's name, which is also its topic.
  package let id: LessonID
  /// The title in the file's language.
  package let title: String
  /// Its place in the course, from 1: the number of its folder.
  package let order: Int
  /// The lessons to do before.
  package let requires: [LessonID]
  /// What the learner can do afterwards, in the file's language.
  package let objectives: [String]
  /// How long it takes, in minutes.
  package let minutes: Int
  /// The headings of the notes that it covers.
  package let covers: [String]

  /// A header.
  package init(
    id: LessonID, title: String, order: Int, requires: [LessonID], objectives: [String], minutes: Int,
    covers: [String]
  ) {
    self.id = id
    self.title = title
    self.order = order
    self.requires = requires
    self.objectives = objectives
    self.minutes = minutes
    self.covers = covers
  }
}

/// A lesson in one language; the other language has the same blocks with the same ids.
package struct Lesson: Equatable, Sendable {
  /// The world in which its blocks run.
  package enum World: Equatable, Sendable {
    /// The start world of a lab, after its `setup.sky`.
    case lab(LabID)
    /// A world of its own; `setup` are command lines that run before the first page.
    case own(StartWorld, setup: String)
  }

  /// Name, title, objectives.
  package let header: LessonHeader
  /// The language of this file.
  package let language: ContentLanguage
  /// Where its blocks run.
  package let world: World
  /// The pages in order, at least one.
  package let pages: [LessonPage]

  /// A lesson that a reader has verified.
  package init(header: LessonHeader, language: ContentLanguage, world: World, pages: [LessonPage]) {
    self.header = header
    self.language = language
    self.world = world
    self.pages = pages
  }

  /// The lesson's name.
  package var id: LessonID { header.id }

  /// All blocks in order.
  package var blocks: [LessonBlock] { pages.flatMap(\.blocks) }

  /// The tasks in order; the lesson is done when each has held.
  package var tasks: [LessonTask] {
    blocks.compactMap { block in
      if case .task(let task) = block.content { task } else { nil }
    }
  }
}

/// A page: one idea, then something to do or to see.
package struct LessonPage: Equatable, Sendable {
  /// The id of the heading's `{#id}`, by which questions name the page; `nil` without one.
  package let id: String?
  /// The heading's text, empty for a page without heading.
  package let title: String
  /// The line of the file where it begins, from 1.
  package let line: Int
  /// What it shows and asks, without the heading.
  package let blocks: [LessonBlock]

  /// A page.
  package init(id: String?, title: String, line: Int, blocks: [LessonBlock]) {
    self.id = id
    self.title = title
    self.line = line
    self.blocks = blocks
  }
}
