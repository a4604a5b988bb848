import Cloud

/// A value of an input that is none of those which the model lists for its place.
struct UnknownChoice: Equatable {
  /// Where it stands, such as `scheme` or `actions.1.member.type`.
  let path: String
  let value: String
  let choices: [String]

  /// The first in an input; `nil` where every value is one of its list. O(input).
  init?(in input: ValueObject, of shape: Shape?) {
    guard let shape, let found = Self.find(in: .object(input), of: shape, at: "") else { return nil }
    self = found
  }

  private init(path: String, value: String, choices: [String]) {
    self.path = path
    self.value = value
    self.choices = choices
  }

  private static func find(in value: Value, of shape: Shape, at path: String) -> UnknownChoice? {
    switch value {
    case .string(let text):
      let choices = shape.enumValues
      guard !choices.isEmpty, !choices.contains(text) else { return nil }
      return UnknownChoice(path: path, value: text, choices: choices)
    case .array(let elements):
      guard let element = shape.element, element.kind.isComplex || !element.enumValues.isEmpty else {
        return nil
      }
      for (index, inner) in elements.enumerated() {
        if let found = find(in: inner, of: element, at: "\(path).\(index + 1).member") { return found }
      }
      return nil
    case .object(let object):
      for (key, inner) in object.members {
        // Scalars other than strings and texts without a list are most of what calls give.
        guard let member = shape.member(key), member.mayBeChosen else { continue }
        let name = key.prefix(1).lowercased() + key.dropFirst()
        if let found = find(in: inner, of: member.shape, at: path.isEmpty ? name : "\(path).\(name)") {
          return found
        }
      }
      return nil
    case .null, .bool, .integer, .number: return nil
    }
  }

  /// How a service says that it does not know the value.
  func refusal(by service: String) -> AWSError {
    let alternatives = AWSError.Alternatives(given: value, among: choices)
    let sentence =
      "1 validation error detected: Value '\(value)' at '\(path)' failed to satisfy constraint: Member must satisfy "
      + "enum value set: [\(choices.joined(separator: ", "))]"
    switch service {
    case "ec2":
      let name = path.split(separator: ".").last { $0 != "member" && Int($0) == nil } ?? ""
      return AWSError(
        "InvalidParameterValue", "Value (\(value)) for parameter \(name) is invalid.",
        alternatives: alternatives)
    case "s3api":
      return AWSError(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
        alternatives: alternatives)
    case "route53": return AWSError("InvalidInput", sentence, alternatives: alternatives)
    case "cloudfront": return AWSError("InvalidArgument", sentence, alternatives: alternatives)
    case "sns": return AWSError("InvalidParameter", "Invalid parameter: \(path)", alternatives: alternatives)
    case "logs": return AWSError("InvalidParameterException", sentence, alternatives: alternatives)
    case "acm", "arc-zonal-shift", "ce", "fis", "pricing", "resourcegroupstaggingapi", "savingsplans", "ssm":
      return AWSError("ValidationException", sentence, alternatives: alternatives)
    default: return AWSError("ValidationError", sentence, alternatives: alternatives)
    }
  }
}

extension Member {
  /// Whether a value here may be one of a list, or hold one.
  fileprivate var mayBeChosen: Bool {
    if case .plain = definition.reference { false } else { true }
  }
}
