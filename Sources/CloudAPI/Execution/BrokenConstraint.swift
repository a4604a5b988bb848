import Cloud

/// A value of an input that the model forbids for its place: none of a list, too large, or too long.
struct BrokenConstraint: Equatable {
  /// What the model asks for.
  enum Constraint: Equatable {
    /// One of these.
    case choice([String])
    /// A number up to this.
    case greatest(Double)
    /// A text or list of at most so many characters or elements.
    case longest(Double)
  }

  /// Where it stands, such as `scheme` or `actions.1.member.type`.
  let path: String
  /// The value as errors write it.
  let value: String
  let constraint: Constraint

  /// The first in an input; `nil` where every value is allowed. O(input).
  init?(in input: ValueObject, of shape: Shape?) {
    guard let shape, let found = Self.find(in: .object(input), of: shape, at: "") else { return nil }
    self = found
  }

  private init(path: String, value: String, constraint: Constraint) {
    self.path = path
    self.value = value
    self.constraint = constraint
  }

  private static func find(in value: Value, of shape: Shape, at path: String) -> BrokenConstraint? {
    switch value {
    case .string(let text):
      let choices = shape.enumValues
      if !choices.isEmpty {
        guard !choices.contains(text) else { return nil }
        return BrokenConstraint(path: path, value: text, constraint: .choice(choices))
      }
      // A blob's length is that of its bytes, which a text stands for.
      guard shape.kind == .string, let maximum = shape.maximum, Double(text.utf16.count) > maximum else {
        return nil
      }
      return BrokenConstraint(path: path, value: text, constraint: .longest(maximum))
    case .integer(let number):
      guard let maximum = shape.maximum, Double(number) > maximum else { return nil }
      return BrokenConstraint(path: path, value: String(number), constraint: .greatest(maximum))
    case .array(let elements):
      if let maximum = shape.maximum, Double(elements.count) > maximum {
        let shown = elements.map { element -> String in
          if case .string(let text) = element { text } else { "…" }
        }
        return BrokenConstraint(
          path: path, value: "[\(shown.joined(separator: ", "))]", constraint: .longest(maximum))
      }
      guard let element = shape.element, element.isConstrained else { return nil }
      for (index, inner) in elements.enumerated() {
        if let found = find(in: inner, of: element, at: "\(path).\(index + 1).member") { return found }
      }
      return nil
    case .object(let object):
      for (key, inner) in object.members {
        // Scalars without constraints are most of what calls give.
        guard let member = shape.member(key), member.mayBeConstrained else { continue }
        let name = key.prefix(1).lowercased() + key.dropFirst()
        if let found = find(in: inner, of: member.shape, at: path.isEmpty ? name : "\(path).\(name)") {
          return found
        }
      }
      return nil
    case .null, .bool, .number: return nil
    }
  }

  /// What the constraint says of the value's place.
  private var demand: String {
    switch constraint {
    case .choice(let choices): "satisfy enum value set: [\(choices.joined(separator: ", "))]"
    case .greatest(let maximum): "have value less than or equal to \(Int(maximum))"
    case .longest(let maximum): "have length less than or equal to \(Int(maximum))"
    }
  }

  /// How a service says that it does not take the value.
  func refusal(by service: String) -> AWSError {
    var alternatives: AWSError.Alternatives?
    if case .choice(let choices) = constraint {
      alternatives = AWSError.Alternatives(given: value, among: choices)
    }
    let sentence =
      "1 validation error detected: Value '\(value)' at '\(path)' failed to satisfy constraint: Member must \(demand)"
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

extension Shape {
  /// Whether the model says more of a value of this shape than its kind.
  fileprivate var isConstrained: Bool { kind.isComplex || !enumValues.isEmpty || maximum != nil }
}

extension Member {
  /// Whether a value here may have constraints, or hold one that has.
  fileprivate var mayBeConstrained: Bool {
    if case .plain = definition.reference { false } else { true }
  }
}
