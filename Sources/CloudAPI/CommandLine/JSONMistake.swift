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
  /// It is a whole list, and an object belongs there.
  case list
  /// It is a whole list in the place of the user data of an instance, which is an object.
  case userDataList
  /// Something else; the message has the place.
  case other

  /// Finds it in a text.
  ///
  /// - Parameters:
  ///   - files: the names of the files that a line may read.
  ///   - option: the option whose value it is.
  init(in text: String, files: [String], option: String) {
    if Self.isList(text) {
      self = option == "--user-data" ? .userDataList : .list
      return
    }
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

  /// Whether a text is a whole list: where it is refused, an object was wanted.
  private static func isList(_ text: String) -> Bool {
    do throws(ValueJSONError) {
      return try Value(json: text).elements != nil
    } catch {
      return false
    }
  }
}
