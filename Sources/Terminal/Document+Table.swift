extension Document {
  /// Rows of cells under column heads.
  package struct Table: Sendable, Equatable {
    /// Where the text of a column stands.
    package enum Alignment: String, Sendable, Equatable {
      case left
      case right
      case centre
    }

    /// A column: its head and how its cells are set.
    package struct Column: Sendable, Equatable {
      /// The head, empty when it needs none.
      package var title: [Span]
      /// Where the cells stand; numbers stand right.
      package var alignment: Alignment

      /// A column with spans as its head.
      package init(_ title: [Span], _ alignment: Alignment = .left) {
        self.title = title
        self.alignment = alignment
      }

      /// A column with a sentence of the catalogue as its head.
      package init(_ title: String, _ alignment: Alignment = .left) {
        self.init([Span](markup: title), alignment)
      }
    }

    /// The columns from the left.
    package var columns: [Column]
    /// What the rows are, with their units; only pages show it, as screens have no place of their own for it.
    package var caption: [Span]
    /// Whether the first cell of a row says what the row is about, for those who hear a page read.
    package var headsRows: Bool
    /// The rows from the top; a row that is too short is filled with empty cells, what is over is left out.
    package var rows: [[[Span]]]

    /// A table.
    package init(
      columns: [Column], rows: [[[Span]]] = [], caption: [Span] = [], headsRows: Bool = false
    ) {
      self.columns = columns
      self.rows = rows
      self.caption = caption
      self.headsRows = headsRows
    }

    /// Adds a row of spans.
    package mutating func row(_ cells: [[Span]]) { rows.append(cells) }

    /// Adds a row of plain texts.
    package mutating func row(_ cells: [String]) { rows.append(cells.map { [Span($0)] }) }
  }
}
