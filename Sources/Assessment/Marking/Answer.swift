package import Course

/// What a learner answered, in the form that the question's kind asks for.
package enum Answer: Equatable, Sendable {
  /// The id of one choice: single, simulated with choices.
  case choice(String)
  /// The ids of the ticked choices: multiple.
  case choices([String])
  /// A verdict, and the id of the reason when reasons are asked: true or false.
  case verdict(Bool, because: String?)
  /// Typed words: number, short, simulated with a number.
  case text(String)
  /// All item ids in the learner's order: ordering.
  case order([String])
  /// Left id to right id: matching. A left side may be missing.
  case matches([String: String])
  /// Blank id to typed words or to the id of a choice: cloze. A blank may be missing.
  case blanks([String: String])
  /// The ids of the key points that the learner ticked as said: open.
  case keyPoints([String])
}

/// Why an answer cannot be marked; the learner is asked again and nothing is recorded.
package enum AnswerError: Error, Equatable, Sendable {
  /// The answer has not the form of the question's kind.
  case wrongForm(QuestionKind)
  /// An id that the question does not have.
  case unknownPart(String)
  /// The same id twice, or an ordering that leaves items out.
  case notAPermutation
  /// Parts that were to be named and were not: the numbers that the learner sees.
  case missing([String])
  /// A part that was named twice: the number or letter that the learner sees.
  case repeated(String)
  /// Several parts where one was asked.
  case oneOnly
  /// Nothing was answered.
  case empty
  /// More than `AnswerLimits.characters` characters.
  case tooLong(limit: Int)
  /// The words hold no number that can be read.
  case notANumber(String)
  /// A word that is no unit.
  case unknownUnit(String)
  /// A unit that does not convert into the asked one.
  case unitOfOtherKind(given: String, asked: String)
  /// A simulated question was marked without the simulator's result.
  case needsResult
}

/// The bounds on what a learner types.
package enum AnswerLimits {
  /// The most characters of a typed answer.
  package static let characters = 400
}
