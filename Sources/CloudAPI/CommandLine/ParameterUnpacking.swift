/// A word of the line after `file://` and `fileb://` have been replaced by their contents.
enum OptionWord: Sendable {
  case text(String)
  case bytes([UInt8])
}

/// What an option was given.
enum OptionValue: Sendable {
  case one(OptionWord)
  case many([String])
}

/// Turns the words of an option into the value of its member: files, JSON, shorthand, plain scalars.
struct ParameterUnpacking {
  let context: AWSContext
  let blobsAreRaw: Bool

  /// Replaces a lone `file://…` or `fileb://…` by the contents of the file.
  func loaded(_ words: [String], isList: Bool, option: String) throws(AWSUsageError) -> OptionValue {
    if words.count == 1, let contents = try file(words[0], option: option) { return .one(contents) }
    return isList ? .many(words) : .one(.text(words.first ?? ""))
  }

  /// The contents of the file that a word names, or nil for any other word.
  func file(_ word: String, option: String) throws(AWSUsageError) -> OptionWord? {
    let isBinary = word.hasPrefix("fileb://")
    guard isBinary || word.hasPrefix("file://") else { return nil }
    let path = String(word.dropFirst(isBinary ? 8 : 7))
    let bytes: [UInt8]
    do throws(AWSFileError) {
      bytes = try context.readFile(path)
    } catch {
      throw .parameter(option, "Unable to load paramfile \(word): \(error.words(path: path))")
    }
    if isBinary { return .bytes(bytes) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .parameter(
        option,
        "Unable to load paramfile (\(path)), text contents could not be decoded.  If this is a binary file, "
          + "please use the fileb:// prefix instead of the file:// prefix.")
    }
    return .text(ParameterUnpacking.plainLines(text))
  }

  /// Line ends of other systems become newlines.
  private static func plainLines(_ text: String) -> String {
    guard text.utf8.contains(13) else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte != 13 {
        result.append(byte)
      } else if index + 1 == bytes.count || bytes[index + 1] != 10 {
        result.append(10)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The value of a member from what its option was given.
  func value(_ given: OptionValue, shape: Shape, option: String) throws(AWSUsageError) -> Value {
    if let value = try shorthand(given, shape: shape, option: option) { return value }
    switch (shape.kind, given) {
    case (.list, .many(let words)): return try list(words, shape: shape, option: option)
    case (.list, .one(.text(let text))):
      if try first(text) == "[" { return try json(text, option) }
      return try list(text.unicodeScalars.map { String($0) }, shape: shape, option: option)
    case (_, .one(let word)): return try scalar(word, shape: shape, option: option)
    case (_, .many(let words)):
      return try scalar(.text(words.joined(separator: " ")), shape: shape, option: option)
    }
  }

  private func list(_ words: [String], shape: Shape, option: String) throws(AWSUsageError) -> Value {
    if words.count == 1, PythonText.trimmed(words[0]).hasPrefix("[") { return try json(words[0], option) }
    guard let element = shape.element else { return .array([]) }
    var result: [Value] = []
    for word in words {
      do throws(AWSUsageError) {
        result.append(try scalar(.text(word), shape: element, option: option))
      } catch {
        if case .value = error.kind, !element.kind.isComplex {
          throw AWSUsageError.parameter(option, words[0]).advised(error.advice)
        }
        throw error
      }
    }
    return .array(result)
  }

  private func scalar(_ word: OptionWord, shape: Shape, option: String) throws(AWSUsageError) -> Value {
    if shape.traits.contains(.streaming), case .blob = shape.kind { return try body(word, option) }
    guard case .text(let text) = word else {
      guard case .bytes(let bytes) = word else { return .null }
      if case .blob = shape.kind { return .string(Base64.encode(bytes)) }
      throw .validation([
        "Invalid type for parameter \(option.drop { $0 == "-" }), value: b'…', type: <class 'bytes'>, "
          + "valid types: <class 'str'>"
      ])
    }
    if shape.traits.contains(.document) || shape.traits.contains(.json) { return try json(text, option) }
    switch shape.kind {
    case .integer, .long:
      guard let number = PythonText.integer(text) else {
        throw AWSUsageError.value("invalid literal for int() with base 10: \(PythonText.repr(text))")
          .advised(.line(.number(text, option: option)))
      }
      return number
    case .float, .double:
      guard let number = PythonText.float(text) else {
        throw AWSUsageError.value("could not convert string to float: \(PythonText.repr(text))")
          .advised(.line(.number(text, option: option)))
      }
      return .number(number)
    case .boolean: return .bool(!text.isEmpty && text.lowercased() != "false")
    case .structure, .map:
      guard try first(text) == "{" else { throw noJSON(text, option) }
      return try json(text, option)
    case .list:
      if try first(text) == "[" { return try json(text, option) }
      throw noJSON(text, option)
    case .string, .timestamp: return .string(text)
    case .blob: return .string(try blob(text, option))
    }
  }

  /// The first character that is no blank.
  private func first(_ text: String) throws(AWSUsageError) -> Unicode.Scalar {
    guard let scalar = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else {
      throw .value("string index out of range")
    }
    return scalar
  }

  private func noJSON(_ text: String, _ option: String) -> AWSUsageError {
    AWSUsageError.parameter(option, "Invalid JSON:\n\(text)").advised(.quotedJSON(mistake(in: text, option)))
  }

  private func mistake(in text: String, _ option: String) -> JSONMistake {
    JSONMistake(in: text, files: context.listFiles(), option: option)
  }

  private func blob(_ text: String, _ option: String) throws(AWSUsageError) -> String {
    if blobsAreRaw { return Base64.encode(Array(text.utf8)) }
    guard Base64.decode(text) != nil else {
      throw AWSUsageError(kind: .validation, message: "Invalid base64: \"\(text)\"")
        .advised(.plainBlob(option: option))
    }
    return text
  }

  private func body(_ word: OptionWord, _ option: String) throws(AWSUsageError) -> Value {
    switch word {
    case .bytes(let bytes): return .string(Base64.encode(bytes))
    case .text(let path):
      do throws(AWSFileError) {
        return .string(Base64.encode(try context.readFile(path)))
      } catch {
        throw .parameter(option, "Blob values must be a path to a file.")
      }
    }
  }

  func json(_ text: String, _ option: String) throws(AWSUsageError) -> Value {
    do throws(ValueJSONError) {
      return try Value(json: text)
    } catch {
      throw AWSUsageError.parameter(option, "Invalid JSON: \(error.message)\nJSON received: \(text)")
        .advised(.quotedJSON(mistake(in: text, option)))
    }
  }

  /// The value of a complex member written in shorthand; nil when the words are JSON or the member is no such one.
  private func shorthand(_ given: OptionValue, shape: Shape, option: String) throws(AWSUsageError) -> Value? {
    guard ParameterUnpacking.takesShorthand(shape) else { return nil }
    switch given {
    case .one(.bytes): return nil
    case .one(.text(let text)):
      if isJSON(text) { return nil }
      if shape.kind == .structure, shape.memberNames == ["Value"], !text.contains("="),
        shape.members.first?.shape.kind == .string
      {
        return .object(ValueObject([(key: "Value", value: .string(text))]))
      }
      return try ShorthandCoercion.fit(try tree(text, of: [text], option, shape: shape), to: shape)
    case .many(let words):
      if let word = words.first, isJSON(word) { return nil }
      var items: [Value] = []
      for (number, word) in words.enumerated() {
        items.append(try tree(word, of: words, option, shape: number == 0 ? shape.element : nil))
      }
      return try ShorthandCoercion.fit(.array(items), to: shape)
    }
  }

  private func isJSON(_ text: String) -> Bool {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    return first == "[" || first == "{"
  }

  /// Reads shorthand.
  ///
  /// - Parameters:
  ///   - words: all words behind the option.
  ///   - shape: what a word without `=` was meant for; `nil` behind other words, where it is a part of theirs.
  private func tree(
    _ text: String, of words: [String], _ option: String, shape: Shape?
  ) throws(AWSUsageError) -> Value {
    var parser = ShorthandParser(text) { (word: String) throws(AWSUsageError) -> String? in
      switch try file(word, option: option) {
      case nil: nil
      case .text(let contents): contents
      case .bytes(let bytes): Base64.encode(bytes)
      }
    }
    do throws(ShorthandParser.Failure) {
      return try parser.parse()
    } catch {
      switch error {
      case .syntax(let fault):
        let pairs = LineMistake.advice(onShorthand: text, of: words, option: option)
        throw .parameter(option, fault.message).advised(pairs ?? bareStructure(text, option, shape))
      case .file(let fault): throw fault
      }
    }
  }

  /// How a word without `=` is written as the structure that was wanted; `nil` for another word or shape.
  private func bareStructure(_ text: String, _ option: String, _ shape: Shape?) -> AWSOutcome.Advice? {
    guard let shape, shape.kind == .structure, !text.contains("="), !text.isEmpty else { return nil }
    if shape.memberNames == ["Name", "Values"] {
      return .bareStructure(option: option, words: "Name=tag:Name,Values=\(text)")
    }
    // A word that is one of a member's values is most often meant for the status.
    let taking = shape.members.filter { Self.value(text, of: $0) != nil }
    let member =
      shape.members.first { $0.isRequired } ?? taking.first { $0.name == "Status" } ?? taking.first
      ?? shape.members.first
    return member.map {
      .bareStructure(option: option, words: "\($0.name)=\(Self.value(text, of: $0) ?? text)")
    }
  }

  /// A text as a member's list of values spells it; `nil` when it is none of them.
  private static func value(_ text: String, of member: Member) -> String? {
    member.shape.enumValues.first { $0.lowercased() == text.lowercased() }
  }

  static func takesShorthand(_ shape: Shape) -> Bool {
    switch shape.kind {
    case .structure, .map: !shape.traits.contains(.document)
    case .list: shape.element?.kind.isComplex == true && shape.element?.traits.contains(.document) != true
    case .string, .integer, .long, .float, .double, .boolean, .timestamp, .blob: false
    }
  }
}
