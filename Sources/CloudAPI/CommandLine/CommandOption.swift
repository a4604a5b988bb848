/// An option of an operation on the command line.
package struct CommandOption: Sendable {
  /// What the option sets.
  package enum Role: Sendable {
    /// A member by its shape.
    case member(Member)
    /// A boolean member, to the value.
    case boolean(Member, Bool)
    /// A member `{Value: boolean}`, to true or to the word.
    case attribute(Member)
    /// A member `{Value: boolean}`, to false.
    case noAttribute(Member)
    case startingToken
    case pageSize
    case maximumItems
    /// `--cli-input-json` or `--cli-input-yaml`.
    case wholeInput
    case skeleton
    /// An option of the client's own; its customisation knows what it sets.
    case client
    /// A word by position, such as the file of `s3api get-object`.
    case position
  }

  /// The name without hyphens in front.
  package let name: String
  /// What it sets.
  package let role: Role
  /// Whether the line must have it.
  package internal(set) var isRequired = false
  /// Whether help and completion leave it out.
  package internal(set) var isHidden = false
  var arity = WordParser.Arity.one
  var type = WordParser.WordType.text
  var choices: [String] = []
  /// The option that this one stands before while pages are read.
  var shadowed: [Member] = []

  /// The member that it sets, or nil.
  package var member: Member? {
    switch role {
    case .member(let member), .boolean(let member, _), .attribute(let member), .noAttribute(let member):
      member
    case .startingToken, .pageSize, .maximumItems, .wholeInput, .skeleton, .client, .position: nil
    }
  }

  /// Whether it takes no word, or need not.
  package var isFlag: Bool {
    switch arity {
    case .none, .atMostOne: true
    case .one, .many, .oneOrMore: false
    }
  }

  /// Whether it takes several words.
  package var isList: Bool {
    switch arity {
    case .many, .oneOrMore: true
    case .none, .one, .atMostOne: false
    }
  }

  var parserOption: WordParser.Option {
    WordParser.Option(
      name: "--" + name, arity: arity, type: type, choices: choices, isRequired: isRequired)
  }
}
