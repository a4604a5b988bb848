package import CloudAPI
package import LearnerStore
package import Texts

/// Why the program cannot start.
package enum StartProblem: Error, Equatable, Sendable {
  /// The data is missing, of another version or broken.
  case data(DataRoot.Problem)
  /// The operation tables cannot be read.
  case operations(SchemaError)
  /// The learner's progress cannot be opened.
  case store(StoreError)

  /// What happened and what to try.
  ///
  /// - Parameter texts: the catalogue; without it, since it is part of the data, the sentences of the program itself
  ///   in both languages.
  package func sentences(texts: TextCatalogue?) -> String {
    switch self {
    case .data(let problem): return problem.sentences
    case .operations(let error):
      let path: String
      switch error {
      case .unreadable(let file), .damaged(let file, _): path = file
      }
      return texts.map { Self.sentences("start.bad-tables", ["path": .string(path)], $0) } ?? path
    case .store(let error):
      let failure = CommandFailure(error)
      return texts.map { Self.sentences(failure.id, failure.values, $0) } ?? failure.id
    }
  }

  private static func sentences(
    _ id: String, _ values: [String: TextValue], _ texts: TextCatalogue
  ) -> String {
    let remedy = id + ".remedy"
    return
      ([texts.text(id + ".message", values)] + (texts.contains(remedy) ? [texts.text(remedy, values)] : []))
      .joined(separator: " ")
  }
}

extension DataRoot.Problem {
  /// The sentences in Korean and English; the catalogue cannot be asked, since it is what is missing.
  package var sentences: String {
    switch self {
    case .missing(let tried):
      let places = tried.map { "  \($0)" }.joined(separator: "\n")
      return """
        The data of Skydrill (labs, lessons, texts, facts) was not found. Give its folder with --data or SKYDRILL_DATA.
        Skydrill의 데이터(실습, 수업, 글, 자료)를 찾지 못했습니다. --data나 SKYDRILL_DATA로 폴더를 알려 주세요.
        \(places)
        """
    case .otherVersion(let path, let found):
      let version = found.isEmpty ? "?" : found
      return """
        The data in \(path) has version \(version); this program needs \(DataRoot.version). Install both again, or give \
        another folder with --data.
        \(path)에 있는 데이터는 버전 \(version)입니다. 이 프로그램에는 \(DataRoot.version) 버전이 필요합니다. 둘을 다시 \
        설치하거나 --data로 다른 폴더를 알려 주세요.
        """
    case .badFacts(let path, let reason):
      return """
        The facts in \(path) were not read: \(reason). Install the data again.
        \(path)에 있는 자료를 읽지 못했습니다: \(reason). 데이터를 다시 설치하세요.
        """
    }
  }
}
