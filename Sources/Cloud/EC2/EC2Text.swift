/// The characters that EC2 takes in names and descriptions. Tags take every language.
enum EC2Text {
  /// Beside letters, digits and spaces (AWS: CreateSecurityGroup, GroupName).
  private static let signs = Array("._-:/()#,@[]+=&;{}!$*".utf8)

  /// A text of ASCII alone, at most 255 characters.
  @discardableResult
  static func ascii(_ text: String, _ parameter: String) throws(AWSError) -> String {
    guard text.utf8.allSatisfy({ $0 < 128 }) else {
      throw .invalidParameter(text, parameter, "Character sets beyond ASCII are not supported.")
    }
    guard text.utf8.count <= 255 else {
      throw .invalidParameter(
        "\(text.prefix(40))…", parameter, "It has more than 255 characters.")
    }
    return text
  }

  /// A text of letters, digits, spaces and a few signs, as security groups take it.
  ///
  /// - Parameter noun: what the text is, such as `security group description`.
  static func plain(_ text: String, _ parameter: String, _ noun: String) throws(AWSError) {
    try ascii(text, parameter)
    let isPlain = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 32
        || signs.contains(byte)
    }
    guard isPlain else {
      throw .invalidParameter(
        text, parameter,
        "Invalid \(noun). Valid \(noun)s are strings less than 256 characters from the following set: "
          + "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
    }
  }
}
