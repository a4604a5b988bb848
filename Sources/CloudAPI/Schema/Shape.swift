/// What kind of value a shape describes.
package enum ShapeKind: Sendable, Equatable {
  case string
  case integer
  case long
  case float
  case double
  case boolean
  case timestamp
  case blob
  case structure
  case list
  case map

  /// The kind of a table letter, or nil.
  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "s"): self = .string
    case UInt8(ascii: "i"): self = .integer
    case UInt8(ascii: "l"): self = .long
    case UInt8(ascii: "f"): self = .float
    case UInt8(ascii: "d"): self = .double
    case UInt8(ascii: "b"): self = .boolean
    case UInt8(ascii: "t"): self = .timestamp
    case UInt8(ascii: "B"): self = .blob
    case UInt8(ascii: "S"): self = .structure
    case UInt8(ascii: "L"): self = .list
    case UInt8(ascii: "M"): self = .map
    default: return nil
    }
  }

  /// Whether the kind holds other values.
  package var isComplex: Bool {
    switch self {
    case .structure, .list, .map: true
    case .string, .integer, .long, .float, .double, .boolean, .timestamp, .blob: false
    }
  }
}

/// Traits of a shape that change how it is read or checked.
package struct ShapeTraits: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A blob that is the body of the request or the answer; on the command line a path.
  package static let streaming = ShapeTraits(rawValue: 1)
  /// A list that has no element of its own on the wire.
  package static let flattened = ShapeTraits(rawValue: 2)
  /// Free JSON.
  package static let document = ShapeTraits(rawValue: 4)
  /// A structure of which exactly one member is set.
  package static let union = ShapeTraits(rawValue: 8)
  /// A string whose content is JSON.
  package static let json = ShapeTraits(rawValue: 16)
}

/// How a table names a shape: a plain scalar by its letter, everything else by name.
enum ShapeReference: Sendable {
  case plain(ShapeKind)
  case named(String)
}

/// One line of a table's shapes, parsed.
final class ShapeDefinition: Sendable {
  let name: String
  let kind: ShapeKind
  let traits: ShapeTraits
  let minimum: Double?
  let maximum: Double?
  let enumValues: [String]
  let members: [MemberDefinition]
  let element: ShapeReference?
  let elementName: String
  let key: ShapeReference?

  init(
    name: String, kind: ShapeKind, traits: ShapeTraits = [], minimum: Double? = nil,
    maximum: Double? = nil, enumValues: [String] = [], members: [MemberDefinition] = [],
    element: ShapeReference? = nil,
    elementName: String = "", key: ShapeReference? = nil
  ) {
    self.name = name
    self.kind = kind
    self.traits = traits
    self.minimum = minimum
    self.maximum = maximum
    self.enumValues = enumValues
    self.members = members
    self.element = element
    self.elementName = elementName
    self.key = key
  }
}

/// A member of a structure as its line has it.
struct MemberDefinition: Sendable {
  let name: String
  let reference: ShapeReference
  let isRequired: Bool
  let isIdempotencyToken: Bool
  let isDeprecated: Bool
}

/// The type of a value in an operation's input or output.
///
/// A handle: the inner shapes are read from the table when they are asked for, so a recursive shape is no problem.
package struct Shape: Sendable {
  let table: ServiceTable
  let definition: ShapeDefinition

  /// The name in the service model; empty for a scalar without constraints.
  package var name: String { definition.name }
  /// The kind of value.
  package var kind: ShapeKind { definition.kind }
  /// What changes how it is read or checked.
  package var traits: ShapeTraits { definition.traits }
  /// The least number, or the least length of a string or list; nil when there is none.
  package var minimum: Double? { definition.minimum }
  /// The greatest number, or the greatest length of a string or list; nil when there is none.
  package var maximum: Double? { definition.maximum }
  /// The values of an enumeration in model order; empty for every other shape.
  package var enumValues: [String] { definition.enumValues }
  /// The members of a structure in model order; empty for every other shape.
  package var members: [Member] { definition.members.map { Member(table: table, definition: $0) } }
  /// The names of the members of a structure in model order.
  package var memberNames: [String] { definition.members.map(\.name) }
  /// The shape of the elements of a list or of the values of a map.
  package var element: Shape? { definition.element.map(table.shape) }
  /// The name in the model of a list's element shape, kept even where the shape itself is a plain scalar.
  package var elementName: String { definition.elementName }
  /// The shape of the keys of a map.
  package var key: Shape? { definition.key.map(table.shape) }

  /// The member of a structure with an API name, or nil.
  package func member(_ name: String) -> Member? {
    definition.members.first { $0.name == name }.map { Member(table: table, definition: $0) }
  }
}

/// A member of a structure.
package struct Member: Sendable {
  let table: ServiceTable
  let definition: MemberDefinition

  /// The API name.
  package var name: String { definition.name }
  /// The option's name on the command line without hyphens in front, where the client does not rename it.
  package var cliName: String { CommandLineName.of(definition.name) }
  /// Whether the model requires it.
  package var isRequired: Bool { definition.isRequired }
  /// Whether clients make it up when it is absent.
  package var isIdempotencyToken: Bool { definition.isIdempotencyToken }
  /// Whether the model calls it deprecated.
  package var isDeprecated: Bool { definition.isDeprecated }
  /// The type of its value.
  package var shape: Shape { table.shape(definition.reference) }
}
