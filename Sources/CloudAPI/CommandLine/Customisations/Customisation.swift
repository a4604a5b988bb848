/// What the command line of one operation does beyond its members' plain options.
///
/// Each service's file gives the closures of its operations; an operation without any keeps the empty ones.
struct Customisation {
  /// Refuses options that do not go together, before their values are read.
  var check: (GivenOptions) throws(AWSUsageError) -> Void = { (_: GivenOptions) throws(AWSUsageError) in }
  /// Puts an option of the client's own into the input; false when it knows no such option.
  var add: (String, GivenOptions, inout ValueObject) throws(AWSUsageError) -> Bool = {
    (_: String, _: GivenOptions, _: inout ValueObject) throws(AWSUsageError) in false
  }
  /// Rewrites the whole input just before validation.
  var finish: (inout ValueObject) throws(AWSUsageError) -> Void = {
    (_: inout ValueObject) throws(AWSUsageError) in
  }

  /// The customisation of an operation.
  static func of(service: String, operation: String, context: AWSContext) -> Customisation {
    switch service {
    case "ec2": ec2(operation)
    case "cloudwatch": cloudWatch(operation)
    case "cloudfront": cloudFront(operation, context)
    case "route53": route53(operation)
    case "autoscaling": autoScaling(operation)
    case "iam": iam(operation, context)
    default: Customisation()
    }
  }
}

/// The options of a line, files already replaced by their contents.
struct GivenOptions {
  /// The words of an option with a value; an empty list for an option without words.
  var words: [String: [String]] = [:]
  /// Whether a flag is on.
  var flags: [String: Bool] = [:]

  /// The option's single word, or nil when it is not on the line.
  func word(_ name: String) -> String? { words[name].map { $0.first ?? "" } }

  /// Whether the option is on the line and says something: a word that is not empty, a flag that is on.
  func says(_ name: String) -> Bool {
    if let flag = flags[name] { return flag }
    guard let words = words[name] else { return false }
    return words.contains { !$0.isEmpty }
  }

  /// Refuses a member together with the simple options that stand for it, in the client's words (its variables' names).
  func refuse(_ member: String, with simple: [String]) throws(AWSUsageError) {
    guard words[member] != nil, let first = simple.first(where: { words[$0] != nil }) else { return }
    throw .exclusive(
      "The key \"\(GivenOptions.variable(first))\" cannot be specified when one of the following keys are also "
        + "specified: \(GivenOptions.variable(member))")
  }

  private static func variable(_ option: String) -> String {
    option.split(separator: "-").joined(separator: "_")
  }
}

extension ValueObject {
  /// Changes a member that is an object, made when it is absent.
  mutating func changeObject(_ key: String, _ edit: (inout ValueObject) -> Void) {
    var inner = self[key]?.object ?? ValueObject()
    edit(&inner)
    self[key] = .object(inner)
  }

  /// Changes the first element, an object, of a member that is an array; made from `initial` when it is absent.
  mutating func changeFirst(
    _ key: String, initial: ValueObject = ValueObject(), _ edit: (inout ValueObject) -> Void
  ) {
    var elements = self[key]?.elements ?? [.object(initial)]
    var first = elements.first?.object ?? initial
    edit(&first)
    if elements.isEmpty { elements = [.object(first)] } else { elements[0] = .object(first) }
    self[key] = .array(elements)
  }
}
