/// `--output table`: titled sections with ruled columns, as the AWS CLI draws them without colour.
package struct TableOutput: Sendable {
  /// The columns assumed without a terminal.
  package static let defaultWidth = 80

  private let title: String
  private let width: Int

  /// A table with a title, the operation's name in CamelCase, for a terminal of some columns.
  package init(title: String, width: Int = defaultWidth) {
    self.title = title
    self.width = width
  }

  /// The value as a table; nothing for `null`, `false`, zero and what is empty.
  package func render(_ value: Value) throws(OutputError) -> String {
    var sections: [TableSection] = []
    guard try build(title, value, indent: 0, into: &sections) else { return "" }
    var total = sections.map(\.totalWidth).max() ?? 0
    if total > width {
      sections = try sections.map { section throws(OutputError) in try section.upright() }
      total = sections.map(\.totalWidth).max() ?? 0
    }
    var output = String(repeating: "-", count: total) + "\n"
    for section in sections { section.write(width: total, to: &output) }
    return output
  }

  /// Adds the sections of a value; without a title its rows go on in the section before. False for what is empty.
  private func build(
    _ title: String?, _ value: Value, indent: Int, into sections: inout [TableSection]
  ) throws(OutputError) -> Bool {
    guard !value.isPythonFalse else { return false }
    if let title { sections.append(TableSection(title: title, indent: indent)) }
    switch value {
    case .array(let elements):
      if elements[0].object != nil {
        try build(list: elements, title: title ?? "", indent: indent, into: &sections)
      } else {
        try build(rows: elements, into: &sections)
      }
    case .object(let object): try build(object, indent: indent, into: &sections)
    case .null, .bool, .integer, .number, .string: break
    }
    return true
  }

  private func build(rows: [Value], into sections: inout [TableSection]) throws(OutputError) {
    for row in rows {
      switch row {
      case .null, .bool, .integer, .number, .string:
        try sections[sections.count - 1].add(row: [row.pythonText])
      case .object(let object): try sections[sections.count - 1].add(row: object.keys)
      case .array(let cells):
        if cells.allSatisfy(\.isScalar) {
          try sections[sections.count - 1].add(row: cells.map(\.pythonText))
        } else {
          _ = try build(nil, row, indent: 0, into: &sections)
        }
      }
    }
  }

  private func build(
    _ object: ValueObject, indent: Int, into sections: inout [TableSection]
  ) throws(OutputError) {
    let members = object.sortedMembers
    let scalars = members.filter(\.value.isScalar)
    if scalars.count == 1 {
      try sections[sections.count - 1].add(row: [scalars[0].key, scalars[0].value.pythonText])
    } else if !scalars.isEmpty {
      try sections[sections.count - 1].add(headers: scalars.map(\.key))
      try sections[sections.count - 1].add(row: scalars.map(\.value.pythonText))
    }
    for member in members where !member.value.isScalar {
      _ = try build(member.key, member.value, indent: indent + 1, into: &sections)
    }
  }

  private func build(
    list elements: [Value], title: String, indent: Int, into sections: inout [TableSection]
  ) throws(OutputError) {
    let headers = elements.scalarKeys
    let more = elements.sortedKeys { !$0.isScalar }
    try sections[sections.count - 1].add(headers: headers)
    for (position, element) in elements.enumerated() {
      guard case .object(let object) = element else { throw .mixedRows }
      if position > 0, !more.isEmpty {
        sections.append(TableSection(title: title, indent: indent))
        try sections[sections.count - 1].add(headers: headers)
      }
      try sections[sections.count - 1].add(row: headers.map { object[$0]?.pythonText ?? "" })
      for key in more {
        guard let value = object[key] else { continue }
        _ = try build(key, value, indent: indent + 1, into: &sections)
      }
    }
  }
}

extension Value {
  /// Whether Python takes the value for false.
  fileprivate var isPythonFalse: Bool {
    switch self {
    case .integer(let integer): integer == 0
    case .number(let number): number == 0
    case .null, .bool, .string, .array, .object: !isTrue
    }
  }
}
