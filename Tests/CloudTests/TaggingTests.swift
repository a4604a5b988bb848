import Cloud
import EventKernel
import Foundation
import Testing

struct TaggingTests {
  private static let database = "arn:aws:rds:ap-northeast-2:123456789012:db:shop"

  private static func made() throws -> World {
    var world = try TestWorld.make()
    try world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
       "masterUsername": "admin", "masterUserPassword": "correct-horse"}
      """)
    try world.ask(
      CreateReplicationGroup.self,
      #"{"replicationGroupId": "pages", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro"}"#
    )
    return world
  }

  private static func tag(_ arns: String..., tags: String) -> String {
    #"{"resourceARNList": [\#(arns.map { "\"\($0)\"" }.joined(separator: ","))], "tags": {\#(tags)}}"#
  }

  @Test func `a page ends before the resource whose tags would be too many`() throws {
    var world = try Self.made()
    let cache = "arn:aws:elasticache:ap-northeast-2:123456789012:replicationgroup:pages"
    func pairs(_ count: Int) -> String { (0..<count).map { "\"k\($0)\": \"v\"" }.joined(separator: ",") }
    var groups: [String] = []
    for number in 0..<3 {
      let id = try world.ask(
        CreateSecurityGroup.self, #"{"groupName": "g\#(number)", "description": "d"}"#
      ).groupId
      groups.append("arn:aws:ec2:ap-northeast-2:123456789012:security-group/\(id)")
      try world.ask(TagResources.self, Self.tag(groups[number], tags: pairs(40)))
    }
    try world.ask(TagResources.self, Self.tag(cache, tags: pairs(1)))
    let first = try world.ask(GetTaggedResources.self, #"{"tagsPerPage": 100}"#)
    let second = try world.ask(
      GetTaggedResources.self, #"{"tagsPerPage": 100, "paginationToken": "\#(first.paginationToken ?? "")"}"#)
    #expect(first.resourceTagMappingList.count + second.resourceTagMappingList.count == 4)
    #expect(first.resourceTagMappingList.reduce(0) { $0 + $1.tags.count } <= 100)
    #expect(second.paginationToken == nil)
    for wrong in [#"{"tagsPerPage": 150}"#, #"{"tagsPerPage": 100, "resourcesPerPage": 5}"#] {
      #expect(
        refusedCode { try world.ask(GetTaggedResources.self, wrong) } == "InvalidParameterException")
    }
  }

  @Test func `resources of several services are tagged in one call and found again by their tags`() throws {
    var world = try Self.made()
    let vpc = try #require(world.ec2.vpcs.first?.id)
    let network = "arn:aws:ec2:ap-northeast-2:123456789012:vpc/\(vpc)"
    let cache = "arn:aws:elasticache:ap-northeast-2:123456789012:replicationgroup:pages"
    let made = try world.ask(
      TagResources.self, Self.tag(Self.database, network, cache, tags: #""Team": "web", "Env": "dev""#))
    #expect(made.failedResourcesMap.isEmpty)
    func found(_ input: String) throws -> [String] {
      try world.ask(GetTaggedResources.self, input).resourceTagMappingList.map(\.resourceARN)
    }
    #expect(try found("{}") == [network, Self.database, cache])
    #expect(try found(#"{"tagFilters": [{"key": "Team", "values": ["web"]}, {"key": "Env"}]}"#).count == 3)
    #expect(try found(#"{"tagFilters": [{"key": "team"}]}"#).isEmpty)
    #expect(try found(#"{"resourceTypeFilters": ["rds"]}"#) == [Self.database])
    #expect(try found(#"{"resourceTypeFilters": ["ec2:instance"]}"#).isEmpty)
    #expect(try world.ask(GetTagKeys.self, "{}").tagKeys == ["Env", "Team"])
    #expect(try world.ask(GetTagValues.self, #"{"key": "Team"}"#).tagValues == ["web"])
    try world.ask(UntagResources.self, #"{"resourceARNList": ["\#(network)"], "tagKeys": ["Team", "Env"]}"#)
    #expect(try found("{}") == [Self.database, cache])
  }

  @Test func `a resource that is not there fails by itself`() throws {
    var world = try Self.made()
    let none = "arn:aws:rds:ap-northeast-2:123456789012:db:none"
    let output = try world.ask(TagResources.self, Self.tag(none, Self.database, tags: #""Team": "web""#))
    #expect(output.failedResourcesMap[none]?.errorMessage == "DBInstance none not found.")
    #expect(output.failedResourcesMap.count == 1)
    #expect(world.rds.instances["ap-northeast-2/shop"]?.tags["Team"] == "web")
  }

  @Test(arguments: [
    #""aws:Team": "web""#, #""": "web""#, "\"\(String(repeating: "k", count: 129))\": \"v\"",
    "\"k\": \"\(String(repeating: "v", count: 257))\"",
  ])
  func `a tag that breaks the limits is refused`(tags: String) throws {
    var world = try Self.made()
    #expect(
      try world.refusal(TagResources.self, Self.tag(Self.database, tags: tags))?.code
        == "InvalidParameterException")
  }

  @Test func `the fifty-first tag is refused and case makes keys different`() throws {
    var world = try Self.made()
    let many = (1...50).map { "\"k\($0)\": \"v\"" }.joined(separator: ",")
    #expect(try world.ask(TagResources.self, Self.tag(Self.database, tags: many)).failedResourcesMap.isEmpty)
    let more = try world.ask(TagResources.self, Self.tag(Self.database, tags: #""K1": "v""#))
    #expect(more.failedResourcesMap.count == 1)
    #expect(world.rds.instances["ap-northeast-2/shop"]?.tags.all.count == 50)
  }
}
