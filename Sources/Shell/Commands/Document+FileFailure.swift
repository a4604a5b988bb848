import CloudAPI
import Course
import Terminal
import Texts

extension Document {
  /// Says of a file that could not be read or written where it was looked for, what is there, and how to make it.
  mutating func explain(_ file: FileFailure, in session: Session) {
    let plain = file.name.split(separator: "/").last { $0 != ".." && $0 != "~" }.map(String.init) ?? "x.txt"
    if file.isWriting || file.name == FileReading.standardInput {
      paragraph(
        session.text(
          file.isWriting ? "file.not-written-here" : "file.no-input",
          ["file": .string(file.name), "name": .string(plain)]))
      return
    }
    let folder = session.workspace?.folder
    guard let path = folder?.path, file.error == .missing, WorkFolder.isInside(file.name) else {
      if file.error != .missing {
        let id = WorkFolder.isInside(file.name) ? "file.not-of-folder" : "file.outside"
        paragraph(session.text(id, ["file": .string(file.name), "name": .string(plain)]))
      }
      return
    }
    paragraph(session.text("file.missing", ["file": .string(file.name), "path": .string(path)]))
    let names = folder?.names ?? []
    if let near = NearestName.of(file.name, among: names) {
      paragraph(session.text("file.near", ["near": .string(near)]))
    } else if !names.isEmpty {
      let list = session.shown(names.map { "`\($0)`" })
      paragraph(session.text("file.there-are", ["names": .string(list)]))
    }
  }
}
