/// Writes one YAML document, laid out as libyaml lays it out.
///
/// AWS CLI version 2 prints YAML through that library (ruamel.yaml's safe dumper), so its folding at 80 columns, its
/// quoting and its indentation are followed.
struct YAMLWriter {
  private var output = String.UnicodeScalarView()
  private var column = 0
  private var indent = -1
  private var isAfterSpace = true
  private var isInIndentation = true
  private var isOpenEnded = false

  private static let bestIndent = 2
  private static let bestWidth = 80
  /// The longest key that stands before its colon without a `?`, in bytes.
  private static let simpleKeyLength = 128

  mutating func write(_ value: Value) {
    writeNode(value, isMember: false)
    if value.isScalar, isOpenEnded {
      writeIndent()
      put("...")
    }
  }

  /// The document with its last newline.
  mutating func finish() -> String {
    if column > 0 { breakLine() }
    return String(output)
  }

  private mutating func writeNode(_ value: Value, isMember: Bool) {
    switch value {
    case .array(let elements):
      if elements.isEmpty {
        writeIndicator("[]", needsSpace: true)
      } else {
        writeBlock(elements, isMember: isMember)
      }
    case .object(let object):
      if object.members.isEmpty { writeIndicator("{}", needsSpace: true) } else { writeBlock(object) }
    case .string(let text): writeScalar(YAMLScalar(text), isKey: false)
    case .null: writeScalar(YAMLScalar(plain: "null"), isKey: false)
    case .bool(let flag): writeScalar(YAMLScalar(plain: flag ? "true" : "false"), isKey: false)
    case .integer(let integer): writeScalar(YAMLScalar(plain: String(integer)), isKey: false)
    case .number(let number): writeScalar(YAMLScalar(plain: number.pythonText), isKey: false)
    }
  }

  private mutating func writeBlock(_ elements: [Value], isMember: Bool) {
    let outer = indent
    increaseIndent(isFlow: false, isIndentless: isMember && !isInIndentation)
    for element in elements {
      writeIndent()
      writeIndicator("-", needsSpace: true, keepsIndentation: true)
      writeNode(element, isMember: false)
    }
    indent = outer
  }

  private mutating func writeBlock(_ object: ValueObject) {
    let outer = indent
    increaseIndent(isFlow: false, isIndentless: false)
    for member in object.sortedMembers {
      writeIndent()
      let key = YAMLScalar(member.key)
      if key.isMultiline || member.key.utf8.count > Self.simpleKeyLength {
        writeIndicator("?", needsSpace: true, keepsIndentation: true)
        writeScalar(key, isKey: false)
        writeIndent()
        writeIndicator(":", needsSpace: true, keepsIndentation: true)
      } else {
        writeScalar(key, isKey: true)
        writeIndicator(":", needsSpace: false)
      }
      writeNode(member.value, isMember: true)
    }
    indent = outer
  }

  private mutating func increaseIndent(isFlow: Bool, isIndentless: Bool) {
    if indent < 0 {
      indent = isFlow ? Self.bestIndent : 0
    } else if !isIndentless {
      indent += Self.bestIndent
    }
  }

  private mutating func put(_ text: some Sequence<Unicode.Scalar>) {
    for scalar in text {
      output.append(scalar)
      column += 1
    }
  }

  private mutating func put(_ text: String) { put(text.unicodeScalars) }

  private mutating func breakLine(_ scalar: Unicode.Scalar = "\n") {
    output.append(scalar)
    column = 0
  }

  private mutating func writeIndent() {
    let wanted = max(indent, 0)
    if !isInIndentation || column > wanted || (column == wanted && !isAfterSpace) { breakLine() }
    while column < wanted { put(" ") }
    isAfterSpace = true
    isInIndentation = true
  }

  private mutating func writeIndicator(_ text: String, needsSpace: Bool, keepsIndentation: Bool = false) {
    if needsSpace, !isAfterSpace { put(" ") }
    put(text)
    isAfterSpace = false
    isInIndentation = isInIndentation && keepsIndentation
    isOpenEnded = false
  }
}

extension YAMLWriter {
  private mutating func writeScalar(_ scalar: YAMLScalar, isKey: Bool) {
    let outer = indent
    increaseIndent(isFlow: true, isIndentless: false)
    switch scalar.style(isKey: isKey) {
    case .plain: writePlain(scalar.scalars, folds: !isKey)
    case .singleQuoted: writeSingleQuoted(scalar.scalars, folds: !isKey)
    case .doubleQuoted: writeDoubleQuoted(scalar.scalars, folds: !isKey)
    }
    indent = outer
  }

  private mutating func writePlain(_ scalars: [Unicode.Scalar], folds: Bool) {
    if !isAfterSpace, !scalars.isEmpty { put(" ") }
    var afterSpace = false
    for (position, scalar) in scalars.enumerated() {
      let isSpace = scalar == " "
      if isSpace, folds, !afterSpace, column > Self.bestWidth, !scalars.isSpace(at: position + 1) {
        writeIndent()
      } else {
        put([scalar])
      }
      if !isSpace { isInIndentation = false }
      afterSpace = isSpace
    }
    isAfterSpace = false
    isInIndentation = false
    isOpenEnded = true
  }

  private mutating func writeSingleQuoted(_ scalars: [Unicode.Scalar], folds: Bool) {
    writeIndicator("'", needsSpace: true)
    var afterSpace = false
    var afterBreak = false
    for (position, scalar) in scalars.enumerated() {
      if scalar == " " {
        let isInside = position > 0 && position < scalars.count - 1
        if folds, !afterSpace, column > Self.bestWidth, isInside, !scalars.isSpace(at: position + 1) {
          writeIndent()
        } else {
          put(" ")
        }
        afterSpace = true
      } else if scalar.isYAMLBreak {
        if !afterBreak, scalar == "\n" { breakLine() }
        breakLine(scalar)
        isInIndentation = true
        afterBreak = true
      } else {
        if afterBreak { writeIndent() }
        put(scalar == "'" ? ["'", "'"] : [scalar])
        isInIndentation = false
        afterSpace = false
        afterBreak = false
      }
    }
    if afterBreak { writeIndent() }
    writeIndicator("'", needsSpace: false)
  }

  private mutating func writeDoubleQuoted(_ scalars: [Unicode.Scalar], folds: Bool) {
    writeIndicator("\"", needsSpace: true)
    var afterSpace = false
    for (position, scalar) in scalars.enumerated() {
      if !scalar.isYAMLPrintable || scalar.isYAMLBreak || scalar == "\"" || scalar == "\\" {
        put(scalar.yamlEscape)
        afterSpace = false
      } else if scalar == " " {
        let isInside = position > 0 && position < scalars.count - 1
        if folds, !afterSpace, column > Self.bestWidth, isInside {
          writeIndent()
          if scalars.isSpace(at: position + 1) { put("\\") }
        } else {
          put(" ")
        }
        afterSpace = true
      } else {
        put([scalar])
        afterSpace = false
      }
    }
    writeIndicator("\"", needsSpace: false)
  }
}

extension [Unicode.Scalar] {
  fileprivate func isSpace(at position: Int) -> Bool { position < count && self[position] == " " }
}

extension Unicode.Scalar {
  /// The code point as an escape in double quotation marks.
  fileprivate var yamlEscape: String {
    switch value {
    case 0x00: "\\0"
    case 0x07: "\\a"
    case 0x08: "\\b"
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0B: "\\v"
    case 0x0C: "\\f"
    case 0x0D: "\\r"
    case 0x1B: "\\e"
    case 0x22: "\\\""
    case 0x5C: "\\\\"
    case 0x85: "\\N"
    case 0xA0: "\\_"
    case 0x2028: "\\L"
    case 0x2029: "\\P"
    case ...0xFF: "\\x" + hexadecimal(width: 2).uppercased()
    case ...0xFFFF: "\\u" + hexadecimal(width: 4).uppercased()
    default: "\\U" + hexadecimal(width: 8).uppercased()
    }
  }
}
