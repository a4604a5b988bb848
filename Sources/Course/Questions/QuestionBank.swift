import Foundation

/// All questions of a content root, with unique ids.
package struct QuestionBank: Sendable {
  /// The questions by file, then by place in the file.
  package let questions: [Question]
  /// The pages that questions name, also questions with errors.
  let pages: [QuestionPage]

  /// A bank; of questions with one id the first stays.
  package init(_ questions: [Question]) { self.init(questions, pages: []) }

  private init(_ questions: [Question], pages: [QuestionPage]) {
    self.pages = pages
    var seen: Set<QuestionID> = []
    self.questions = questions.filter { seen.insert($0.id).inserted }
  }

  /// Reads `lessons/NN-topic/questions.yaml` of every lesson below a content root, in the folders' byte order, and
  /// reports everything that is wrong with each question and with the bank as a whole.
  ///
  /// A lesson without the file has no questions.
  package static func load(root: String, _ collector: DiagnosticCollector) -> QuestionBank {
    let lessons = URL(fileURLWithPath: root, isDirectory: true).appendingPathComponent("lessons")
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: lessons.path)
    } catch {
      collector.report(Diagnostic(file: "lessons", line: 0, column: 0, code: .fileMissing))
      return QuestionBank([])
    }
    var questions: [Question] = []
    var pages: [QuestionPage] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let topic = topic(ofFolder: name) else { continue }
      let file = ContentFile(root: root, path: "lessons/\(name)/questions.yaml")
      guard file.exists, let text = file.text(collector) else { continue }
      questions += QuestionFile.questions(text: text, path: file.path, topic: topic, collector)
      pages += QuestionFile.pages(text: text, path: file.path, topic: topic)
    }
    QuestionLint.check(questions, collector)
    return QuestionBank(questions, pages: pages)
  }

  /// The topic of a lesson's folder: `03-security-group` is `security-group`; `nil` for a folder of another form.
  package static func topic(ofFolder name: String) -> String? {
    let bytes = Array(name.utf8)
    guard bytes.count > 3, bytes[0...1].allSatisfy({ (48...57).contains($0) }), bytes[2] == 45,
      bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
    else { return nil }
    return String(name.dropFirst(3))
  }

  /// The question with an id.
  package subscript(id: QuestionID) -> Question? {
    questions.first { $0.id == id }
  }

  /// The questions of a topic.
  package func questions(topic: String) -> [Question] {
    questions.filter { $0.topic == topic }
  }
}
