package import EventKernel

/// Instances.
enum InstanceOperations {
  static let all: [any Operation.Type] = [
    RunInstances.self, DescribeInstances.self, DescribeInstanceStatus.self, DescribeInstanceAttribute.self,
    ModifyInstanceAttribute.self, StartInstances.self, StopInstances.self, RebootInstances.self,
    TerminateInstances.self, GetConsoleOutput.self,
  ]
}

/// Lists instances by their launches.
package enum DescribeInstances: EC2Operation {
  package static let name = "DescribeInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    private let deferred: Deferred<[ReservationShape]>
    package let nextToken: String?

    /// The launches and their instances.
    package var reservations: [ReservationShape] { deferred.value }

    fileprivate init(_ instances: [Instance], of world: World, nextToken: String?) {
      deferred = Deferred { world.reservations(of: instances) }
      self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
      case deferred = "reservations"
      case nextToken
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    try checkPaging(input.instanceIds, "instancesSet", limit: input.maxResults)
    let rows = try named(input.instanceIds, all: now.instances(in: context.region)) { id throws(AWSError) in
      try now.instance(id, in: context.region)
    }
    let selected = try now.select(rows, input.filters)
    let page = try ec2Page(selected, token: input.nextToken, limit: input.maxResults)
    return Output(page.rows, of: now, nextToken: page.nextToken)
  }
}

/// Tells what the status checks of instances say.
package enum DescribeInstanceStatus: EC2Operation {
  package static let name = "DescribeInstanceStatus"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    var filters: [Filter]?
    var includeAllInstances: Bool?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceStatuses: [StatusShape]
    package var nextToken: String?
  }

  /// The status of one instance.
  package struct StatusShape: Encodable, Sendable {
    package var availabilityZone: String
    package var availabilityZoneId: String?
    package var instanceId: String
    package var instanceState: InstanceStateShape
    package var instanceStatus: Summary
    package var systemStatus: Summary
    package var attachedEbsStatus: Summary
  }

  /// What one of the checks says.
  package struct Summary: Encodable, Sendable {
    package var details: [Detail]?
    package var status: String
  }

  /// The reachability that a check looked at.
  package struct Detail: Encodable, Sendable {
    package var impairedSince: Instant?
    package var name = "reachability"
    package var status: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    try checkPaging(input.instanceIds, "instancesSet", limit: input.maxResults)
    let rows = try named(input.instanceIds, all: now.instances(in: context.region)) { id throws(AWSError) in
      try now.instance(id, in: context.region)
    }
    let shown = rows.filter { input.includeAllInstances == true || $0.state == .running }
    let shapes = shown.map { shape(of: $0, in: now) }
    let fields = FilterFields<StatusShape>([
      "availability-zone": { $0.availabilityZone }, "availability-zone-id": { $0.availabilityZoneId },
      "instance-state-name": { $0.instanceState.name }, "instance-state-code": { $0.instanceState.code },
      "instance-status.status": { $0.instanceStatus.status },
      "instance-status.reachability": { $0.instanceStatus.details?.map(\.status) },
      "system-status.status": { $0.systemStatus.status },
      "system-status.reachability": { $0.systemStatus.details?.map(\.status) },
      "attached-ebs-status.status": { $0.attachedEbsStatus.status },
    ])
    let page = try ec2Page(
      try fields.select(shapes, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(instanceStatuses: page.rows, nextToken: page.nextToken)
  }

  /// The checks run every minute (facts: EC2 2.3), the first a minute after the instance runs.
  private static func shape(of instance: Instance, in world: World) -> StatusShape {
    let notBooting = Summary(
      details: [Detail(impairedSince: instance.launchTime + .seconds(60), status: "failed")],
      status: "impaired")
    let summary: Summary
    if instance.state != .running {
      summary = Summary(status: "not-applicable")
    } else if let lost = instance.powerLost, world.now - lost >= .seconds(60) {
      let detail = Detail(impairedSince: lost + .seconds(60), status: "failed")
      summary = Summary(details: [detail], status: "impaired")
    } else if world.now - instance.launchTime < InstanceTimings.pending + .seconds(60) {
      summary = Summary(details: [Detail(status: "initializing")], status: "initializing")
    } else {
      summary = Summary(details: [Detail(status: "passed")], status: "ok")
    }
    return StatusShape(
      availabilityZone: instance.zone.rawValue, availabilityZoneId: world.catalog.id(of: instance.zone),
      instanceId: "\(instance.id)", instanceState: InstanceStateShape(instance.state),
      instanceStatus: instance.cannotBoot ? notBooting : summary, systemStatus: summary,
      attachedEbsStatus: summary)
  }
}

/// Shows what an instance wrote while it booted, and with it why its application did not start.
package enum GetConsoleOutput: EC2Operation {
  package static let name = "GetConsoleOutput"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var latest: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceId: String
    package var timestamp: Instant
    package var output: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    return Output(
      instanceId: text, timestamp: world.now, output: world.consoleLines(of: instance).joined(separator: "\n")
    )
  }
}

extension World {
  /// The instances of a Region by id.
  func instances(in region: Region) -> [Instance] {
    ec2.instances.rows.filter { $0.zone.region == region }
  }

  /// What the console shows: the kernel once it is up, then the application or the reason why it is not.
  fileprivate func consoleLines(of instance: Instance) -> [String] {
    let up = instance.launchTime + InstanceTimings.pending + InstanceTimings.operatingSystem
    guard now >= up, instance.state != .pending else { return [] }
    let name = privateDNSName(of: instance).split(separator: ".").first ?? ""
    let script = instance.bootLog.split(separator: "\n").prefix(30).map { "cloud-init[1]: \($0)" }
    var lines = [
      "[    0.000000] Linux version 6.1.158 (\(architecture(of: instance)))"
    ]
    lines += script
    lines += [
      "[   24.700000] cloud-init: Cloud-init finished, datasource DataSourceEc2",
      "\(name) login:",
    ]
    switch instance.activity {
    case .booting: lines.append("app[1]: starting")
    case .serving:
      let program = rootVolume(of: instance)?.contents.system?.webServer?.program.rawValue ?? "app"
      lines.append("\(program)[1]: listening on port \(app(of: instance)?.port ?? 80)")
    case .appFailed(let failure): lines.append("app[1]: \(failure.consoleWords)")
    case .silent: break
    }
    return lines
  }
}

extension Instance.BootFailure {
  /// What the application writes to the console before it ends, as programs do in English.
  fileprivate var consoleWords: String {
    switch self {
    case .noApplication: "no application is installed in this image"
    case .unknownSetting(let key): "error: unknown setting '\(key.printable)' in user data"
    case .invalidSetting(let key, let value):
      "error: setting '\(key.printable)' does not take the value '\(value.printable)'"
    case .notEnoughMemory(let needed, let available):
      "Out of memory: the application needs \(gibibytes(needed)) GiB, the machine has \(gibibytes(available)) GiB"
    case .noSystem: "error: no bootable device"
    case .stoppedByHand: "stopped"
    case .notEnabled(let unit): "\(unit) is disabled: it does not start at boot"
    case .noWayOut:
      "nothing serves: the packages could not be downloaded, since the machine has no way to the Internet"
    case .scriptServesNothing: "nothing serves: the script of the user data has started no web server"
    case .tornFileSystem: "EXT4-fs error: bad journal, mounting read-only; Kernel panic - not syncing"
    case .otherArchitecture(let architecture): "error: the kernel is built for \(architecture)"
    }
  }
}

extension String {
  /// The text without control characters, which a console would obey.
  var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.isControl ? "?" : $0 }))
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isControl: Bool { generalCategory == .control || generalCategory == .format }
}
