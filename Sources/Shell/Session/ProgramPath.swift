import Foundation

/// Where the running program lies.
package enum ProgramPath {
  /// The path: what the system says, else the word that called it, looked up in `PATH` as a shell does.
  ///
  /// Not `Bundle.main`, which ends the program where `/proc` is missing, such as in a bare tree under `chroot`;
  /// the standard library then knows no arguments either.
  package static func find(word: String, environment: [String: String]) -> String {
    let files = FileManager.default
    if let link = link("/proc/self/exe") { return link }
    if word.contains("/") { return word }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let candidate = "\(folder)/\(word)"
      if files.isExecutableFile(atPath: candidate) { return candidate }
    }
    return word
  }

  /// What a link points to; `nil` where there is none.
  private static func link(_ path: String) -> String? {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: path)
    } catch {
      return nil
    }
  }
}
