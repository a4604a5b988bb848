// Lists of values, and the words that `read` takes apart.

extension Workspace {
  /// What parts the values of a list in the variable that holds them.
  private static let separator = "\n"

  /// Sets `NAME` to a list: `$NAME` is its first value, `${NAME[@]}` all, which the variable `NAME[@]` holds.
  mutating func assign(_ name: String, list: [String]) {
    assign(name, list.first ?? "")
    assign("\(name)[@]", list.joined(separator: Self.separator))
  }

  /// The values of a list; of a plain variable its own alone.
  static func elements(of name: String, in variables: [String: String]) -> [String] {
    guard let list = variables["\(name)[@]"] else { return variables[name].map { [$0] } ?? [] }
    return list.isEmpty
      ? [] : list.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }

  /// The value of `NAME[2]`, from the end for a negative place; `nil` where the text names no value of a list.
  static func element(_ text: String, in variables: [String: String]) -> String? {
    guard text.last == "]", let bracket = text.firstIndex(of: "["),
      let place = Int(text[text.index(after: bracket)...].dropLast())
    else { return nil }
    let elements = elements(of: String(text[..<bracket]), in: variables)
    let index = place < 0 ? elements.count + place : place
    return elements.indices.contains(index) ? elements[index] : nil
  }

  /// The names that `read -r NAME…` or `read -ra NAME` fills; `nil` for other options.
  static func readNames(_ arguments: [String]) -> (names: [String], isList: Bool)? {
    var isList = false
    var names: [String] = []
    for argument in arguments {
      switch argument {
      case "-r": continue
      case "-a", "-ra", "-ar": isList = true
      case _ where ShellLineParser.isName(argument): names.append(argument)
      default: return nil
      }
    }
    return names.isEmpty || isList && names.count > 1 ? nil : (names, isList)
  }

  /// Fills variables with the words of the first line that is given; the last takes what is left.
  mutating func read(_ arguments: [String]) {
    guard let (names, isList) = Self.readNames(arguments) else { return }
    let text = String(decoding: standardInput ?? [], as: UTF8.self)
    let line = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let signs = variables["IFS"] ?? " \t"
    let isBlank = signs.allSatisfy { $0 == " " || $0 == "\t" }
    let most = isList ? Int.max : names.count - 1
    let words = line.split(maxSplits: most, omittingEmptySubsequences: isBlank) { signs.contains($0) }.map {
      isBlank ? String($0.drop(while: signs.contains)) : String($0)
    }
    if isList {
      assign(names[0], list: words)
    } else {
      for (index, name) in names.enumerated() {
        let word = index < words.count ? words[index] : ""
        let trailing = isBlank ? word.reversed().prefix { signs.contains($0) }.count : 0
        assign(name, String(word.dropLast(trailing)))
      }
    }
    lastStatus = 0
  }
}
