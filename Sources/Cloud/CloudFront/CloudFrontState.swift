package import EventKernel

/// The distributions of the account, with what they refer to.
package struct CloudFrontState: Sendable, Equatable {
  /// The distributions by id.
  package var distributions = Table<String, EdgeDistribution>()
  /// Origin access controls by id.
  package var accessControls = Table<String, OriginAccessControl>()
  /// The account's own cache policies by id; AWS's are in ``ManagedPolicies``.
  package var cachePolicies = Table<String, CachePolicy>()
  /// The invalidations by distribution and id.
  package var invalidations = Table<String, Invalidation>()
  /// The paths that were invalidated so far; those beyond the free ones are billed.
  package var invalidatedPaths = 0

  package init() {}
}

/// A distribution: settings that are spread to the edge locations.
package struct EdgeDistribution: Sendable, Equatable {
  package let id: String
  /// The name under which it answers, `d….cloudfront.net`.
  package let domainName: String
  package var config: DistributionConfig
  /// The settings that edge locations work by: those of the last deployment that was done; `nil` before the first.
  package var deployed: DistributionConfig?
  /// Whether the settings have reached every edge location.
  package var isDeployed = false
  /// Whether any settings have, so that its name leads there.
  package var hasBeenDeployed = false
  package var modified: Instant
  /// The version of the settings, which changing and deleting must name.
  package var etag: String
  package var tags = Tags()

  /// The settings in force: those that have been deployed, before that the first ones.
  package var inForce: DistributionConfig { deployed ?? config }
  /// The distribution's ARN, by which a bucket policy lets it in.
  package var arn: String { "arn:aws:cloudfront::\(Account.id):distribution/\(id)" }
  /// `Deployed` or `InProgress`.
  package var status: String { isDeployed ? "Deployed" : "InProgress" }
}

/// How a distribution signs its requests to an origin.
package struct OriginAccessControl: Sendable, Equatable {
  package let id: String
  package var config: OriginAccessControlConfig
  package var etag: String
}

/// What a cache's key is made of, and how long copies are kept.
package struct CachePolicy: Sendable, Equatable {
  package let id: String
  package var config: CachePolicyConfig
  package var modified: Instant
  package var etag: String
}

/// The dropping of copies from all edge locations.
package struct Invalidation: Sendable, Equatable {
  package let id: String
  package let distribution: String
  package let reference: String
  package let paths: [String]
  package let created: Instant
  package var isCompleted = false

  /// `Completed` or `InProgress`.
  package var status: String { isCompleted ? "Completed" : "InProgress" }
}

/// What CloudFront does of itself when its time comes.
package enum CloudFrontEvent: Sendable, Equatable {
  /// Settings have reached every edge location.
  case deployed(distribution: String, etag: String)
  /// An invalidation is done everywhere.
  case invalidated(key: String)
}

/// How CloudFront behaves in time, and its bounds.
package enum CloudFrontLimits {
  /// From a change of settings to its effect everywhere (TEACH: facts 7, five minutes).
  package static let deployment = Duration.minutes(5)
  /// From an invalidation to its effect everywhere (TEACH: facts 7, ten seconds).
  package static let invalidation = Duration.seconds(10)
  /// Distributions, origins, origin groups and behaviours (CloudFront Developer Guide, quotas).
  static let distributions = 500
  static let origins = 100
  static let originGroups = 10
  static let behaviours = 75
  /// Paths of invalidations under way at once.
  static let pathsInProgress = 3_000
  /// The hosted zone of every distribution, which aliases name.
  package static let hostedZone = "Z2FDTNDATAQYW2"
}

extension World {
  /// Does what CloudFront had on the agenda.
  mutating func handle(_ event: CloudFrontEvent) {
    switch event {
    case .deployed(let id, let etag):
      guard let row = cloudFront.distributions[id], row.etag.utf8.elementsEqual(etag.utf8) else { return }
      cloudFront.distributions.update(id) {
        $0.isDeployed = true
        $0.hasBeenDeployed = true
        $0.deployed = $0.config
      }
      note("distribution-deployed", id)
    case .invalidated(let key):
      cloudFront.invalidations.update(key) { $0.isCompleted = true }
    }
  }

  /// The distribution that a host name leads to, by its own name or an alias; `nil` when there is none.
  package func distribution(named host: String) -> EdgeDistribution? {
    let name = host.lowercased().split(separator: ".").joined(separator: ".")
    return cloudFront.distributions.rows.first { distribution in
      distribution.domainName.utf8.elementsEqual(name.utf8)
        || (distribution.config.aliases?.items ?? []).contains {
          $0.lowercased().utf8.elementsEqual(name.utf8)
        }
    }
  }

  /// An id as CloudFront writes it: a letter and thirteen others.
  mutating func nextCloudFrontID(_ letter: String) -> String {
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let bits = nextBits()
    var rest = bits
    var text: [UInt8] = []
    for _ in 0..<12 {
      text.append(letters[Int(rest % 36)])
      rest /= 36
    }
    text.append(letters[Int(nextBits() % 36)])
    return letter + String(decoding: text, as: UTF8.self)
  }
}
