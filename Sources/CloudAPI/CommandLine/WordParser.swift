/// Sorts the words of a line into options and positions as Python's `argparse` does, which the AWS command line uses:
/// unique prefixes, `--option=value`, options anywhere between the positions.
struct WordParser {
  /// How many words an option takes.
  enum Arity {
    case none
    case one
    case atMostOne
    case many
    case oneOrMore
  }

  /// What a word must be.
  enum WordType {
    case text
    case whole
    case real
  }

  /// An option, its name with the hyphens.
  struct Option {
    let name: String
    var arity = Arity.one
    var type = WordType.text
    var choices: [String] = []
    var isRequired = false
    /// Ends the reading of the line, as `--version` does.
    var stops = false
  }

  /// A word by position.
  struct Position: Sendable {
    let name: String
    var isOptional = false
    var choices: WordChoices?
    /// What is wrong with a word that is none of the choices, or with no word at all.
    var mistake: @Sendable (String?) -> LineMistake? = { (_: String?) in nil }
  }

  /// An option with its words.
  struct Occurrence {
    let option: Int
    let words: [String]
  }

  /// What a line consists of.
  struct Outcome {
    /// The options in the order of the line.
    var given: [Occurrence] = []
    /// The word of each position, or nil.
    var positions: [String?]
    /// What the parser does not know.
    var extras: [String] = []
    /// The option that ended the reading.
    var stoppedBy: Int?
  }

  let options: [Option]
  let names: OptionNames
  let positions: [Position]

  /// A parser of these options and positions; `names` are those of the options where they are known already.
  init(options: [Option], names: OptionNames? = nil, positions: [Position]) {
    self.options = options
    self.names = names ?? OptionNames(options)
    self.positions = positions
  }

  /// Reads a line; refuses it as `argparse` would.
  func parse(_ words: [String]) throws(AWSUsageError) -> Outcome {
    var run = Run(parser: self, words: words)
    try run.classify()
    try run.consume()
    if run.outcome.stoppedBy == nil { try run.checkRequired() }
    return run.outcome
  }
}

/// The reading of one line.
private struct Run {
  /// What a word looks like before it is consumed.
  enum Look {
    case word
    case dashes
    case option(Int, explicit: String?)
    case unknown
  }

  let parser: WordParser
  let words: [String]
  var looks: [Look] = []
  var outcome: WordParser.Outcome
  var pending: [Int]

  init(parser: WordParser, words: [String]) {
    self.parser = parser
    self.words = words
    outcome = WordParser.Outcome(positions: Array(repeating: nil, count: parser.positions.count))
    pending = Array(parser.positions.indices)
  }

  mutating func classify() throws(AWSUsageError) {
    var onlyWords = false
    for word in words {
      if onlyWords {
        looks.append(.word)
      } else if word == "--" {
        looks.append(.dashes)
        onlyWords = true
      } else {
        looks.append(try look(word))
      }
    }
  }

  private func look(_ word: String) throws(AWSUsageError) -> Look {
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { return .word }
    if let exact = parser.names.place(of: word) { return .option(exact, explicit: nil) }
    var name = word
    var explicit: String?
    if let equals = word.firstIndex(of: "=") {
      name = String(word[..<equals])
      explicit = String(word[word.index(after: equals)...])
      if let exact = parser.names.place(of: name) { return .option(exact, explicit: explicit) }
    }
    if name.utf8.starts(with: "--".utf8) {
      let matches = parser.names.places(beginningWith: name)
      if matches.count > 1 {
        let names = matches.map { parser.options[$0].name }.joined(separator: ", ")
        throw .usage("ambiguous option: \(word) could match \(names)")
      }
      if let match = matches.first { return .option(match, explicit: explicit) }
    }
    if isNegativeNumber(word) || word.utf8.contains(UInt8(ascii: " ")) { return .word }
    return .unknown
  }

  private func isNegativeNumber(_ word: String) -> Bool {
    let parts = word.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    func digits(_ text: Substring.UTF8View) -> Bool { text.allSatisfy { $0 >= 48 && $0 <= 57 } }
    switch parts.count {
    case 1: return !parts[0].isEmpty && digits(parts[0])
    case 2: return digits(parts[0]) && !parts[1].isEmpty && digits(parts[1])
    default: return false
    }
  }

  mutating func consume() throws(AWSUsageError) {
    var index = 0
    let optionPlaces = looks.indices.filter { isOption(looks[$0]) }
    var next = optionPlaces.startIndex
    while next < optionPlaces.count {
      let place = optionPlaces[next]
      if place < index {
        next += 1
        continue
      }
      if index != place {
        let after = try consumePositions(from: index)
        if after > index {
          index = after
          continue
        }
        outcome.extras += words[index..<place]
        index = place
      }
      index = try consumeOption(at: index)
      if outcome.stoppedBy != nil { return }
      next += 1
    }
    let stop = try consumePositions(from: index)
    outcome.extras += words[stop...]
  }

  private func isOption(_ look: Look) -> Bool {
    switch look {
    case .option, .unknown: true
    case .word, .dashes: false
    }
  }

  private func isWord(_ index: Int) -> Bool {
    guard index < looks.count, case .word = looks[index] else { return false }
    return true
  }

  private func isDashes(_ index: Int) -> Bool {
    guard index < looks.count, case .dashes = looks[index] else { return false }
    return true
  }

  private mutating func consumePositions(from start: Int) throws(AWSUsageError) -> Int {
    var index = start
    while let position = pending.first {
      var place = index
      while isDashes(place) { place += 1 }
      let hasWord = isWord(place)
      guard hasWord || parser.positions[position].isOptional else { break }
      pending.removeFirst()
      if hasWord {
        let word = words[place]
        if let choices = parser.positions[position].choices, !choices.contains(word) {
          throw AWSUsageError.choice(
            argument: parser.positions[position].name, word: word, choices: choices.list
          ).advised(parser.positions[position].mistake(word).map { .line($0) })
        }
        outcome.positions[position] = word
        place += 1
        while isDashes(place) { place += 1 }
      }
      index = place
    }
    return index
  }

  private mutating func consumeOption(at index: Int) throws(AWSUsageError) -> Int {
    guard case .option(let number, let explicit) = looks[index] else {
      outcome.extras.append(words[index])
      return index + 1
    }
    let option = parser.options[number]
    var taken: [String] = []
    var end = index + 1
    if let explicit {
      if case .none = option.arity {
        throw .usage("argument \(option.name): ignored explicit argument \(PythonText.repr(explicit))")
      }
      taken = [explicit]
    } else {
      let limit: Int
      switch option.arity {
      case .none: limit = 0
      case .one, .atMostOne: limit = 1
      case .many, .oneOrMore: limit = Int.max
      }
      while taken.count < limit, isWord(end) {
        taken.append(words[end])
        end += 1
      }
    }
    if taken.isEmpty {
      switch option.arity {
      case .one: throw noValue(option, "expected one argument")
      case .oneOrMore: throw noValue(option, "expected at least one argument")
      case .none, .atMostOne, .many: break
      }
    }
    for word in taken { try check(word, for: option) }
    outcome.given.append(WordParser.Occurrence(option: number, words: taken))
    if option.stops { outcome.stoppedBy = number }
    return end
  }

  private func noValue(_ option: WordParser.Option, _ words: String) -> AWSUsageError {
    AWSUsageError.usage("argument \(option.name): \(words)").advised(.line(.noValue(option: option.name)))
  }

  private func check(_ word: String, for option: WordParser.Option) throws(AWSUsageError) {
    switch option.type {
    case .text: break
    case .whole:
      if PythonText.integer(word) == nil {
        throw AWSUsageError.usage("argument \(option.name): invalid int value: \(PythonText.repr(word))")
          .advised(.line(.number(word, option: option.name)))
      }
    case .real:
      if PythonText.float(word) == nil {
        throw AWSUsageError.usage("argument \(option.name): invalid float value: \(PythonText.repr(word))")
          .advised(.line(.number(word, option: option.name)))
      }
    }
    if !option.choices.isEmpty, !option.choices.contains(word) {
      throw .choice(argument: option.name, word: word, choices: option.choices)
    }
  }

  func checkRequired() throws(AWSUsageError) {
    let seen = Set(outcome.given.map(\.option))
    let missing = parser.options.indices.filter { parser.options[$0].isRequired && !seen.contains($0) }
      .map { parser.options[$0].name }
    let places = pending.map { parser.positions[$0] }.filter { !$0.isOptional }
    let names = missing + places.map(\.name)
    guard !names.isEmpty else { return }
    // Words behind an option may belong to its value; those in front of all options can be nothing but values.
    let strays = outcome.positions.compactMap(\.self) + outcome.extras
    let values = Array(words.prefix(strays.count)) == strays ? strays : []
    let mistake: LineMistake? =
      missing.isEmpty ? places[0].mistake(nil) : .missing(missing, values: values)
    throw AWSUsageError.usage("the following arguments are required: \(names.joined(separator: ", "))")
      .advised(mistake.map { .line($0) })
  }
}
