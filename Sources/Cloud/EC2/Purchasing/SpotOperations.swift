package import EventKernel

/// Spare capacity.
enum SpotOperations {
  static let all: [any Operation.Type] = [
    RequestSpotInstances.self, DescribeSpotInstanceRequests.self, CancelSpotInstanceRequests.self,
    DescribeSpotPriceHistory.self, GetSpotPlacementScores.self,
  ]
}

/// A request as the calls show it.
package struct SpotRequestShape: Encodable, Sendable {
  package var createTime: Instant
  package var instanceId: String?
  package var launchSpecification: Launch
  package var launchedAvailabilityZone: String?
  package var productDescription = "Linux/UNIX"
  package var spotInstanceRequestId: String
  package var spotPrice: String
  package var state: String
  package var status: Status
  package var tags: [Tags.Tag]
  package var type: String
  package var validUntil: Instant?
  package var instanceInterruptionBehavior: String

  /// What is launched.
  package struct Launch: Encodable, Sendable {
    package var imageId: String
    package var instanceType: String
    package var keyName: String?
    package var placement: Place
    package var subnetId: String
    package var securityGroups: [GroupIdentifier]
    package var monitoring: MonitoringSpecification
  }

  /// Where.
  package struct Place: Encodable, Sendable { package var availabilityZone: String }

  /// Why the request is in its state.
  package struct Status: Encodable, Sendable {
    package var code: String
    package var message: String
    package var updateTime: Instant
  }

  init(_ request: SpotRequest, in world: World) {
    createTime = request.creation
    instanceId = request.instance.map { "\($0)" }
    launchSpecification = Launch(
      imageId: "\(request.launch.image)", instanceType: request.launch.type, keyName: request.launch.keyName,
      placement: Place(availabilityZone: request.zone.rawValue), subnetId: "\(request.launch.subnet)",
      securityGroups: request.launch.securityGroups.map {
        GroupIdentifier(groupId: "\($0)", groupName: world.ec2.securityGroups[$0]?.name ?? "")
      },
      monitoring: MonitoringSpecification(enabled: request.launch.options.monitoring?.enabled ?? false))
    launchedAvailabilityZone = request.instance.map { _ in request.zone.rawValue }
    spotInstanceRequestId = "\(request.id)"
    let onDemand = world.catalog.hourlyPrice(ofInstance: request.launch.type, in: request.region) ?? 0
    spotPrice = World.priceText(request.maximum ?? onDemand)
    state = request.state.rawValue
    status = Status(
      code: request.status, message: request.statusMessage, updateTime: request.statusTime)
    tags = request.tags.all
    type = request.isPersistent ? "persistent" : "one-time"
    validUntil = request.expiry
    instanceInterruptionBehavior = request.interruption.rawValue
  }
}

extension SpotRequest {
  /// AWS's sentence for the status.
  fileprivate var statusMessage: String {
    switch status {
    case "pending-evaluation": "Your Spot request has been submitted for review, and is pending evaluation."
    case "fulfilled": "Your Spot request is fulfilled."
    case "capacity-not-available": "There is no Spot capacity available that matches your request."
    case "price-too-low": "Your Spot request price is lower than the current Spot price."
    case "marked-for-termination": "Your Spot instance is marked for termination."
    case "marked-for-stop": "Your Spot instance is marked for stop."
    case "request-canceled-and-instance-running":
      "Your Spot request is canceled, but your instance is still running."
    case "canceled-before-fulfillment": "Your Spot request is canceled before it was fulfilled."
    case "schedule-expired": "Your Spot request expired before it was fulfilled."
    case let other: "Your Spot request has the status \(other)."
    }
  }
}

extension World {
  /// A price of an hour as AWS writes it: `0.043200`.
  static func priceText(_ microdollars: Int) -> String {
    let cents = String(microdollars % 1_000_000)
    return "\(microdollars / 1_000_000)." + String(repeating: "0", count: 6 - cents.utf8.count) + cents
  }

  /// A price of a call in micro-USD.
  static func price(_ text: String?, _ name: String) throws(AWSError) -> Int? {
    guard let text else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, let whole = Int(parts.first ?? ""), (0..<1_000_000).contains(whole),
      fraction.utf8.allSatisfy({ (48...57).contains($0) }), fraction.utf8.count <= 12
    else { throw .invalidParameter(text, name, "Expecting a positive number.") }
    let digits = String(fraction.prefix(6))
    let micros = Int(digits + String(repeating: "0", count: 6 - digits.utf8.count)) ?? 0
    guard whole + micros > 0 else { throw .invalidParameter(text, name, "Expecting a positive number.") }
    return whole * 1_000_000 + micros
  }

  /// Throws when a Region's spare instances would have more than 256 vCPUs (TEACH: an account's quota).
  // Simplified: vcpu-quota
  func checkSpotQuota(adding type: String, count: Int, in region: Region) throws(AWSError) {
    var used = count * (catalog.instanceType(type)?.vCPUs ?? 0)
    for (_, instance) in ec2.instances
    where instance.spotRequest != nil && instance.zone.region == region
      && [.pending, .running].contains(instance.state)
    {
      used += catalog.instanceType(instance.type)?.vCPUs ?? 0
    }
    guard used <= 256 else {
      throw AWSError("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded")
    }
  }

  /// Puts a request down.
  mutating func makeSpotRequest(
    _ launch: LaunchRequest, zone: Zone, isPersistent: Bool, interruption: SpotRequest.Interruption,
    maximum: Int?,
    expiry: Instant?, tags: Tags
  ) -> SpotRequest {
    let request = SpotRequest(
      id: SpotRequestID(bits: nextBits()), region: zone.region, isPersistent: isPersistent,
      interruption: interruption, maximum: maximum, launch: launch, zone: zone, state: .open,
      status: "pending-evaluation", statusTime: now, creation: now, expiry: expiry, instance: nil, tags: tags)
    ec2.spotRequests[request.id] = request
    return request
  }

  fileprivate func spotRequest(_ text: String, in region: Region) throws(AWSError) -> SpotRequest {
    let found = ec2.spotRequests.first { "\($0.id)" == text && $0.row.region == region }
    guard let found else {
      throw AWSError(
        "InvalidSpotInstanceRequestID.NotFound", "The spot instance request ID '\(text)' does not exist")
    }
    return found.row
  }
}

/// Asks for spare capacity; `run-instances` with market options is the newer way.
package enum RequestSpotInstances: EC2Operation {
  package static let name = "RequestSpotInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchSpecification: Specification?
    var spotPrice: String?
    var instanceCount: Int?
    var type: String?
    var validUntil: Instant?
    var instanceInterruptionBehavior: String?
    var clientToken: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?

    /// What is launched.
    struct Specification: Decodable, Sendable {
      var imageId: String?
      var instanceType: String?
      var keyName: String?
      var securityGroupIds: [String]?
      var securityGroups: [String]?
      var subnetId: String?
      /// In Base64.
      var userData: String?
      var placement: Placement?
      var blockDeviceMappings: [BlockDeviceMapping]?
      var networkInterfaces: [NetworkInterfaceSpecification]?
      var iamInstanceProfile: InstanceProfileSpecification?
      var monitoring: MonitoringSpecification?
      var ebsOptimized: Bool?
    }

    /// The zone, for launches into the default VPC.
    struct Placement: Decodable, Sendable { var availabilityZone: String? }
  }

  package struct Output: Encodable, Sendable { package var spotInstanceRequests: [SpotRequestShape] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.spotInstancesRequest, input.tagSpecifications)
      .on(.image, input.launchSpecification?.imageId).on(.subnet, input.launchSpecification?.subnetId)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context) {
      let ids = earlier.split(separator: ",")
      let rows = world.ec2.spotRequests.rows.filter { row in ids.contains { $0 == "\(row.id)" } }
      return Output(spotInstanceRequests: rows.map { SpotRequestShape($0, in: world) })
    }
    guard let specification = input.launchSpecification else {
      throw .missingParameter("launchSpecification")
    }
    let count = input.instanceCount ?? 1
    guard (1...1_000).contains(count) else {
      throw .invalidParameter("\(count)", "instanceCount", "Must be at least 1.")
    }
    let launch = try RunInstances.launchRequest(
      RunInstances.Input(spot: specification), world: world, region: context.region)
    guard let zone = world.ec2.subnets[launch.subnet]?.zone else { throw .missingParameter("SubnetId") }
    let isPersistent = try SpotRequest.isPersistent(input.type)
    let interruption = try SpotRequest.interruption(
      input.instanceInterruptionBehavior, isPersistent: isPersistent)
    let maximum = try World.price(input.spotPrice, "spotPrice")
    _ = try world.instanceType(launch.type, in: context.region)
    try world.checkSpotQuota(adding: launch.type, count: count, in: context.region)
    if let expiry = input.validUntil, expiry <= world.now {
      throw .invalidParameter(expiry.iso8601, "validUntil", "It must lie in the future.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "spot-instances-request")
    var requests: [SpotRequest] = []
    for _ in 0..<count {
      let request = world.makeSpotRequest(
        launch, zone: zone, isPersistent: isPersistent, interruption: interruption, maximum: maximum,
        expiry: input.validUntil, tags: tags)
      world.schedule(.ec2(.spot(.evaluation(request.id))), in: SpotTimings.evaluation)
      requests.append(request)
    }
    world.remember(
      requests.map { "\($0.id)" }.joined(separator: ","), for: input.clientToken, of: name, asked: "\(input)",
      context)
    return Output(spotInstanceRequests: requests.map { SpotRequestShape($0, in: world) })
  }
}

extension SpotRequest {
  /// Whether a type of request is asked again after an interruption.
  static func isPersistent(_ word: String?) throws(AWSError) -> Bool {
    switch word {
    case nil, "one-time": return false
    case "persistent": return true
    case let other: throw .invalidParameter(other ?? "", "type", "Expecting one-time or persistent.")
    }
  }

  /// What an interruption does; only persistent requests can be stopped.
  static func interruption(_ word: String?, isPersistent: Bool) throws(AWSError) -> Interruption {
    guard let word else { return .terminate }
    if word == "hibernate" { throw .notModelled("InstanceInterruptionBehavior", word) }
    guard let behaviour = Interruption(rawValue: word) else {
      throw .invalidParameter(word, "instanceInterruptionBehavior", "Expecting stop or terminate.")
    }
    guard behaviour == .terminate || isPersistent else {
      throw AWSError(
        "InvalidParameterCombination",
        "The interruption behavior '\(word)' can only be specified for a persistent request.")
    }
    return behaviour
  }
}

/// Lists requests.
package enum DescribeSpotInstanceRequests: EC2Operation {
  package static let name = "DescribeSpotInstanceRequests"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotInstanceRequestIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var spotInstanceRequests: [SpotRequestShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.spotRequests.rows.filter { $0.region == context.region }
    let rows = try named(input.spotInstanceRequestIds, all: all) { id throws(AWSError) in
      try now.spotRequest(id, in: context.region)
    }
    let fields = FilterFields<SpotRequestShape>(
      [
        "create-time": { $0.createTime }, "instance-id": { $0.instanceId },
        "launch.group-id": { $0.launchSpecification.securityGroups.map(\.groupId) },
        "launch.group-name": { $0.launchSpecification.securityGroups.map(\.groupName) },
        "launch.image-id": { $0.launchSpecification.imageId },
        "launch.instance-type": { $0.launchSpecification.instanceType },
        "launch.key-name": { $0.launchSpecification.keyName },
        "launch.monitoring-enabled": { $0.launchSpecification.monitoring.enabled },
        "launched-availability-zone": { $0.launchedAvailabilityZone },
        "launched-availability-zone-id": {
          $0.launchedAvailabilityZone.flatMap { now.catalog.id(of: Zone(rawValue: $0)) }
        },
        "spot-instance-request-id": { $0.spotInstanceRequestId }, "spot-price": { $0.spotPrice },
        "state": { $0.state }, "status-code": { $0.status.code }, "status-message": { $0.status.message },
        "type": { $0.type }, "product-description": { $0.productDescription },
        "valid-until": { $0.validUntil },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(rows.map { SpotRequestShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults)
    return Output(spotInstanceRequests: page.rows, nextToken: page.nextToken)
  }
}

/// Takes requests back; instances that they gave go on.
package enum CancelSpotInstanceRequests: EC2Operation {
  package static let name = "CancelSpotInstanceRequests"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotInstanceRequestIds: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var cancelledSpotInstanceRequests: [Row] }

  /// A request and its state.
  package struct Row: Encodable, Sendable {
    package var spotInstanceRequestId: String
    package var state: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.spotInstancesRequest, input.spotInstanceRequestIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let ids = input.spotInstanceRequestIds, !ids.isEmpty else {
      throw .missingParameter("SpotInstanceRequestId")
    }
    var rows: [Row] = []
    for text in ids {
      let request = try world.spotRequest(text, in: context.region)
      let now = world.now
      world.ec2.spotRequests.update(request.id) {
        guard [.open, .active, .disabled].contains($0.state) else { return }
        $0.status =
          $0.state == .open ? "canceled-before-fulfillment" : "request-canceled-and-instance-running"
        $0.state = .cancelled
        $0.statusTime = now
      }
      rows.append(
        Row(spotInstanceRequestId: text, state: world.ec2.spotRequests[request.id]?.state.rawValue ?? ""))
    }
    return Output(cancelledSpotInstanceRequests: rows)
  }
}
