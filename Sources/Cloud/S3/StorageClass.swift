import EventKernel

/// A storage class of S3: what a gigabyte costs, for how long at least, and how fast it comes back.
package enum StorageClass: String, Sendable, Codable, CaseIterable {
  case standard = "STANDARD"
  case standardIA = "STANDARD_IA"
  case oneZoneIA = "ONEZONE_IA"
  case intelligentTiering = "INTELLIGENT_TIERING"
  case glacierInstant = "GLACIER_IR"
  case glacierFlexible = "GLACIER"
  case deepArchive = "DEEP_ARCHIVE"

  /// The days that are billed at least, whenever the object goes (facts: S3 9).
  package var minimumDays: Int {
    switch self {
    case .standard, .intelligentTiering: 0
    case .standardIA, .oneZoneIA: 30
    case .glacierInstant, .glacierFlexible: 90
    case .deepArchive: 180
    }
  }

  /// The bytes that are billed at least for an object (facts: S3 9).
  package var minimumBytes: Int {
    switch self {
    case .standardIA, .oneZoneIA, .glacierInstant: 131_072
    case .standard, .intelligentTiering, .glacierFlexible, .deepArchive: 0
    }
  }

  /// The bytes that are billed beside each object: 32 KB of index in the class, 8 KB of names as Standard (facts: S3 9).
  package var overhead: (inClass: Int, asStandard: Int) {
    switch self {
    case .glacierFlexible, .deepArchive: (32_768, 8_192)
    case .standard, .standardIA, .oneZoneIA, .intelligentTiering, .glacierInstant: (0, 0)
    }
  }

  /// Whether an object must be restored before it can be read.
  package var isArchive: Bool { self == .glacierFlexible || self == .deepArchive }

  /// The place in the order in which lifecycle rules may move objects: only ever further down.
  var rank: Int {
    switch self {
    case .standard: 0
    case .standardIA: 1
    case .intelligentTiering: 2
    case .oneZoneIA: 3
    case .glacierInstant: 4
    case .glacierFlexible: 5
    case .deepArchive: 6
    }
  }

  /// How long a restore takes, `nil` where the tier does not exist (S3 User Guide, archive retrieval options).
  func restoreTime(_ tier: RestoreTier) -> Duration? {
    switch (self, tier) {
    case (.glacierFlexible, .expedited): .minutes(5)
    case (.glacierFlexible, .standard): .hours(5)
    case (.glacierFlexible, .bulk): .hours(12)
    case (.deepArchive, .standard): .hours(12)
    case (.deepArchive, .bulk): .hours(48)
    default: nil
    }
  }

  /// The key of a price in `facts/prices.tsv`.
  var priceKey: String { "s3.\(rawValue.lowercased())_gb_month" }
}

/// How urgent a restore from an archive is.
package enum RestoreTier: String, Sendable, Codable {
  case expedited = "Expedited"
  case standard = "Standard"
  case bulk = "Bulk"
}
