/// Text for HTML and SVG: what is somebody's own can end no element and no attribute.
enum HTMLText {
  /// The text with every sign that HTML reads otherwise written as a reference; linear in its length.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
  }

  /// An element with what stands in it, which is HTML already.
  static func element(_ name: String, _ inner: String, kind: String? = nil) -> String {
    let attribute = kind.map { " class=\"\($0)\"" } ?? ""
    return "<\(name)\(attribute)>\(inner)</\(name)>"
  }
}
