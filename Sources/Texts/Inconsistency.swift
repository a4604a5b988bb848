/// Something wrong in the texts: found by `TextCatalogue.inconsistencies`, shown by `lint`, fatal in the tests.
package struct Inconsistency: Sendable, Equatable {
  /// What is wrong.
  package enum Kind: Sendable, Equatable {
    /// The file cannot be read as a YAML map of sentences.
    case broken
    /// The other language lacks this file or this sentence.
    case missingTwin(Language)
    /// The two languages name different values.
    case differingPlaceholders(ours: [String], theirs: [String])
    /// A brace that is not closed, an unknown filter, a particle that does not exist: the text of it.
    case badPlaceholder(String)
    /// A particle in brackets, as 을(를), which is never right.
    case bracketedParticle(String)
    /// A particle that stands fixed behind a value: it must be written `{name|이/가}`.
    case fixedParticle(String)
    /// A Korean particle in an English sentence, or an English plural in a Korean one.
    case foreignFilter(String)
    /// A control character, which no terminal may get.
    case controlCharacter
    /// A sentence with nothing in it.
    case empty
  }

  /// The file, from the folder of the texts: `ko/lab.yaml`.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// The id of the sentence; the namespace for a whole file.
  package let id: String
  /// What is wrong with it.
  package let kind: Kind
}

extension Inconsistency: CustomStringConvertible {
  /// One line for a report of the tests.
  package var description: String { "\(file):\(line): \(id): \(kind)" }
}
