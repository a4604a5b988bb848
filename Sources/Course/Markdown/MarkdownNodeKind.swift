import CCommonMark

/// The kinds of cmark's nodes as the builder tells them apart.
enum MarkdownNodeKind: Equatable {
  case document
  case paragraph
  case heading
  case list
  case item
  case quote
  case codeBlock
  case thematicBreak
  case table
  case tableRow
  case tableCell
  case text
  case softBreak
  case lineBreak
  case code
  case emphasis
  case strong
  case link
  case image
  case html
  /// A node that none of our extensions makes.
  case other

  init(of node: OpaquePointer) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: self = .document
    case CMARK_NODE_PARAGRAPH: self = .paragraph
    case CMARK_NODE_HEADING: self = .heading
    case CMARK_NODE_LIST: self = .list
    case CMARK_NODE_ITEM: self = .item
    case CMARK_NODE_BLOCK_QUOTE: self = .quote
    case CMARK_NODE_CODE_BLOCK: self = .codeBlock
    case CMARK_NODE_THEMATIC_BREAK: self = .thematicBreak
    case CMARK_NODE_TEXT: self = .text
    case CMARK_NODE_SOFTBREAK: self = .softBreak
    case CMARK_NODE_LINEBREAK: self = .lineBreak
    case CMARK_NODE_CODE: self = .code
    case CMARK_NODE_EMPH: self = .emphasis
    case CMARK_NODE_STRONG: self = .strong
    case CMARK_NODE_LINK: self = .link
    case CMARK_NODE_IMAGE: self = .image
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: self = .html
    default: self = Self.extended(node)
    }
  }

  /// The table extension numbers its nodes when it registers, so they are told by name.
  private static func extended(_ node: OpaquePointer) -> MarkdownNodeKind {
    switch text(cmark_node_get_type_string(node)) {
    case "table": .table
    case "table_row", "table_header": .tableRow
    case "table_cell": .tableCell
    default: .other
    }
  }

  /// A text of cmark's, copied; empty for none.
  static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }

  /// The alignment of each column of a table.
  static func alignments(of table: OpaquePointer) -> [MarkdownTable.Alignment] {
    let count = Int(cmark_gfm_extensions_get_table_columns(table))
    guard let letters = cmark_gfm_extensions_get_table_alignments(table) else { return [] }
    return (0..<count).map { index in
      switch letters[index] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .natural
      }
    }
  }
}
