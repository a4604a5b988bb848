import Cloud
import Texts

/// Makers of remedies about buckets and how distributions and users read them.
extension RemedySite {
  /// The buckets and keys that decided, the one that lost most first.
  private var objects: [(bucket: String, key: String)] {
    resources.compactMap { resource -> (bucket: String, key: String)? in
      let parts = resource.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first, world.s3.buckets[ObjectKey(String(name))] != nil else { return nil }
      return (String(name), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  /// Buckets without a policy let in the distributions that sign their requests to them; else everybody may read.
  func bucketPolicies() -> [Remedy] {
    var seen: Set<String> = []
    return objects.map { $0.bucket }.filter { seen.insert($0).inserted }.compactMap { name in
      guard world.s3.buckets[ObjectKey(name)]?.policy == nil else { return nil }
      let readers = world.cloudFront.distributions.rows.filter { signs(to: name, $0) }
      guard let reader = readers.first else {
        return Remedy(
          .publicBucket, ["bucket": .string(name)],
          ["aws s3api delete-public-access-block --bucket \(name)", policy(of: name, #""*""#, "")])
      }
      let condition = #","Condition":{"StringEquals":{"AWS:SourceArn":"\#(reader.arn)"}}"#
      return Remedy(
        .bucketPolicy, ["bucket": .string(name), "distribution": .string(reader.id)],
        [policy(of: name, #"{"Service":"cloudfront.amazonaws.com"}"#, condition)])
    }
  }

  /// Whether a distribution reads a bucket with a signature.
  private func signs(to bucket: String, _ row: EdgeDistribution) -> Bool {
    row.inForce.origins.all.contains { origin in
      guard
        case .bucket(let key, path: _, signs: true)? = world.originPlace(origin.id, of: row, scheme: "https")
      else { return false }
      return key == ObjectKey(bucket)
    }
  }

  private func policy(of bucket: String, _ principal: String, _ condition: String) -> String {
    "aws s3api put-bucket-policy --bucket \(bucket) --policy "
      + #"'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
      + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(bucket)/*"\#(condition)}]}'"#
  }

  /// Objects that are asked for and missing.
  func uploads() -> [Remedy] {
    // What does not stand on one line between quotation marks is left out.
    let plain = objects.filter { object in
      !object.key.isEmpty && object.key.utf8.allSatisfy { $0 > 31 && $0 != UInt8(ascii: "'") }
    }
    return plain.prefix(3).map { object in
      Remedy(
        .upload, ["bucket": .string(object.bucket), "key": .string(object.key)],
        ["aws s3api put-object --bucket \(object.bucket) --key '\(object.key)'"])
    }
  }

  /// Website settings of buckets that users look for.
  func websites() -> [Remedy] {
    objects.filter { world.s3.buckets[ObjectKey($0.bucket)]?.website == nil }.prefix(3).map { object in
      Remedy(
        .website, ["bucket": .string(object.bucket)],
        [
          "aws s3api put-bucket-website --bucket \(object.bucket)"
            + #" --website-configuration '{"IndexDocument":{"Suffix":"index.html"}}'"#
        ])
    }
  }
}
