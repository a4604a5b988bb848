extension ServiceTable {
  static let newline = UInt8(ascii: "\n")
  static let tab = UInt8(ascii: "\t")

  /// The byte ranges of the three sections without their titles.
  static func sections(_ bytes: [UInt8], offsets: [Int], path: String) throws(SchemaError) -> [Range<Int>] {
    let titles = ["operations\n", "shapes\n", "waiters\n"].map { Array($0.utf8) }
    var result: [Range<Int>] = []
    for (index, title) in titles.enumerated() {
      let start = offsets[index]
      let end = index + 1 < offsets.count ? offsets[index + 1] : bytes.count
      guard start > 0, end <= bytes.count, start + title.count <= end, bytes[end - 1] == newline,
        bytes[start..<start + title.count].elementsEqual(title)
      else { throw .damaged(path: path, detail: "section \(index)") }
      result.append(start + title.count..<end)
    }
    return result
  }

  /// The fields of the line whose first field is `name`, by binary search.
  func line(named name: String, in section: Range<Int>) -> [Substring]? {
    let wanted = Array(name.utf8)
    var low = section.lowerBound
    var high = section.upperBound
    while low < high {
      var start = (low + high) / 2
      while start > low, bytes[start - 1] != ServiceTable.newline { start -= 1 }
      var end = start
      while bytes[end] != ServiceTable.newline { end += 1 }
      switch compare(key: start..<end, with: wanted) {
      case 0:
        // Split as bytes: splitting a string looks for grapheme clusters, twenty times as dear.
        return String(decoding: bytes[start..<end], as: UTF8.self).utf8
          .split(separator: ServiceTable.tab, omittingEmptySubsequences: false).map(Substring.init)
      case ..<0: low = end + 1
      default: high = start
      }
    }
    return nil
  }

  /// Negative when the line's first field comes before `wanted`.
  private func compare(key line: Range<Int>, with wanted: [UInt8]) -> Int {
    var index = 0
    while true {
      let position = line.lowerBound + index
      let ended = position == line.upperBound || bytes[position] == ServiceTable.tab
      if index == wanted.count { return ended ? 0 : 1 }
      if ended { return -1 }
      if bytes[position] != wanted[index] { return bytes[position] < wanted[index] ? -1 : 1 }
      index += 1
    }
  }

  /// The first fields of all lines of a section.
  func keys(in section: Range<Int>) -> [String] {
    var result: [String] = []
    var start = section.lowerBound
    while start < section.upperBound {
      var end = start
      while bytes[end] != ServiceTable.tab, bytes[end] != ServiceTable.newline { end += 1 }
      result.append(String(decoding: bytes[start..<end], as: UTF8.self))
      while bytes[end] != ServiceTable.newline { end += 1 }
      start = end + 1
    }
    return result
  }

  /// A table's reference to a shape; nil for an empty field.
  static func reference(_ field: Substring) -> ShapeReference? {
    guard let first = field.utf8.first else { return nil }
    guard first == UInt8(ascii: ":") else { return .named(String(field)) }
    return field.utf8.dropFirst().first.flatMap(ShapeKind.init(letter:)).map(ShapeReference.plain)
  }

  /// Reads a line of the shapes; nil when it is damaged.
  static func definition(_ fields: [Substring]) -> ShapeDefinition? {
    guard fields.count >= 3, let kind = fields[1].utf8.first.flatMap(ShapeKind.init(letter:)) else {
      return nil
    }
    let name = String(fields[0])
    let (traits, minimum, maximum) = traits(fields[2])
    switch kind {
    case .structure:
      return ShapeDefinition(
        name: name, kind: kind, traits: traits, minimum: minimum, maximum: maximum,
        members: fields[3...].compactMap(member))
    case .list:
      guard fields.count == 5, let element = reference(fields[3]) else { return nil }
      return ShapeDefinition(
        name: name, kind: kind, traits: traits, minimum: minimum, maximum: maximum, element: element,
        elementName: String(fields[4]))
    case .map:
      guard fields.count == 5, let key = reference(fields[3]), let element = reference(fields[4]) else {
        return nil
      }
      return ShapeDefinition(
        name: name, kind: kind, traits: traits, minimum: minimum, maximum: maximum, element: element, key: key
      )
    case .string, .integer, .long, .float, .double, .boolean, .timestamp, .blob:
      return ShapeDefinition(
        name: name, kind: kind, traits: traits, minimum: minimum, maximum: maximum,
        enumValues: fields[3...].map(String.init))
    }
  }

  private static func traits(_ field: Substring) -> (ShapeTraits, Double?, Double?) {
    var traits: ShapeTraits = []
    var minimum: Double?
    var maximum: Double?
    for part in field.utf8.split(separator: UInt8(ascii: ",")).map(Substring.init) {
      switch part {
      case "streaming": traits.insert(.streaming)
      case "flattened": traits.insert(.flattened)
      case "document": traits.insert(.document)
      case "union": traits.insert(.union)
      case "jsonvalue": traits.insert(.json)
      default:
        if part.hasPrefix("m=") {
          minimum = Double(part.dropFirst(2))
        } else if part.hasPrefix("M=") {
          maximum = Double(part.dropFirst(2))
        }
      }
    }
    return (traits, minimum, maximum)
  }

  private static func member(_ field: Substring) -> MemberDefinition? {
    let parts = field.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
    guard parts.count >= 2, let reference = reference(parts[1]) else { return nil }
    let flags = parts.count > 2 ? parts[2] : ""
    return MemberDefinition(
      name: String(parts[0]), reference: reference, isRequired: flags.utf8.contains(UInt8(ascii: "!")),
      isIdempotencyToken: flags.utf8.contains(UInt8(ascii: "*")),
      isDeprecated: flags.utf8.contains(UInt8(ascii: "~")))
  }

  /// The definition of a scalar without constraints.
  static func plain(_ kind: ShapeKind) -> ShapeDefinition {
    switch kind {
    case .string: plainString
    case .integer: plainInteger
    case .long: plainLong
    case .float: plainFloat
    case .double: plainDouble
    case .boolean: plainBoolean
    case .timestamp: plainTimestamp
    case .blob: plainBlob
    case .structure, .list, .map: preconditionFailure("a table refers to a complex shape by its name")
    }
  }

  private static let plainString = ShapeDefinition(name: "", kind: .string)
  private static let plainInteger = ShapeDefinition(name: "", kind: .integer)
  private static let plainLong = ShapeDefinition(name: "", kind: .long)
  private static let plainFloat = ShapeDefinition(name: "", kind: .float)
  private static let plainDouble = ShapeDefinition(name: "", kind: .double)
  private static let plainBoolean = ShapeDefinition(name: "", kind: .boolean)
  private static let plainTimestamp = ShapeDefinition(name: "", kind: .timestamp)
  private static let plainBlob = ShapeDefinition(name: "", kind: .blob)
}
