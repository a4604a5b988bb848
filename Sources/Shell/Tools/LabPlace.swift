import Course
import Foundation
import Texts

/// Finds a lab by its id in the program's own content, or by the path of its folder anywhere.
enum LabPlace {
  /// The files of a lab; a name with a slash is a path, whose last two parts are `labs/<id>`.
  static func folder(_ name: String, in course: CourseLibrary) throws(CommandFailure) -> LabFolder {
    guard name.contains("/") else { return try folder(id: name, in: course) }
    let place = URL(fileURLWithPath: name).standardizedFileURL
    let labs = place.deletingLastPathComponent()
    let root = labs.deletingLastPathComponent()
    guard labs.lastPathComponent == "labs",
      let folder = CourseLibrary(root: root.path).lab(LabID(place.lastPathComponent))
    else { throw CommandFailure("prove.no-folder", ["path": .string(name)]) }
    return folder
  }

  /// The files of a lab of the program's own content, or the failure that says which name is near.
  static func folder(id name: String, in course: CourseLibrary) throws(CommandFailure) -> LabFolder {
    if let folder = course.lab(LabID(name)) { return folder }
    guard let near = NearestName.of(name, among: course.labIDs.map(\.rawValue)) else {
      throw CommandFailure("lab.unknown", ["name": .string(name)])
    }
    throw CommandFailure("lab.unknown-near", ["name": .string(name), "near": .string(near)])
  }
}
