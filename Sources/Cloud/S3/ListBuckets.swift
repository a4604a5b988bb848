import EventKernel

/// Lists the account's buckets of all Regions.
package enum ListBuckets: Operation {
  package static let service = "s3api"
  package static let name = "ListBuckets"

  /// Which of them.
  package struct Input: Decodable, Sendable {
    package var maxBuckets: Int?
    package var continuationToken: String?
    package var prefix: String?
    package var bucketRegion: String?
  }

  /// The buckets by name.
  package struct Output: Encodable, Sendable {
    package struct Row: Encodable, Sendable {
      package var name: String
      package var creationDate: String
      package var bucketRegion: String?
      package var bucketArn: String?
    }

    package var buckets: [Row]
    package var owner: S3Owner
    package var continuationToken: String?
    package var prefix: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("s3:ListAllMyBuckets", world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let limit = input.maxBuckets, !(1...10_000).contains(limit) {
      throw S3Error.invalid("Argument max-buckets must be an integer between 1 and 10000")
    }
    let all = world.s3.buckets.rows.filter { bucket in
      ObjectKey(bucket.name).begins(with: input.prefix ?? "")
        && (input.bucketRegion.map { $0.utf8.elementsEqual(bucket.region.rawValue.utf8) } ?? true)
    }
    guard let page = Page(of: all, from: input.continuationToken, limit: input.maxBuckets) else {
      throw S3Error.invalid("The continuation token provided is incorrect")
    }
    // A listing by page or prefix tells the Region and the ARN of each (S3 API reference, ListBuckets).
    let tellsMore = input.maxBuckets != nil || input.prefix != nil || input.bucketRegion != nil
    return Output(
      buckets: page.rows.map {
        Output.Row(
          name: $0.name, creationDate: $0.creation.iso8601,
          bucketRegion: tellsMore ? $0.region.rawValue : nil, bucketArn: tellsMore ? $0.arn : nil)
      }, owner: .account, continuationToken: page.nextToken, prefix: input.prefix)
  }
}
