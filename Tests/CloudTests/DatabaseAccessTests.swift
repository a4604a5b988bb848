import Cloud
import EventKernel
import Foundation
import Testing

struct DatabaseAccessTests {
  /// The resources that a call asks for.
  private func resources<Op: Cloud.Operation>(_ operation: Op.Type, _ input: String) throws -> [String] {
    let world = try TestWorld.make()
    let decoded = try JSONDecoder().decode(Op.Input.self, from: Data(input.utf8))
    return Op.access(decoded, in: world, context: TestWorld.context).map { "\($0.action) \($0.target.arn)" }
  }

  @Test func `calls on databases, caches and zones ask for the resources that they name`() throws {
    let rds = "arn:aws:rds:ap-northeast-2:123456789012"
    #expect(
      try resources(CreateDBSnapshot.self, #"{"dbSnapshotIdentifier": "S", "dbInstanceIdentifier": "shop"}"#)
        == [
          "rds:CreateDBSnapshot \(rds):snapshot:s", "rds:CreateDBSnapshot \(rds):db:shop",
        ])
    #expect(
      try resources(PromoteReadReplica.self, #"{"dbInstanceIdentifier": "reader"}"#) == [
        "rds:PromoteReadReplica \(rds):db:reader"
      ])
    #expect(
      try resources(
        RebootCacheCluster.self, #"{"cacheClusterId": "pages", "cacheNodeIdsToReboot": ["0001"]}"#) == [
          "elasticache:RebootCacheCluster arn:aws:elasticache:ap-northeast-2:123456789012:cluster:pages"
        ])
    #expect(
      try resources(GetHealthCheckLastFailureReason.self, #"{"healthCheckId": "1"}"#) == [
        "route53:GetHealthCheckLastFailureReason arn:aws:route53:::healthcheck/1"
      ])
    #expect(try resources(GetTagKeys.self, "{}") == ["tag:GetTagKeys *"])
  }
}
