/// The operations of CloudFront.
package enum CloudFrontOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDistribution.self, CreateDistributionWithTags.self, GetDistribution.self,
    GetDistributionConfig.self,
    ListDistributions.self, UpdateDistribution.self, DeleteDistribution.self, CreateInvalidation.self,
    GetInvalidation.self, ListInvalidations.self, CreateOriginAccessControl.self, GetOriginAccessControl.self,
    GetOriginAccessControlConfig.self, ListOriginAccessControls.self, UpdateOriginAccessControl.self,
    DeleteOriginAccessControl.self, CreateCachePolicy.self, GetCachePolicy.self, GetCachePolicyConfig.self,
    ListCachePolicies.self, UpdateCachePolicy.self, DeleteCachePolicy.self, ListOriginRequestPolicies.self,
    GetOriginRequestPolicy.self, ListDistributionTags.self, TagDistribution.self, UntagDistribution.self,
  ]
}

/// One part of a listing of CloudFront, by markers.
struct MarkedPage<Row> {
  let rows: [Row]
  let marker: String
  let limit: Int
  let nextMarker: String?

  /// - Parameter id: what a row's marker is.
  init(
    of all: [Row], after marker: String?, maxItems: String?, id: (Row) -> String
  ) throws(AWSError) {
    guard let limit = Int(maxItems ?? "100"), (1...1_000).contains(limit) else {
      throw CloudFrontError.invalid("The parameter MaxItems is invalid.")
    }
    self.limit = limit
    self.marker = marker ?? ""
    let start =
      marker.flatMap { text in all.firstIndex { id($0).utf8.elementsEqual(text.utf8) } }.map { $0 + 1 } ?? 0
    rows = Array(all[start...].prefix(limit))
    nextMarker = start + rows.count < all.count ? rows.last.map(id) : nil
  }
}
