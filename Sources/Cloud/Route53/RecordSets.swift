/// The operations on records.
package enum RecordSets {
  /// All of them.
  package static let all: [any Operation.Type] = [
    ChangeResourceRecordSets.self, ListResourceRecordSets.self, GetChange.self, TestDNSAnswer.self,
  ]
}

/// Lists the records of a zone.
package enum ListResourceRecordSets: Operation {
  package static let service = "route53"
  package static let name = "ListResourceRecordSets"

  /// Which zone, where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var hostedZoneId: String
    package var startRecordName: String?
    package var startRecordType: String?
    package var startRecordIdentifier: String?
    package var maxItems: String?
  }

  /// A page of records.
  package struct Output: Encodable, Sendable {
    package var resourceRecordSets: [RecordSetDescription]
    package var isTruncated: Bool
    package var nextRecordName: String?
    package var nextRecordType: String?
    package var nextRecordIdentifier: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.hostedZoneId)
    let limit = try World.maxItems(input.maxItems, most: 300)
    var rows = zone.records
    guard input.startRecordType == nil || input.startRecordName != nil else {
      throw Route53Error.invalid("The record type cannot be specified without a record name.")
    }
    if let text = input.startRecordName {
      guard let name = DNSName.canonical(text) else {
        throw Route53Error.invalid("The record name \(text) is not valid.")
      }
      let start = RecordSet(
        name: name, type: input.startRecordType ?? "", setIdentifier: input.startRecordIdentifier,
        policy: .simple, answer: .values([], ttl: 0), healthCheck: nil)
      rows = Array(rows.drop { $0.precedes(start) })
    }
    let next = rows.dropFirst(limit).first
    return Output(
      resourceRecordSets: rows.prefix(limit).map(RecordSetDescription.init), isTruncated: next != nil,
      nextRecordName: next?.name, nextRecordType: next?.type, nextRecordIdentifier: next?.setIdentifier,
      maxItems: "\(limit)")
  }
}

/// Shows what a name server of the zone would answer, to a resolver in N. Virginia.
// Simplified: test-dns-answer-most-likely
package enum TestDNSAnswer: Operation {
  package static let service = "route53"
  package static let name = "TestDNSAnswer"

  /// The zone, name and type that are asked for.
  package struct Input: Decodable, Sendable {
    package var hostedZoneId: String
    package var recordName: String
    package var recordType: String
  }

  /// The answer.
  package struct Output: Encodable, Sendable {
    package var nameserver: String
    package var recordName: String
    package var recordType: String
    package var recordData: [String]
    package var responseCode: String
    package var `protocol`: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.hostedZoneId)
    guard let name = DNSName.canonical(input.recordName) else {
      throw Route53Error.invalid("The record name \(input.recordName) is not valid.")
    }
    let vantage = World.Vantage.region(Region(rawValue: "us-east-1"))
    let sets = world.recordSets(name, type: input.recordType, in: zone)
    let chosen: [RecordSet]
    switch world.choose(among: sets, vantage, world.now, depth: 0) {
    case .together(let sets): chosen = sets
    case .oneOf(let sets): chosen = sets.max { $0.share < $1.share }.map { [$0.set] } ?? []
    }
    var data: [String] = []
    for set in chosen {
      switch set.answer {
      case .values(let values, _): data += values
      case .alias(let target, _, _):
        let answer = world.resolve(host: target, from: vantage).alternatives.max { $0.share < $1.share }
        let service = input.recordType == "A" ? world.serviceAddresses(of: target, from: vantage, 0) : []
        data += (answer?.addresses ?? service).map { "\($0)" }
      }
    }
    let isKnown = zone.records.contains { DNSName.name(name, matches: $0.name) }
    return Output(
      nameserver: world.nameServers(of: zone)[0], recordName: name, recordType: input.recordType,
      recordData: data,
      responseCode: isKnown ? "NOERROR" : "NXDOMAIN", protocol: "UDP")
  }
}
