package import EventKernel

/// The account in which everything lives.
package enum Account {
  /// The account's number, the one that AWS's own examples use.
  package static let id = "123456789012"

  /// The address from which the learner's calls and sessions come, the value of `aws:SourceIp`, of a network that is for examples.
  // Simplified: caller-address
  package static let learnerAddress = IPv4Address(bits: 203 << 24 | 113 << 8 | 25)

  /// The Region in which the learner's own computer stands, to the policies of Route 53.
  // Simplified: learner-requests
  package static let learnerRegion = Region(rawValue: "ap-northeast-2")
}

/// The circumstances of one call: who, where; when is the world's own time.
package struct CallContext: Sendable {
  /// Who calls.
  package let caller: Caller
  /// The Region that the call goes to.
  package let region: Region
  /// Where inside a VPC it is made; `nil` for the learner's own calls, which come over the Internet.
  package let origin: CallOrigin?
  /// What does `aws` lines inside machines, for calls that run scripts there.
  package let machineClient: MachineClient?

  /// The circumstances of a call.
  package init(
    caller: Caller = .administrator, region: Region, origin: CallOrigin? = nil,
    machineClient: MachineClient? = nil
  ) {
    self.caller = caller
    self.region = region
    self.origin = origin
    self.machineClient = machineClient
  }
}

/// An error as AWS answers it; the code and the message are AWS's own words.
package struct AWSError: Error, Hashable, Sendable {
  /// AWS's code, such as `InvalidInstanceID.NotFound`.
  package let code: String
  /// AWS's message, such as `The instance ID 'i-…' does not exist`.
  package let message: String
  /// What could have been given instead; advice for people, no part of AWS's error and of no comparison.
  package let alternatives: Alternatives?
  /// What keeps the call from being done; advice for people, no part of AWS's error and of no comparison.
  package let dependents: [Dependent]
  /// A change of identities that would allow the call once it is seen everywhere; advice for people, no part of AWS's
  /// error and of no comparison.
  package let change: RecentChange?

  /// A change of identities that not all of AWS sees yet.
  package struct RecentChange: Sendable, Equatable {
    /// How long ago it was made.
    package let age: Duration
    /// After how long it is seen everywhere.
    package let rest: Duration

    package init(age: Duration, rest: Duration) {
      self.age = age
      self.rest = rest
    }
  }
  /// The text that is no id; advice for people, no part of AWS's error and of no comparison.
  package let malformedID: MalformedID?

  /// A word of the call, and those that could stand in its place.
  package struct Alternatives: Sendable {
    /// The word that was given; empty for none.
    package let given: String
    /// The words that could be.
    package let among: [String]

    package init(given: String, among: [String]) {
      self.given = given
      self.among = among
    }
  }

  /// An error with AWS's code and message.
  package init(
    _ code: String, _ message: String, alternatives: Alternatives? = nil, dependents: [Dependent] = [],
    change: RecentChange? = nil, malformedID: MalformedID? = nil
  ) {
    self.change = change
    self.code = code
    self.message = message
    self.alternatives = alternatives
    self.dependents = dependents
    self.malformedID = malformedID
  }

  package static func == (first: AWSError, second: AWSError) -> Bool {
    first.code == second.code && first.message == second.message
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(message)
  }
}

extension AWSError {
  /// The code of refusals that are not AWS's: AWS takes the value, this world does not.
  package static let notModelledCode = "NotModelled"

  /// Whether the call itself is wrong, whatever the state of what it names: what EC2 says even when it is asked for
  /// permissions alone.
  var isAboutTheRequest: Bool {
    code.hasSuffix(".NotFound") || code.hasSuffix(".Malformed") || code.hasSuffix(".Range")
      || [
        "InvalidBlockDeviceMapping", "InvalidID", "InvalidNextToken", "InvalidParameter",
        "InvalidParameterCombination",
        "InvalidParameterValue", "MissingParameter", "VPCIdNotSpecified", Self.notModelledCode,
      ].contains(code)
  }

  /// The refusal of a value that AWS takes and this world does not; the client says so by the option's name.
  static func notModelled(_ member: String, _ value: String) -> AWSError {
    AWSError(notModelledCode, "\(member) \(value)")
  }
}

/// One AWS API operation: typed input and output, the access it needs, and what it does to the world.
///
/// Property names of `Input` and `Output` are AWS's member names with a lower-case first letter
/// (`dbInstanceIdentifier` for `DBInstanceIdentifier`); they are matched without regard to case, and the operation
/// table gives the order and spelling. A test binds every property to the table. An operation never prints, parses
/// text or reads a clock, and throws before it changes anything.
package protocol Operation: Sendable {
  associatedtype Input: Decodable & Sendable
  associatedtype Output: Encodable & Sendable

  /// The service's name on the command line, such as `ec2`.
  static var service: String { get }
  /// The operation's API name, such as `RunInstances`.
  static var name: String { get }

  /// The access that the call needs, all of which must be allowed; written with ``Access``.
  static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest]

  /// Does the operation at the world's present time.
  static func perform(_ input: Input, on world: inout World, context: CallContext) throws(AWSError) -> Output
}

extension Operation {
  /// The action of the operation on every resource; operations with resource-level permissions name them instead.
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).requests
  }

  /// The IAM action, `service:Name`, with IAM's prefix of the service.
  package static var defaultAction: String { "\(ServicePrefix.iam(of: service)):\(name)" }
}

/// An input that can ask whether the call would be allowed, without doing it.
package protocol DryRunnable {
  /// Whether the call stops after the check of permissions.
  var dryRun: Bool? { get }
}

/// The output of operations that answer nothing.
package struct NoOutput: Codable, Sendable, Equatable {
  package init() {}
}

/// The output of EC2 operations that answer `{"Return": true}`.
package struct ReturnOutput: Codable, Sendable, Equatable {
  package var `return`: Bool
  package init(return value: Bool = true) { self.return = value }
}

/// IAM's names of services where they differ from the command line's.
package enum ServicePrefix {
  /// The prefix of a service's actions in policies.
  package static func iam(of service: String) -> String {
    switch service {
    case "elbv2": "elasticloadbalancing"
    case "s3api": "s3"
    case "resourcegroupstaggingapi": "tag"
    default: service
    }
  }

  /// The name of a service in its addresses and in those of its VPC endpoints.
  package static func endpoint(of service: String) -> String {
    switch service {
    case "cloudwatch": "monitoring"
    default: iam(of: service)
    }
  }

  /// How a service other than EC2 refuses what no policy allows: services that speak JSON have an exception.
  static func refusal(of service: String, _ sentence: String) -> AWSError {
    switch service {
    case "acm", "arc-zonal-shift", "ce", "fis", "logs", "pricing", "resourcegroupstaggingapi", "savingsplans",
      "ssm":
      AWSError("AccessDeniedException", sentence)
    case "sns": AWSError("AuthorizationError", sentence)
    default: AWSError("AccessDenied", sentence)
    }
  }

  /// Whether a service is one for all Regions: its calls go to `us-east-1`, whatever Region the line names.
  package static func isGlobal(_ service: String) -> Bool {
    ["iam", "route53", "cloudfront", "ce", "savingsplans"].contains(service)
  }

  /// Whether resources of a service have policies of their own, or its calls ask those of others.
  static func hasPoliciesOfResources(_ service: String) -> Bool {
    !["ec2", "elbv2", "autoscaling", "rds", "elasticache", "cloudwatch"].contains(service)
  }

  /// Whether the resources of a service lie in the VPCs of a Region, or name its images.
  static func usesNetworks(_ service: String) -> Bool {
    ["ec2", "elbv2", "autoscaling", "rds", "elasticache", "ssm"].contains(service)
  }
}

extension World {
  /// Makes a call: authorises it, does it, and gives its output.
  ///
  /// The world stays as it was when the call throws.
  package mutating func perform<Op: Operation>(
    _ operation: Op.Type, _ input: Op.Input, context: CallContext
  ) throws(AWSError) -> Op.Output {
    try checkOptIn(to: context.region, for: Op.service)
    let isOpen = !ServicePrefix.usesNetworks(Op.service) || ec2.openRegions.contains(context.region)
    // A call that describes changes nothing when it fails: no copy of the world has to stand by.
    if isOpen, Op.name.utf8.starts(with: "Describe".utf8) || Op.name.utf8.starts(with: "List".utf8) {
      return try carryOut(operation, input, context: context)
    }
    var next = self
    if !isOpen { next.enter(context.region) }
    let output = try next.carryOut(operation, input, context: context)
    self = next
    return output
  }

  private mutating func carryOut<Op: Operation>(
    _ operation: Op.Type, _ input: Op.Input, context: CallContext
  ) throws(AWSError) -> Op.Output {
    do throws(AWSError) {
      try authorise(operation, input, context: context)
    } catch {
      throw explained(error) { settled throws(AWSError) in
        try settled.authorise(operation, input, context: context)
      }
    }
    if let asked = input as? any DryRunnable, asked.dryRun == true {
      do throws(AWSError) {
        _ = try Op.perform(input, on: &self, context: context)
      } catch {
        guard !error.isAboutTheRequest else { throw error }
      }
      throw AWSError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
    }
    let role = roleInExperiments(context.caller)
    try checkInjectedErrors(service: Op.service, operation: Op.name, role: role)
    try checkFaults(ofService: Op.service, in: context.region)
    if role != nil { fis.callingRole = role }
    defer { if role != nil { fis.callingRole = nil } }
    let output = try Op.perform(input, on: &self, context: context)
    billing.staleness.isStale = true
    return output
  }

  private func authorise<Op: Operation>(
    _ operation: Op.Type, _ input: Op.Input, context: CallContext
  ) throws(AWSError) {
    // Who may do everything is asked for nothing where no policy of a resource or an endpoint could forbid it.
    let isLimited = ServicePrefix.hasPoliciesOfResources(Op.service) || context.origin != nil
    if !isLimited, policies(of: context.caller).allowsEverything { return }
    for request in Op.access(input, in: self, context: context) {
      try authorise(request, context: context, service: Op.service, operation: Op.name)
    }
  }

  /// A refusal with the change of identities that would lift it, if a check passes where every change is seen.
  func explained(_ refusal: AWSError, unless check: (World) throws(AWSError) -> Void) -> AWSError {
    guard let change = iam.newestChange(at: now) else { return refusal }
    var settled = self
    settled.iam.settle()
    do throws(AWSError) { try check(settled) } catch { return refusal }
    return AWSError(
      refusal.code, refusal.message, alternatives: refusal.alternatives, dependents: refusal.dependents,
      change: change)
  }
}
