/// The words of a `curl` line.
package struct CurlLine: Sendable, Equatable {
  /// Why a line cannot be read: what curl says, and its status.
  package struct Problem: Error, Sendable, Equatable {
    package let text: String
    package let status: Int32
  }

  /// The address as it was written.
  package private(set) var url = ""
  /// The method that was asked for; `nil` when the other options decide.
  private(set) var asked: String?
  private(set) var headers: [WebRequest.Field] = []
  private(set) var hasBody = false
  private(set) var isHead = false
  private(set) var includesHeaders = false
  private(set) var isVerbose = false
  private(set) var followsRedirects = false
  private(set) var trustsAll = false
  /// `-f`: an error's page is not shown.
  private(set) var fails = false
  /// What is written behind the page, with its placeholders.
  private(set) var format = ""
  /// The file that takes the page.
  package private(set) var file: String?
  /// How long the client waits for a connection, in seconds.
  private(set) var patience: Int?

  /// Reads the words after `curl`.
  package init(_ words: [String]) throws(Problem) {
    var rest = words[...]
    var urls: [String] = []
    var namesFile = false
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        urls.append(word)
        continue
      }
      if word.hasPrefix("--") {
        let name = String(word.dropFirst(2))
        if Self.flags[name] != nil || Self.quiet.contains(name) {
          set(name, &namesFile)
        } else if Self.withValues.contains(name) {
          guard let value = rest.popFirst() else { throw Self.lacksValue(word) }
          try take(name, value)
        } else {
          throw Self.unknown(word)
        }
        continue
      }
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        if let name = Self.flags.first(where: { $0.value == letter })?.key {
          set(name, &namesFile)
        } else if Self.quietLetters.contains(letter) {
          continue
        } else if let name = Self.valueLetters[letter] {
          let value: String? = letters.isEmpty ? rest.popFirst() : String(letters)
          guard let value else { throw Self.lacksValue("-\(letter)") }
          try take(name, value)
          letters = ""
        } else {
          throw Self.unknown("-\(letter)")
        }
      }
    }
    guard let first = urls.first else { throw Problem(text: "curl: (2) no URL specified", status: 2) }
    guard urls.count == 1 else {
      throw Problem(text: "curl: one address a line is known here", status: 2)
    }
    url = first
    if namesFile {
      let name = url.split(separator: "/").last.map { $0.prefix { $0 != "?" } } ?? ""
      guard url.split(separator: "/").count > 2, !name.isEmpty else {
        throw Problem(text: "curl: (23) Remote file name has no length", status: 23)
      }
      file = String(name)
    }
  }

  /// Reads the words after `wget`: `-q`, `-S`, `-O FILE`; the page goes to a file of its name unless told otherwise.
  init(wget words: [String]) throws(Problem) {
    var given: [String] = ["-L", "-f"]
    var rest = words[...]
    var output: String?
    var place: String?
    while let word = rest.popFirst() {
      switch word {
      case "-O", "--output-document": output = rest.popFirst()
      case _ where word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("O"):
        let joined = word.drop { $0 != "O" }.dropFirst()
        output = joined.isEmpty ? rest.popFirst() : String(joined)
      case "--header": given += ["-H", rest.popFirst() ?? ""]
      case "-q", "--quiet", "-nv", "--no-verbose", "--no-check-certificate": break
      case _ where word.hasPrefix("-"): throw Self.unknown(word)
      default: place = word
      }
    }
    guard let place else { throw Problem(text: "wget: missing URL", status: 1) }
    if let output, output != "-" { given += ["-o", output] }
    if output == nil {
      let name = place.split(separator: "/").dropFirst(place.contains("://") ? 2 : 1).last.map(String.init)
      given += ["-o", name ?? "index.html"]
    }
    try self.init(given + [place])
  }

  /// What it asks for: `GET` unless something else follows from the options.
  package var method: String { asked ?? (isHead ? "HEAD" : hasBody ? "POST" : "GET") }

  /// The request that the line makes, from an address; `nil` when the address cannot be read.
  package func call(from source: IPv4Address) -> WebCall? {
    var fields = headers
    for (name, value) in [("User-Agent", Self.agent), ("Accept", "*/*")]
    where !fields.contains(where: { $0.name.lowercased() == name.lowercased() }) {
      fields.append(WebRequest.Field(name: name, value: value))
    }
    var call = WebCall(url: url, method: method, headers: fields, source: source)
    call?.trustsAll = trustsAll
    return call
  }

  /// What the client calls itself.
  private static let agent = "curl/8.11.1"

  private static let flags: [String: Character] = [
    "head": "I", "include": "i", "verbose": "v", "location": "L", "insecure": "k", "fail": "f",
    "remote-name": "O",
  ]
  /// Options without effect on what is answered here, where nothing shows a progress bar.
  private static let quiet: Set<String> = [
    "silent", "show-error", "no-progress-meter", "globoff", "ipv4", "compressed", "http1.1", "progress-bar",
    "no-buffer", "fail-with-body",
  ]
  private static let quietLetters: Set<Character> = ["s", "S", "g", "4", "#", "N"]
  private static let withValues: Set<String> = [
    "output", "write-out", "header", "max-time", "connect-timeout", "request", "data", "data-raw",
    "user-agent",
    "cookie",
  ]
  private static let valueLetters: [Character: String] = [
    "o": "output", "w": "write-out", "H": "header", "m": "max-time", "X": "request", "d": "data",
    "A": "user-agent", "b": "cookie",
  ]

  private mutating func set(_ name: String, _ namesFile: inout Bool) {
    switch name {
    case "head": isHead = true
    case "include": includesHeaders = true
    case "verbose": isVerbose = true
    case "location": followsRedirects = true
    case "insecure": trustsAll = true
    case "fail": fails = true
    case "remote-name": namesFile = true
    default: break
    }
  }

  private mutating func take(_ name: String, _ value: String) throws(Problem) {
    switch name {
    case "output": file = value == "-" ? nil : value
    case "write-out": format = value
    case "header":
      let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return }
      headers.append(
        WebRequest.Field(name: String(parts[0]), value: String(parts[1].drop { $0 == " " })))
    case "max-time", "connect-timeout":
      guard let seconds = Double(value), seconds > 0, seconds <= 3_600 else {
        throw Problem(text: "curl: option \(name): expected a proper numerical parameter", status: 2)
      }
      patience = min(patience ?? 3_600, max(1, Int(seconds)))
    case "request": asked = value
    case "data", "data-raw": hasBody = true
    case "user-agent": headers.append(WebRequest.Field(name: "User-Agent", value: value))
    case "cookie": headers.append(WebRequest.Field(name: "Cookie", value: value))
    default: break
    }
  }

  private static func unknown(_ word: String) -> Problem {
    Problem(
      text: "curl: option \(word): is unknown\ncurl: try 'curl --help' for more information", status: 2)
  }

  private static func lacksValue(_ word: String) -> Problem {
    Problem(text: "curl: option \(word): requires parameter", status: 2)
  }
}
