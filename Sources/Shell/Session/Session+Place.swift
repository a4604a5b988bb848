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
  ///
  /// - Parameter aside: whether the world may be made on another thread while this one goes on to the prompt.
  package func resumeLastPlace(aside: Bool = false) throws(CommandFailure) {
    do throws(LostPlace) {
      try goBack(aside: aside)
    } catch {
      throw error.failure
    }
  }

  /// Goes back as `resumeLastPlace` does; where that fails, the learner is told and stands outside.
  func resumeLastPlaceOrTell(aside: Bool = false) {
    do throws(LostPlace) {
      try goBack(aside: aside)
    } catch {
      // A place that cannot be gone back to must not stand in the way of every command.
      _ = show(error)
    }
  }

  private func goBack(aside: Bool) throws(LostPlace) {
    guard let store, place == .outside else { return }
    let last: Place?
    do throws(StoreError) {
      last = try lastPlace(in: store)
    } catch {
      throw LostPlace(name: nil, failure: CommandFailure(error))
    }
    guard let last else { return }
    do throws(CommandFailure) {
      if case .lesson(let id) = last {
        lessonToEnter = id
        place = last
        if !aside { try enterRememberedLesson() }
      } else {
        let isBegun = aside ? try resumeAside(last) : false
        if !isBegun { try resume(last) }
      }
    } catch {
      throw LostPlace(name: last.name, failure: error)
    }
  }

  /// The place that the store remembers; `nil` for none and for a run that is closed.
  private func lastPlace(in store: LearnerStore) throws(StoreError) -> Place? {
    guard let name = try store.setting(Self.placeSetting) else { return nil }
    if name.hasPrefix(Self.lessonPrefix) {
      rememberedPlace = name
      return .lesson(LessonID(String(name.dropFirst(Self.lessonPrefix.count))))
    }
    guard let last = try store.run(name), last.isOpen else { return nil }
    rememberedPlace = last.id
    return last.lab == Self.sandboxName ? .sandbox(run: last.id) : .lab(LabID(last.lab), run: last.id)
  }

  /// Puts the present place into the store when it is another one than before.
  func rememberPlace() throws(CommandFailure) {
    let name: String?
    if case .lesson(let id) = place { name = Self.lessonPrefix + id.rawValue } else { name = place.run }
    guard let store, name != rememberedPlace else { return }
    do throws(StoreError) {
      try store.set(Self.placeSetting, to: name)
      if let run = place.run, let workspace { try note(clockOf: workspace, run: run, in: store) }
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
