import Assessment
import CloudAPI
import Course
import Terminal
import Texts

extension LessonPlayer {
  // MARK: Command blocks

  /// Shows a block that waits for Enter, or runs one that runs by itself; whether the lesson goes on.
  func meet(_ commands: CommandBlock, _ document: inout Document) throws(CommandFailure) -> Bool {
    guard let open = session.openLesson else { return false }
    switch commands.run {
    case .auto:
      flush(&document)
      return try run(commands)
    case .enter:
      if open.isWaiting { return try run(commands) }
      document.code(
        commands.code.hasSuffix("\n") ? String(commands.code.dropLast()) : commands.code,
        language: "sky")
      document.paragraph(session.text("lesson.enter-run"), style: .key)
      session.lesson?.isWaiting = true
      return false
    }
  }

  /// The lines of a block, without empty ones and remarks.
  static func lines(of block: CommandBlock) -> [String] {
    ScriptRun(text: block.code).lines.map(\.text).filter { line in
      let first = line.drop { $0 == " " || $0 == "\t" }.first
      return first != nil && first != "#"
    }
  }

  /// Runs what is left of a block; whether it was done.
  private func run(_ block: CommandBlock) throws(CommandFailure) -> Bool {
    let lines = Self.lines(of: block)
    let echoes = block.run == .auto || lines.count > 1
    session.lesson?.isWaiting = true
    for line in lines.dropFirst(session.openLesson?.linesDone ?? 0) {
      if echoes {
        var echo = Document()
        echo.code("$ " + line, language: "sky")
        session.tell(echo)
      }
      let outcome = try session.lessonLine(line, isShown: true)
      guard outcome.status == 0 || outcome.errorCode == block.expectedError else {
        var document = Document()
        document.paragraph(session.text("lesson.block-failed"), style: .warn)
        session.tell(document)
        return false
      }
      try done(line: outcome.result, of: block)
    }
    return true
  }

  /// Notes that the next line of the waiting block is done; after the last one the block's predictions are told.
  func done(line result: LineResult, of block: CommandBlock) throws(CommandFailure) {
    if let value = result.value { session.lesson?.results[block.id] = value }
    session.lesson?.linesDone += 1
    guard let open = session.openLesson, open.linesDone >= Self.lines(of: block).count else { return }
    session.lesson?.moveOn()
    let predicted = open.predicted[block.id] ?? []
    session.lesson?.predicted[block.id] = nil
    for answer in predicted { try tell(answer, result: open.results[block.id] ?? .null) }
  }

  // MARK: Predictions

  /// Asks a prediction; whether the lesson goes on.
  func meet(_ prediction: Prediction, _ document: inout Document) throws(CommandFailure) -> Bool {
    guard let open = session.openLesson, let question = prediction.question(in: open.lesson.id, truth: nil)
    else {
      return false
    }
    let presented = PresentedQuestion(prediction: question)
    if session.putsQuestions {
      flush(&document)
      session.tellOnce("lesson.why-prediction") { Prediction.names(in: $0.question) != nil }
    }
    document.append(QuestionText(session: session).document(presented))
    guard session.putsQuestions else {
      document.paragraph(session.text("lesson.asked-at-terminal"), style: .muted)
      if case .command(let line) = prediction.source {
        flush(&document)
        try show(line, of: prediction, answer: nil)
      }
      session.lesson?.moveOn()
      return true
    }
    flush(&document)
    var isPaused = false
    switch QuestionAsking(session: session, asksCertainty: true).ask(presented) {
    case .given(let given, let thenEnds):
      isPaused = thenEnds
      let answer = PredictionAnswer(prediction: prediction, presented: presented, given: given)
      switch prediction.source {
      case .block(let id): session.lesson?.predicted[id, default: []].append(answer)
      case .command(let line): try show(line, of: prediction, answer: answer)
      }
    case .skipped:
      if case .command(let line) = prediction.source { try show(line, of: prediction, answer: nil) }
    case .ended: return stop(&document)
    }
    session.lesson?.moveOn()
    return isPaused ? pause(&document) : true
  }

  /// Runs a prediction's own line and says whether the learner was right.
  private func show(
    _ line: String, of prediction: Prediction, answer: PredictionAnswer?
  ) throws(CommandFailure) {
    var echo = Document()
    echo.code("$ " + line, language: "sky")
    session.tell(echo)
    let outcome = try session.lessonLine(line, isShown: true)
    guard let value = outcome.result.value else { return }
    session.lesson?.results[prediction.id] = value
    if let answer { try tell(answer, result: value) }
  }

  /// Says what a prediction was worth, now that it was seen what happens, and keeps it.
  private func tell(_ answer: PredictionAnswer, result: Value) throws(CommandFailure) {
    guard let open = session.openLesson else { return }
    let prediction = answer.prediction
    guard let truth = prediction.truth(in: result),
      let keyed = prediction.question(in: open.lesson.id, truth: truth)
    else {
      var document = Document()
      document.paragraph(session.text("lesson.not-measured"), style: .warn)
      session.tell(document)
      return
    }
    let given = answer.given
    let isRight = isRight(given.answer, keyed)
    let filling = ResultFilling(results: open.results)
    askSeen(prediction, in: open.lesson.id, truth: truth, filling)
    let comment = filling.filled(prediction.comment(isRight: isRight, certainty: given.certainty))
    guard let told = prediction.question(in: open.lesson.id, truth: truth, explanation: comment) else {
      return
    }
    try session.mark(PresentedQuestion(prediction: told), given)
  }

  private func isRight(_ answer: Answer, _ question: Question) -> Bool {
    do throws(AnswerError) {
      return try Marking.mark(question, answer, language: session.contentLanguage).fraction >= 1
    } catch {
      preconditionFailure("A prediction that was read can be marked: \(error)")
    }
  }

  /// Asks what was seen before it is explained, where the author has a question about it; nothing of it is kept.
  private func askSeen(
    _ prediction: Prediction, in lesson: LessonID, truth: Value, _ filling: ResultFilling
  ) {
    guard let seen = prediction.asked(afterwards: filling.filled) else { return }
    guard let keyed = seen.question(in: lesson, truth: truth) else { return }
    let presented = PresentedQuestion(prediction: keyed)
    session.tell(QuestionText(session: session).document(presented))
    guard case .given(let given, _) = QuestionAsking(session: session, asksCertainty: false).ask(presented)
    else {
      return
    }
    guard !isRight(given.answer, keyed) else { return }
    var verdict = Document()
    verdict.paragraph(session.text("mark.look-again"), style: .warn)
    session.tell(verdict)
  }
}
