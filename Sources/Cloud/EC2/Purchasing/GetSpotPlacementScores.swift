/// Tells how likely a request for spare capacity is met, from 1 to 10.
package enum GetSpotPlacementScores: EC2Operation {
  package static let name = "GetSpotPlacementScores"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceTypes: [String]?
    var targetCapacity: Int?
    var targetCapacityUnitType: String?
    var singleAvailabilityZone: Bool?
    var regionNames: [String]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var spotPlacementScores: [Score]
    package var nextToken: String?
  }

  /// The score of a place.
  package struct Score: Encodable, Sendable {
    package var region: String
    package var availabilityZoneId: String?
    package var score: Int
  }

  /// How many machines a pool is taken to have to spare (TEACH).
  private static let mostOfPool = 100

  /// What the target counts.
  private enum Unit: String {
    case units, vcpu
    case memory = "memory-mib"

    /// The unit of AWS's word; machines when there is none.
    init(_ word: String?) throws(AWSError) {
      guard let unit = Unit(rawValue: word ?? "units") else {
        throw .invalidParameter(
          word ?? "", "TargetCapacityUnitType", "Expecting units, vcpu or memory-mib.")
      }
      self = unit
    }

    /// How many units a machine of a type has.
    func size(of type: String, in world: World) -> Int {
      let found = world.catalog.instanceType(type)
      return switch self {
      case .units: 1
      case .vcpu: found?.vCPUs ?? 1
      case .memory: Int((found?.memoryGiB ?? 1) * 1_024)
      }
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let target = input.targetCapacity else { throw .missingParameter("TargetCapacity") }
    guard (1...2_000_000_000).contains(target) else {
      throw .invalidParameter("\(target)", "TargetCapacity", "Expecting a value between 1 and 2000000000.")
    }
    let types = input.instanceTypes ?? []
    guard !types.isEmpty else { throw .missingParameter("InstanceType") }
    for type in types where world.catalog.instanceType(type) == nil {
      if InstanceTypeNames.isOfAWS(type) { throw .notModelled("InstanceTypes", type) }
      throw AWSError("InvalidParameterValue", "Invalid value '\(type)' for InstanceType.")
    }
    let names = input.regionNames ?? world.catalog.regions.filter { !$0.needsOptIn }.map(\.region.rawValue)
    let unit = try Unit(input.targetCapacityUnitType)
    var scores: [Score] = []
    for name in names {
      let region = Region(rawValue: name)
      guard world.catalog.region(region) != nil else {
        throw .invalidParameter(name, "RegionName", "There is no such Region.")
      }
      let zones = world.catalog.zones(in: region)
      let pools = zones.map { zone in
        types.filter { world.hasSpareCapacity(SpotPool(type: $0, zone: zone.zone)) }
      }
      // More pools than one make a place likelier to serve: up to 3 points for types and zones each (TEACH).
      func likely(_ best: Int, in pools: [[String]]) -> Int {
        let room = pools.reduce(0) { sum, open in
          sum + open.reduce(0) { $0 + mostOfPool * unit.size(of: $1, in: world) }
        }
        return max(1, min(best, best * room / target))
      }
      if input.singleAvailabilityZone == true {
        for (zone, open) in zip(zones, pools) {
          let best = open.isEmpty ? 1 : min(9, 5 + min(open.count, 4))
          scores.append(
            Score(region: name, availabilityZoneId: zone.id, score: likely(best, in: [open])))
        }
      } else {
        let open = pools.reduce(0) { $0 + $1.count }
        let usable = pools.count { !$0.isEmpty }
        let best = open == 0 ? 1 : min(10, 3 + min(usable, 4) + min(open / max(1, usable), 3))
        scores.append(Score(region: name, score: likely(best, in: pools)))
      }
    }
    let page = try ec2Page(scores, token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(spotPlacementScores: page.rows, nextToken: page.nextToken)
  }
}
