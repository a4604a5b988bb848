/// One block of a lesson's page with its place.
package struct LessonBlock: Equatable, Sendable {
  /// What a block is.
  package enum Content: Equatable, Sendable {
    /// Text, lists, tables, code that is only shown.
    case prose(MarkdownBlock)
    /// A box.
    case callout(Callout)
    /// Command lines that run.
    case commands(CommandBlock)
    /// What will happen?
    case prediction(Prediction)
    /// A question of the topic's bank.
    case question(QuestionID)
    /// Something that must hold for the lesson to be done.
    case task(LessonTask)
  }

  /// The line of the file where it begins, from 1.
  package let line: Int
  /// What it is.
  package let content: Content

  /// A block.
  package init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }

  /// The block's id, unique in its lesson; `nil` for prose and boxes.
  package var id: String? {
    switch content {
    case .prose, .callout: nil
    case .commands(let block): block.id
    case .prediction(let prediction): prediction.id
    case .question(let id): id.rawValue
    case .task(let task): task.id
    }
  }
}

/// A box beside the way.
package struct Callout: Equatable, Sendable {
  /// What a box is for.
  package enum Kind: String, CaseIterable, Sendable {
    /// Did you know.
    case note
    /// What an interviewer asks about this.
    case interview
    /// What goes wrong here.
    case warning
  }

  /// What it is for.
  package let kind: Kind
  /// The author's title, empty when the kind's own name does.
  package let title: String
  /// What it says.
  package let blocks: [MarkdownBlock]

  /// A box.
  package init(kind: Kind, title: String, blocks: [MarkdownBlock]) {
    self.kind = kind
    self.title = title
    self.blocks = blocks
  }
}

/// Command lines that run in the lesson's world.
package struct CommandBlock: Equatable, Sendable {
  /// Who starts it.
  package enum Run: String, CaseIterable, Sendable {
    /// The learner types the lines, or presses Enter.
    case enter
    /// It runs by itself and shows what it prints.
    case auto
  }

  /// Its name, by which predictions and numbers in texts refer to its result.
  package let id: String
  /// The lines.
  package let code: String
  /// Who starts it.
  package let run: Run
  /// The error code with which its last command fails on purpose; `nil` when it must succeed.
  package let expectedError: String?

  /// Command lines.
  package init(id: String, code: String, run: Run, expectedError: String?) {
    self.id = id
    self.code = code
    self.run = run
    self.expectedError = expectedError
  }
}

/// A question whose answer is shown by running the simulation, asked with its certainty before.
package struct Prediction: Equatable, Sendable {
  /// Whose result answers.
  package enum Source: Equatable, Sendable {
    /// The command block with this id, which stands later in the lesson.
    case block(String)
    /// A command line of the prediction's own.
    case command(String)
  }

  /// What the learner gives.
  package enum Form: Equatable, Sendable {
    /// One of these; the answer gives the id of the right one.
    case choices([PredictionChoice])
    /// A number in a unit, this far from the measured one.
    case number(unit: MeasureUnit, tolerance: NumberAnswer.Tolerance)
  }

  /// Its name, unique in its lesson.
  package let id: String
  /// What is asked.
  package let question: String
  /// What the learner gives.
  package let form: Form
  /// Whose result answers.
  package let source: Source
  /// Reads the answer from the result: a number, or a choice's id.
  package let answer: Query
  /// What is said when the learner was right.
  package let right: String
  /// What is said when the learner was wrong.
  package let wrong: String
  /// The longer explanation for those who were sure and wrong; `wrong` where there is none.
  package let sureAndWrong: String?
  /// The question afterwards: what was seen; `nil` asks the usual one.
  package let seen: String?

  /// A prediction.
  package init(
    id: String, question: String, form: Form, source: Source, answer: Query, right: String, wrong: String,
    sureAndWrong: String?, seen: String?
  ) {
    self.id = id
    self.question = question
    self.form = form
    self.source = source
    self.answer = answer
    self.right = right
    self.wrong = wrong
    self.sureAndWrong = sureAndWrong
    self.seen = seen
  }
}

/// One choice of a prediction.
package struct PredictionChoice: Equatable, Sendable {
  /// The id that the answer gives when this one is right.
  package let id: String
  /// The text.
  package let text: String

  /// A choice.
  package init(id: String, text: String) {
    self.id = id
    self.text = text
  }
}

/// Something that must hold for the lesson to be done.
package struct LessonTask: Equatable, Sendable {
  /// Its name, unique in its lesson.
  package let id: String
  /// What the learner is to reach.
  package let goal: String
  /// What is looked at.
  package let scope: Check.Scope
  /// True when the task is done.
  package let holds: Query
  /// What helps; `nil` for nothing.
  package let hint: String?

  /// A task.
  package init(id: String, goal: String, scope: Check.Scope, holds: Query, hint: String?) {
    self.id = id
    self.goal = goal
    self.scope = scope
    self.holds = holds
    self.hint = hint
  }
}
