package import Foundation

extension TextCatalogue {
  /// Everything wrong in a folder of texts: sentences without a twin, placeholders that differ, wrong particles.
  ///
  /// Ordered by language, file and place. Reads every file once.
  package static func inconsistencies(directory: URL) -> [Inconsistency] {
    let namespaces = Set(Language.allCases.flatMap { files(directory, $0) })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Language.allCases.flatMap { language in
      namespaces.flatMap { inconsistencies(directory, $0, language) }
    }
  }

  private static func files(_ directory: URL, _ language: Language) -> [String] {
    let folder = directory.appending(path: language.code).path(percentEncoded: false)
    let names = FileManager.default.subpaths(atPath: folder) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
  }

  private static func inconsistencies(
    _ directory: URL, _ namespace: String, _ language: Language
  ) -> [Inconsistency] {
    func file(_ language: Language) -> String { "\(language.code)/\(namespace).yaml" }
    func found(_ kind: Inconsistency.Kind, line: Int = 1, path: String? = nil) -> Inconsistency {
      let id = path.map { "\(namespace).\($0)" } ?? namespace
      return Inconsistency(file: file(language), line: line, id: id, kind: kind)
    }
    let other = language.other
    let twins: [String: TextFile.Entry]
    switch TextFile.read(directory.appending(path: file(other))) {
    case .success(let read):
      twins = Dictionary(read.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    case .failure: twins = [:]
    }
    let entries: [TextFile.Entry]
    switch TextFile.read(directory.appending(path: file(language))) {
    case .success(let read): entries = read
    case .failure(.unreadable): return []
    case .failure(.tooLarge): return [found(.broken)]
    case .failure(.brokenYAML(let line)): return [found(.broken, line: line)]
    }
    guard TextFile.isNamespace(namespace) else { return [found(.broken)] }
    return entries.flatMap { entry in
      SentenceCheck(entry: entry, twin: twins[entry.path], language: language).kinds
        .map { found($0, line: entry.line, path: entry.path) }
    }
  }
}

/// The rules that one sentence must keep.
private struct SentenceCheck {
  let entry: TextFile.Entry
  let twin: TextFile.Entry?
  let language: Language

  var kinds: [Inconsistency.Kind] {
    var kinds: [Inconsistency.Kind] = []
    if entry.text.allSatisfy(\.isWhitespace) { kinds.append(.empty) }
    let isControl = entry.text.unicodeScalars.contains {
      $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
    }
    if isControl { kinds.append(.controlCharacter) }
    do throws(Template.Flaw) {
      kinds += placeholderKinds(try Template(parsing: entry.text))
    } catch {
      kinds.append(.badPlaceholder(describe(error)))
    }
    if language == .ko {
      let forms = ["을(를)", "를(을)", "은(는)", "는(은)", "이(가)", "가(이)", "와(과)", "과(와)", "(으)로"]
      kinds += forms.filter { entry.text.contains($0) }.map { .bracketedParticle($0) }
    }
    return kinds
  }

  private func placeholderKinds(_ template: Template) -> [Inconsistency.Kind] {
    var kinds: [Inconsistency.Kind] = []
    if let twin {
      kinds += differences(template, twin)
    } else {
      kinds.append(.missingTwin(language.other))
    }
    for (index, part) in template.parts.enumerated() {
      guard case .placeholder(let name, let filters) = part else { continue }
      kinds += foreignFilters(filters)
      guard language == .ko, index + 1 < template.parts.count,
        case .literal(let next) = template.parts[index + 1], let particle = fixedParticle(next)
      else { continue }
      if !filters.contains(where: { if case .particle = $0 { true } else { false } }) {
        kinds.append(.fixedParticle("{\(name)}\(particle)"))
      }
    }
    return kinds
  }

  /// A twin that cannot be read is told of at its own place.
  private func differences(_ template: Template, _ twin: TextFile.Entry) -> [Inconsistency.Kind] {
    do throws(Template.Flaw) {
      let names = try Template(parsing: twin.text).names
      return names == template.names ? [] : [.differingPlaceholders(ours: template.names, theirs: names)]
    } catch {
      return []
    }
  }

  private func foreignFilters(_ filters: [Template.Filter]) -> [Inconsistency.Kind] {
    filters.compactMap { filter in
      switch (filter, language) {
      case (.particle(let pair), .en): .foreignFilter(pair.description)
      case (.plural, .ko): .foreignFilter("plural")
      default: nil
      }
    }
  }

  /// A particle at the start of what follows a value, with a space or a stop after it.
  private func fixedParticle(_ next: String) -> String? {
    let text = next.drop { "`*”’)".contains($0) }
    let word = String(text.prefix { !$0.isWhitespace && !$0.isPunctuation })
    return ["은", "는", "이", "가", "을", "를", "과", "와", "으로", "로"].contains(word) ? word : nil
  }

  private func describe(_ flaw: Template.Flaw) -> String {
    switch flaw {
    case .unclosedBrace: "{"
    case .strayClosingBrace: "}"
    case .badName(let name): "{\(name)}"
    case .unknownFilter(let filter): "|\(filter)"
    }
  }
}
