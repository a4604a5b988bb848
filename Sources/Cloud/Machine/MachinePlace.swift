/// Where in a machine a program runs: whose files it reads and writes.
package struct MachinePlace: Sendable, Equatable {
  package let instance: InstanceID
  /// The directory from which its paths go.
  var directory: String

  /// A path from the root on.
  func absolute(_ path: String) -> String {
    if path == "~" || path.hasPrefix("~/") { return "/home/ec2-user" + path.dropFirst() }
    if path.hasPrefix("/") { return path }
    let rest = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return rest == "." || rest.isEmpty ? directory : directory == "/" ? "/" + rest : "\(directory)/\(rest)"
  }
}

extension World {
  /// What a file of a machine holds; `nil` when there is none.
  package func contents(ofFile name: String, at place: MachinePlace) -> String? {
    guard let instance = ec2.instances[place.instance] else { return nil }
    let answer = show(place.absolute(name), of: instance)
    return answer.status == 0 ? answer.output : nil
  }

  /// The files below the directory of a place, by their paths from there.
  package func files(at place: MachinePlace) -> [String] {
    guard let instance = ec2.instances[place.instance] else { return [] }
    let folder = place.directory == "/" ? "/" : place.directory + "/"
    let files = rootVolume(of: instance)?.contents.files.ids ?? []
    return files.filter { $0.hasPrefix(folder) && !$0.hasSuffix("/") }.map {
      String($0.dropFirst(folder.count))
    }
  }

  /// Fills a file of a machine; whether that was possible.
  package mutating func fill(_ name: String, with text: String, at place: MachinePlace) -> Bool {
    guard let instance = ec2.instances[place.instance] else { return false }
    return write(text, to: place.absolute(name), appends: false, of: instance).status == 0
  }
}
