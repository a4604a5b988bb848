import CloudAPI

/// Where an answer is not what the service's model says of it.
enum OutputFlaw: Equatable, CustomStringConvertible {
  case unknownMember(String)
  case missingMember(String)
  case wrongType(String, wanted: ShapeKind)
  case illegalValue(String, String)

  var description: String {
    switch self {
    case .unknownMember(let path): "\(path): the model has no such member"
    case .missingMember(let path): "\(path): the model requires it"
    case .wrongType(let path, let wanted): "\(path): is no \(wanted)"
    case .illegalValue(let path, let value): "\(path): \(value) is none of the model's values"
    }
  }

  /// What kind of flaw it is, without its place.
  var kind: String {
    switch self {
    case .unknownMember: "unknown member"
    case .missingMember: "missing member"
    case .wrongType: "wrong type"
    case .illegalValue: "illegal value"
    }
  }

  /// All flaws of an operation's answer as a line prints it: what pages are told apart by is the client's, not the answer's.
  static func flaws(of answer: Value, of operation: OperationShape) -> [OutputFlaw] {
    guard let output = operation.output else { return [] }
    return flaws(of: answer, by: output).filter { flaw in
      switch flaw {
      case .missingMember(let path): !isOfPages(path, operation.paginator)
      case .unknownMember(".NextToken"): operation.paginator == nil
      // The model's values are those of a VPN gateway; AWS answers `available` (describe-internet-gateways' own example).
      case .illegalValue(let path, "available"):
        operation.name != "DescribeInternetGateways" || !path.hasSuffix(".Attachments[0].State")
      case .wrongType(let path, .string):
        // The client reads the policy documents of IAM, which the service answers as text, and prints them as JSON.
        operation.table.cliName != "iam" || !path.hasSuffix("Document") || !hasPolicy(answer, at: path)
      case .unknownMember, .wrongType, .illegalValue: true
      }
    }.filter { flaw in
      guard case .wrongType(let path, _) = flaw, isNull(answer, at: path) else { return true }
      // What the client prints as null: a member of the first page that it has not, and the location of us-east-1.
      return operation.paginator?.nonAggregateKeys.contains(String(path.dropFirst())) != true
        && operation.name != "GetBucketLocation"
    }
  }

  /// Whether a member is one that tells pages apart: it stands beside what is merged from all of them.
  private static func isOfPages(_ path: String, _ paginator: Paginator?) -> Bool {
    guard let paginator else { return false }
    let parents = paginator.resultKeys.map { $0.split(separator: ".").dropLast().map { ".\($0)" }.joined() }
    return parents.contains { path.hasPrefix($0 + ".") && !path.dropFirst($0.count + 1).contains(".") }
  }

  private static func isNull(_ answer: Value, at path: String) -> Bool { value(answer, at: path) == .null }

  private static func hasPolicy(_ answer: Value, at path: String) -> Bool {
    value(answer, at: path)?["Statement"] != nil
  }

  /// The value at a path such as `.Roles[0].RoleName`.
  private static func value(_ answer: Value, at path: String) -> Value? {
    var value: Value? = answer
    for step in path.split(whereSeparator: { ".[]".contains($0) }) {
      value =
        Int(step).flatMap { place in
          value?.elements.flatMap { $0.indices.contains(place) ? $0[place] : nil }
        } ?? value?[String(step)]
    }
    return value
  }

  /// All flaws of a value; an answer without any is empty.
  static func flaws(of value: Value, by shape: Shape, path: String = "") -> [OutputFlaw] {
    guard !shape.traits.contains(.document) else { return [] }
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      let known = Set(shape.memberNames)
      var flaws = object.keys.filter { !known.contains($0) }.map { OutputFlaw.unknownMember(path + "." + $0) }
      for member in shape.members {
        if let inner = object[member.name] {
          flaws += Self.flaws(of: inner, by: member.shape, path: path + "." + member.name)
        } else if member.isRequired {
          flaws.append(.missingMember(path + "." + member.name))
        }
      }
      return flaws
    case (.list, .array(let elements)):
      guard let element = shape.element else { return [] }
      return elements.enumerated().flatMap {
        flaws(of: $0.element, by: element, path: "\(path)[\($0.offset)]")
      }
    case (.map, .object(let object)):
      return object.members.flatMap { entry in
        (shape.key.map { flaws(of: .string(entry.key), by: $0, path: path + "{}") } ?? [])
          + (shape.element.map { flaws(of: entry.value, by: $0, path: path + "." + entry.key) } ?? [])
      }
    case (.string, .string(let text)):
      let isLegal = shape.enumValues.isEmpty || shape.enumValues.contains(text)
      return isLegal ? [] : [.illegalValue(path, text)]
    case (.timestamp, .string(let text)):
      return text.wholeMatch(of: iso) != nil ? [] : [.wrongType(path, wanted: .timestamp)]
    case (.integer, .integer), (.long, .integer), (.boolean, .bool), (.blob, .string), (.float, .number),
      (.double, .number), (.float, .integer), (.double, .integer):
      return []
    default:
      return [.wrongType(path, wanted: shape.kind)]
    }
  }

  /// A moment as version 2 of the client prints it.
  private nonisolated(unsafe) static let iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/
}
