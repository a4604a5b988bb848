import Course
import Foundation
import LearnerStore
import Terminal
import Texts

/// Where the learner was last is kept, so that the next shell or sub-command goes on there.
extension Session {
  private static let placeSetting = "place"
  /// Stands before a lesson's id where the place is a lesson and not a run.
  private static let lessonPrefix = "lesson:"

  /// Goes back to where the learner was when the last shell or sub-command ended.
  package func resumeLastPlace() throws(CommandFailure) {
    guard let store, place == .outside else { return }
    let name: String?
    let last: LabRun?
    do throws(StoreError) {
      name = try store.setting(Self.placeSetting)
      last = try name.flatMap { (id) throws(StoreError) in try store.run(id) }
    } catch {
      throw CommandFailure(error)
    }
    if let name, name.hasPrefix(Self.lessonPrefix) {
      rememberedPlace = name
      let lesson = try lesson(named: String(name.dropFirst(Self.lessonPrefix.count)))
      let progress = try progress(in: lesson.id)
      try enterLesson(lesson, pageNamed: progress?.page, progress: progress)
      return
    }
    guard let last, last.isOpen else { return }
    rememberedPlace = last.id
    if last.lab == Self.sandboxName {
      try resumeSandbox(run: last.id)
    } else {
      try resumeLab(LabID(last.lab), run: last.id)
    }
  }

  /// Puts the present place into the store when it is another one than before.
  func rememberPlace() throws(CommandFailure) {
    let name: String?
    if case .lesson(let id) = place { name = Self.lessonPrefix + id.rawValue } else { name = place.run }
    guard let store, name != rememberedPlace else { return }
    do throws(StoreError) {
      try store.set(Self.placeSetting, to: name)
      rememberedPlace = name
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Tells what happened when the store was opened.
  func show(_ notices: [StoreNotice]) {
    for notice in notices {
      var document = Document()
      switch notice {
      case .setAside(let path):
        document.paragraph(text("store.set-aside", ["path": .string(path)]), style: .warn)
      case .sharedFileSystem: document.paragraph(text("store.shared-file-system"), style: .warn)
      }
      screen.showError(document)
    }
  }
}

extension CommandFailure {
  /// A script that cannot be opened.
  package init(unreadableScript path: String, errno: Int32) {
    self.init(
      "start.no-script", ["path": .string(path), "reason": .string(String(cString: strerror(errno)))],
      status: 3)
  }
}
