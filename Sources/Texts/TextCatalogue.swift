package import Foundation
import Synchronization

/// The sentences of one language, read from `texts/<language>/<namespace>.yaml` as they are first needed.
///
/// The id `lab.check.passed` is the value at `check.passed` in `lab.yaml`. A list is reached by number:
/// `help.check.examples.0`.
package final class TextCatalogue: Sendable {
  /// The folder that holds `ko` and `en`.
  package let directory: URL
  /// The language of the sentences.
  package let language: Language

  private let loaded = Mutex<[String: [String: String]]>([:])

  /// A catalogue over a folder of texts; nothing is read yet.
  package init(directory: URL, language: Language) {
    self.directory = directory
    self.language = language
  }

  /// The sentence with its values.
  ///
  /// A missing or broken sentence is `⟦id⟧`, a missing value `⟦name⟧` in its place: visible, and never a crash.
  package func text(_ id: String, _ values: [String: TextValue] = [:]) -> String {
    guard let raw = raw(id) else { return "⟦\(id)⟧" }
    do throws(Template.Flaw) {
      return try Template(parsing: raw).filled(values, language: language)
    } catch {
      return "⟦\(id)⟧"
    }
  }

  /// The sentences of a list in their order, none when the id is not a list.
  package func list(_ id: String, _ values: [String: TextValue] = [:]) -> [String] {
    var sentences: [String] = []
    while contains("\(id).\(sentences.count)") {
      sentences.append(text("\(id).\(sentences.count)", values))
    }
    return sentences
  }

  /// Whether there is a sentence of this id.
  package func contains(_ id: String) -> Bool { raw(id) != nil }

  /// The ids of a namespace in the order of their bytes; none when its file is missing or broken.
  package func allIdentifiers(namespace: String) -> [String] {
    entries(of: namespace).keys
      .map { "\(namespace).\($0)" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func raw(_ id: String) -> String? {
    guard let dot = id.firstIndex(of: ".") else { return nil }
    return entries(of: String(id[..<dot]))[String(id[id.index(after: dot)...])]
  }

  private func entries(of namespace: String) -> [String: String] {
    if let known = loaded.withLock({ $0[namespace] }) { return known }
    let entries = read(namespace)
    loaded.withLock { $0[namespace] = entries }
    return entries
  }

  private func read(_ namespace: String) -> [String: String] {
    guard TextFile.isNamespace(namespace) else { return [:] }
    let file = directory.appending(path: "\(language.code)/\(namespace).yaml")
    switch TextFile.read(file) {
    case .success(let entries):
      return Dictionary(entries.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    case .failure:
      return [:]
    }
  }
}
