/// What is most often wrong with a text that should be JSON and is not.
package enum JSONMistake: Sendable, Equatable {
  /// It has no double quotes: the shell took them away.
  case withoutQuotes
  /// It is the name of a file of the work folder.
  case file(String)
  /// A comma stands before a closing bracket.
  case commaAtEnd
  /// Texts stand in single quotes.
  case singleQuotes
  /// Something else; the message has the place.
  case other

  /// Finds it in a text.
  ///
  /// - Parameter files: the names of the files that a line may read.
  init(in text: String, files: [String]) {
    let plain = text.filter { !$0.isWhitespace }
    if files.contains(text) {
      self = .file(text)
    } else if plain.contains(",}") || plain.contains(",]") {
      self = .commaAtEnd
    } else if plain.contains("\"") {
      self = plain.contains("{'") || plain.contains("['") ? .singleQuotes : .other
    } else {
      self = plain.contains("'") ? .singleQuotes : .withoutQuotes
    }
  }
}
