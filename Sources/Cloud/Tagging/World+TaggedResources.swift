/// A resource of any service that can have tags.
struct TaggableResource {
  let arn: String
  /// The service and kind by which resources are asked for, such as `ec2:instance`.
  let type: String
  /// Where it stands; `nil` for global services, which the tagging API shows in us-east-1.
  let region: Region?
  let tags: Tags
}

extension World {
  /// Every resource that can have tags, by service.
  var allTaggedResources: [TaggableResource] {
    var all: [TaggableResource] = []
    func add(_ arn: String, _ type: String, _ region: Region?, _ tags: Tags) {
      all.append(TaggableResource(arn: arn, type: type, region: region, tags: tags))
    }
    for row in taggedResources {
      let place = "arn:aws:ec2:\(row.region.rawValue):\(Account.id):\(row.type)/\(row.id)"
      add(place, "ec2:\(row.type)", row.region, row.tags)
    }
    for row in loadBalancing.loadBalancers.rows {
      add(row.arn, "elasticloadbalancing:loadbalancer", row.region, row.tags)
    }
    for row in loadBalancing.targetGroups.rows {
      add(row.arn, "elasticloadbalancing:targetgroup", row.region, row.tags)
    }
    for row in rds.instances.rows { add(row.arn, "rds:db", row.region, row.tags) }
    for row in rds.subnetGroups.rows { add(row.arn, "rds:subgrp", row.region, row.tags) }
    for row in rds.snapshots.rows { add(row.arn, "rds:snapshot", row.region, row.tags) }
    for row in rds.parameterGroups.rows { add(row.arn, "rds:pg", row.region, row.tags) }
    for row in elastiCache.replicationGroups.rows {
      add(
        row.arn, row.kind == .group ? "elasticache:replicationgroup" : "elasticache:cluster", row.region,
        row.tags)
    }
    for row in elastiCache.snapshots.rows { add(row.arn, "elasticache:snapshot", row.region, row.tags) }
    for row in s3.buckets.rows { add("arn:aws:s3:::\(row.name)", "s3:bucket", row.region, row.tags) }
    for row in sns.topics.rows { add(row.arn, "sns:topic", row.region, row.tags) }
    for row in acm.certificates.rows { add(row.arn, "acm:certificate", row.region, row.tags) }
    for row in route53.zones.rows {
      add("arn:aws:route53:::hostedzone/\(row.id)", "route53:hostedzone", nil, row.tags)
    }
    for row in route53.healthChecks.rows {
      add("arn:aws:route53:::healthcheck/\(row.id)", "route53:healthcheck", nil, row.tags)
    }
    return all
  }

  /// The resources that a Region's tagging API knows: its own, and in us-east-1 those of global services.
  func taggableResources(in region: Region) -> [TaggableResource] {
    allTaggedResources.filter { $0.region.map { $0 == region } ?? (region.rawValue == "us-east-1") }
  }

  /// Makes the call of a service that tags one of its resources, as whoever calls.
  mutating func tag(
    arn: String, _ tags: [Tags.Tag], context: CallContext
  ) throws(AWSError) {
    switch Self.service(ofARN: arn) {
    case "ec2":
      let id = arn.split(separator: "/").last.map(String.init) ?? ""
      _ = try perform(
        CreateTags.self, CreateTags.Input(resources: [id], tags: tags, dryRun: nil), context: context)
    case "elasticloadbalancing":
      _ = try perform(
        AddLoadBalancingTags.self, AddLoadBalancingTags.Input(resourceArns: [arn], tags: tags),
        context: context)
    case "rds":
      _ = try perform(
        AddTagsToRDSResource.self, AddTagsToRDSResource.Input(resourceName: arn, tags: tags),
        context: context)
    case "sns":
      _ = try perform(TagTopic.self, TagTopic.Input(resourceArn: arn, tags: tags), context: context)
    case "acm":
      let tags = tags.map { CertificateTag(key: $0.key, value: $0.value) }
      _ = try perform(
        AddTagsToCertificate.self, AddTagsToCertificate.Input(certificateArn: arn, tags: tags),
        context: context)
    case "s3": try tagBucket(arn, context: context) { present in present.adding(tags) }
    case "elasticache":
      _ = try perform(
        AddTagsToCacheResource.self, AddTagsToCacheResource.Input(resourceName: arn, tags: tags),
        context: context)
    case "route53":
      let (kind, id) = Self.route53Resource(arn)
      _ = try perform(
        ChangeTagsForRoute53Resource.self,
        ChangeTagsForRoute53Resource.Input(
          resourceType: kind, resourceId: id, addTags: tags, removeTagKeys: nil), context: context)
    default: throw Self.notTaggable(arn)
    }
  }

  /// Makes the call of a service that takes tags off one of its resources, as whoever calls.
  mutating func untag(arn: String, _ keys: [String], context: CallContext) throws(AWSError) {
    switch Self.service(ofARN: arn) {
    case "ec2":
      let id = arn.split(separator: "/").last.map(String.init) ?? ""
      let patterns = keys.map { DeleteTags.Input.Pattern(key: $0, value: nil) }
      _ = try perform(
        DeleteTags.self, DeleteTags.Input(resources: [id], tags: patterns, dryRun: nil), context: context)
    case "elasticloadbalancing":
      _ = try perform(
        RemoveLoadBalancingTags.self, RemoveLoadBalancingTags.Input(resourceArns: [arn], tagKeys: keys),
        context: context)
    case "rds":
      _ = try perform(
        RemoveTagsFromRDSResource.self, RemoveTagsFromRDSResource.Input(resourceName: arn, tagKeys: keys),
        context: context)
    case "sns":
      _ = try perform(UntagTopic.self, UntagTopic.Input(resourceArn: arn, tagKeys: keys), context: context)
    case "acm":
      let tags = keys.map { CertificateTag(key: $0, value: nil) }
      _ = try perform(
        RemoveTagsFromCertificate.self, RemoveTagsFromCertificate.Input(certificateArn: arn, tags: tags),
        context: context)
    case "s3": try tagBucket(arn, context: context) { present in present.removing(keys) }
    case "elasticache":
      // Taking tags off caches is no call of its own here; the tagging API does it.
      _ = try changeTags(ofCacheResource: arn) { tags in for key in keys { tags[key] = nil } }
    case "route53":
      let (kind, id) = Self.route53Resource(arn)
      _ = try perform(
        ChangeTagsForRoute53Resource.self,
        ChangeTagsForRoute53Resource.Input(
          resourceType: kind, resourceId: id, addTags: nil, removeTagKeys: keys), context: context)
    default: throw Self.notTaggable(arn)
    }
  }

  /// Replaces the tags of a bucket by those that follow from its present ones.
  private mutating func tagBucket(
    _ arn: String, context: CallContext, _ change: (Tags) -> Tags
  ) throws(AWSError) {
    let name = String(arn.dropFirst("arn:aws:s3:::".utf8.count))
    let tags = change(s3.buckets.rows.first { $0.name.utf8.elementsEqual(name.utf8) }?.tags ?? Tags())
    let set = S3TagSet(tagSet: tags.all)
    _ = try perform(
      PutBucketTagging.self,
      PutBucketTagging.Input(bucket: name, tagging: set, expectedBucketOwner: nil), context: context)
  }

  private static func service(ofARN arn: String) -> String {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 5 && parts[0] == "arn" ? String(parts[2]) : ""
  }

  private static func route53Resource(_ arn: String) -> (kind: String, id: String) {
    let place = arn.split(separator: ":").last.map { $0.split(separator: "/").map(String.init) } ?? []
    return (place.first ?? "", place.count > 1 ? place[1] : "")
  }

  private static func notTaggable(_ arn: String) -> AWSError {
    AWSError("InvalidParameterException", "ARN \(arn) is not of a service that can be tagged here.")
  }
}

extension Tags {
  /// These tags and others, whose values win.
  fileprivate func adding(_ others: [Tag]) -> Tags {
    var tags = self
    for tag in others { tags[tag.key] = tag.value }
    return tags
  }

  /// These tags without some keys.
  fileprivate func removing(_ keys: [String]) -> Tags {
    var tags = self
    for key in keys { tags[key] = nil }
    return tags
  }
}
