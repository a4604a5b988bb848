package import EventKernel

/// Lists Spot Fleets.
package enum DescribeSpotFleetRequests: EC2Operation {
  package static let name = "DescribeSpotFleetRequests"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotFleetRequestIds: [String]?
    var nextToken: String?
    var maxResults: Int?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var spotFleetRequestConfigs: [SpotFleetShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.fleets.rows.filter { $0.family == .spot && $0.region == context.region }
    let rows = try named(input.spotFleetRequestIds, all: all) { id throws(AWSError) in
      try now.fleet(id, .spot, in: context.region)
    }
    let page = try ec2Page(
      rows.map(SpotFleetShape.init), token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(nextToken: page.nextToken, spotFleetRequestConfigs: page.rows)
  }
}

/// Lists the machines of a Spot Fleet that run.
package enum DescribeSpotFleetInstances: EC2Operation {
  package static let name = "DescribeSpotFleetInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotFleetRequestId: String?
    var nextToken: String?
    var maxResults: Int?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var activeInstances: [ActiveInstanceShape]
    package var nextToken: String?
    package var spotFleetRequestId: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let id = input.spotFleetRequestId else { throw .missingParameter("SpotFleetRequestId") }
    let fleet = try world.fleet(id, .spot, in: context.region)
    let rows = fleet.members.ids.compactMap { world.ec2.instances[$0] }.map(ActiveInstanceShape.init)
    let page = try ec2Page(rows, token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(activeInstances: page.rows, nextToken: page.nextToken, spotFleetRequestId: id)
  }
}

/// Tells what a Spot Fleet has gone through.
package enum DescribeSpotFleetRequestHistory: EC2Operation {
  package static let name = "DescribeSpotFleetRequestHistory"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotFleetRequestId: String?
    var eventType: String?
    var startTime: Instant?
    var nextToken: String?
    var maxResults: Int?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var historyRecords: [SpotFleetRecordShape]
    package var lastEvaluatedTime: Instant
    package var nextToken: String?
    package var spotFleetRequestId: String
    package var startTime: Instant
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let id = input.spotFleetRequestId else { throw .missingParameter("SpotFleetRequestId") }
    guard let start = input.startTime else { throw .missingParameter("StartTime") }
    let fleet = try world.fleet(id, .spot, in: context.region)
    let types = ["instanceChange", "fleetRequestChange", "error", "information"]
    if let type = input.eventType, !types.contains(type) {
      throw .invalidParameter(type, "EventType", "Expecting one of \(types.joined(separator: ", ")).")
    }
    let rows = fleet.history.filter { record in
      record.at >= start && input.eventType.map { $0 == record.type } ?? true
    }
    let page = try ec2Page(
      rows.map(SpotFleetRecordShape.init), token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(
      historyRecords: page.rows, lastEvaluatedTime: world.now, nextToken: page.nextToken,
      spotFleetRequestId: id, startTime: start)
  }
}
