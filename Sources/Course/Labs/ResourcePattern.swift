/// Names the resources that may have decided a failure: alternatives parted by `|`, in which `*` is any text.
package struct ResourcePattern: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as written.
  package let description: String

  /// The pattern of a text; `$NAME` in it is a variable of the script until `expanded` has put its value there.
  package init(_ text: String) { description = text }

  /// Whether a resource fits one of the alternatives.
  package func fits(_ resource: String) -> Bool {
    description.split(separator: "|", omittingEmptySubsequences: false).contains {
      Self.fits(Array($0.utf8), Array(resource.utf8))
    }
  }

  /// The pattern with the values of its variables; throws the first name that has none.
  package func expanded(_ value: (String) -> String?) throws(UnknownVariable) -> ResourcePattern {
    var result = ""
    var rest = description[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      let name = rest[rest.index(after: dollar)...].prefix {
        $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber))
      }
      guard let text = value(String(name)) else { throw UnknownVariable(name: String(name)) }
      result += text
      rest = rest[name.endIndex...]
    }
    return ResourcePattern(result + rest)
  }

  /// A variable that the script has not set.
  package struct UnknownVariable: Error, Equatable, Sendable {
    /// Its name without `$`.
    package let name: String
  }

  /// Linear in the text for each star: a star that matched too little is tried one byte further.
  private static func fits(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (p, t) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        retry = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = retry {
        p = last.pattern + 1
        t = last.text + 1
        retry = (last.pattern, t)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
