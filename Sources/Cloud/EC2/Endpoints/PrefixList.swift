import EventKernel

/// The address ranges of one of AWS's services in a Region, which routes and rules name together.
struct PrefixList: Sendable {
  let id: String
  let name: String
  let blocks: [CIDRBlock]
  /// For how many rules of a security group one that names the list counts (VPC User Guide: weights of AWS-managed
  /// prefix lists).
  let weight: Int
}

extension World {
  /// The lists of a Region: CloudFront's servers, DynamoDB, S3. The ranges are addresses of AWS, few of many; in AWS they
  /// change from time to time.
  // Simplified: prefix-list-ranges
  func prefixLists(in region: Region) -> [PrefixList] {
    guard let number = catalog.regions.firstIndex(where: { $0.region == region }) else { return [] }
    func list(_ seed: Int, _ name: String, _ weight: Int, _ blocks: [String]) -> PrefixList {
      let digits = String(Draws.mix(UInt64(number + seed)) >> 32, radix: 16)
      let id = "pl-" + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits.prefix(8)
      return PrefixList(id: id, name: name, blocks: blocks.compactMap { CIDRBlock($0) }, weight: weight)
    }
    let place = "com.amazonaws.\(region.rawValue)"
    return [
      list(
        163, "com.amazonaws.global.cloudfront.origin-facing", 55, ["130.176.0.0/18", "64.252.64.0/18"]),
      list(263, "\(place).dynamodb", 1, ["52.94.\(number * 4 % 256).0/22"]),
      list(63, "\(place).s3", 1, ["52.\(200 + number % 20).0.0/17", "3.5.\(number * 4 % 256).0/22"]),
    ]
  }

  /// A list by its id, of whatever Region.
  func prefixList(_ id: String) -> PrefixList? {
    for region in catalog.regions {
      if let found = prefixLists(in: region.region).first(where: { $0.id == id }) { return found }
    }
    return nil
  }

  /// The list that a call names.
  func prefixList(_ id: String, in region: Region) throws(AWSError) -> PrefixList {
    guard let found = prefixLists(in: region).first(where: { $0.id == id }) else {
      throw AWSError("InvalidPrefixListId.NotFound", "The prefix list ID '\(id)' does not exist")
    }
    return found
  }
}

/// Lists of address ranges.
enum PrefixListOperations {
  static let all: [any Operation.Type] = [DescribePrefixLists.self, DescribeManagedPrefixLists.self]
}

/// Lists the address ranges of AWS's own services that routes lead to gateway endpoints.
package enum DescribePrefixLists: EC2Operation {
  package static let name = "DescribePrefixLists"

  package struct Input: Decodable, Sendable, DryRunnable {
    var prefixListIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var prefixLists: [List]
  }

  /// The ranges of one service.
  package struct List: Encodable, Sendable {
    package var cidrs: [String]
    package var prefixListId: String
    package var prefixListName: String

    init(_ list: PrefixList) {
      cidrs = list.blocks.map { "\($0)" }
      prefixListId = list.id
      prefixListName = list.name
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    // Services with gateway endpoints are in this list alone (EC2 API: DescribePrefixLists).
    let all = now.prefixLists(in: context.region).filter {
      EndpointService.named($0.name, in: context.region)?.kinds.contains(.gateway) ?? false
    }
    let rows = try named(input.prefixListIds, all: all) { id throws(AWSError) in
      try now.prefixList(id, in: context.region)
    }
    let fields = FilterFields<PrefixList>(["prefix-list-id": { $0.id }, "prefix-list-name": { $0.name }])
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(nextToken: page.nextToken, prefixLists: page.rows.map(List.init))
  }
}

/// Lists the prefix lists that rules of security groups can name, all of them AWS's.
package enum DescribeManagedPrefixLists: EC2Operation {
  package static let name = "DescribeManagedPrefixLists"

  package struct Input: Decodable, Sendable, DryRunnable {
    var prefixListIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var prefixLists: [List]
  }

  /// One list.
  package struct List: Encodable, Sendable {
    package var prefixListId: String
    package var addressFamily = "IPv4"
    package var state = "create-complete"
    package var prefixListArn: String
    package var prefixListName: String
    package var tags: [Tags.Tag] = []
    package var ownerId = "AWS"

    init(_ list: PrefixList, in region: Region) {
      prefixListId = list.id
      prefixListArn = "arn:aws:ec2:\(region.rawValue):aws:prefix-list/\(list.id)"
      prefixListName = list.name
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try named(input.prefixListIds, all: now.prefixLists(in: context.region)) {
      id throws(AWSError) in
      try now.prefixList(id, in: context.region)
    }
    let fields = FilterFields<PrefixList>([
      "owner-id": { _ in "AWS" }, "prefix-list-id": { $0.id }, "prefix-list-name": { $0.name },
    ])
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults, least: 1)
    return Output(
      nextToken: page.nextToken, prefixLists: page.rows.map { List($0, in: context.region) })
  }
}
