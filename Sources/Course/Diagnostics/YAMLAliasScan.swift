/// Finds a YAML alias before the document is composed, so that aliases of aliases never unfold.
///
/// It errs on the safe side: inside quoted text, `&name` together with `*name` is refused as well.
enum YAMLAliasScan {
  /// An alias and its place, both from 1.
  struct Alias {
    let name: String
    let line: Int
    let column: Int
  }

  /// The first `*name` whose anchor `&name` stands anywhere in the text.
  static func firstAlias(in text: String) -> Alias? {
    let anchors = marks("&", in: text)
    guard !anchors.isEmpty else { return nil }
    let names = Set(anchors.map(\.name))
    return marks("*", in: text).first { names.contains($0.name) }
  }

  private static func marks(_ sign: Unicode.Scalar, in text: String) -> [Alias] {
    var found: [Alias] = []
    var line = 1
    var column = 0
    var previous: Unicode.Scalar = "\n"
    var open: (name: String.UnicodeScalarView, line: Int, column: Int)?
    // The letters of which libyaml makes an anchor's name; whatever follows ends it.
    func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
      default: false
      }
    }
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 0
      } else {
        column += 1
      }
      if var current = open {
        if isNamePart(scalar) {
          current.name.append(scalar)
          open = current
        } else {
          if !current.name.isEmpty {
            found.append(Alias(name: String(current.name), line: current.line, column: current.column))
          }
          open = nil
        }
      } else if scalar == sign, !previous.properties.isAlphabetic {
        open = (String.UnicodeScalarView(), line, column)
      }
      previous = scalar
    }
    if let open, !open.name.isEmpty {
      found.append(Alias(name: String(open.name), line: open.line, column: open.column))
    }
    return found
  }
}
