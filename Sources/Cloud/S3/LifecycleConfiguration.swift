/// What becomes of objects with time, as the API takes and shows it.
package struct LifecycleConfiguration: Codable, Sendable, Equatable {
  package struct Rule: Codable, Sendable, Equatable {
    package var expiration: Expiration?
    package var id: String?
    package var prefix: String?
    package var filter: Filter?
    package var status: String
    package var transitions: [Transition]?
    package var noncurrentVersionTransitions: [NoncurrentTransition]?
    package var noncurrentVersionExpiration: NoncurrentExpiration?
    package var abortIncompleteMultipartUpload: Abort?
  }

  package struct Expiration: Codable, Sendable, Equatable {
    package var date: String?
    package var days: Int?
    package var expiredObjectDeleteMarker: Bool?
  }

  package struct Filter: Codable, Sendable, Equatable {
    package struct And: Codable, Sendable, Equatable {
      package var prefix: String?
      package var tags: [Tags.Tag]?
      package var objectSizeGreaterThan: Int?
      package var objectSizeLessThan: Int?
    }
    package var prefix: String?
    package var tag: Tags.Tag?
    package var objectSizeGreaterThan: Int?
    package var objectSizeLessThan: Int?
    package var and: And?
  }

  package struct Transition: Codable, Sendable, Equatable {
    package var date: String?
    package var days: Int?
    package var storageClass: String?
  }

  package struct NoncurrentTransition: Codable, Sendable, Equatable {
    package var noncurrentDays: Int?
    package var storageClass: String?
    package var newerNoncurrentVersions: Int?
  }

  package struct NoncurrentExpiration: Codable, Sendable, Equatable {
    package var noncurrentDays: Int?
    package var newerNoncurrentVersions: Int?
  }

  package struct Abort: Codable, Sendable, Equatable { package var daysAfterInitiation: Int? }

  package var rules: [Rule]
}

/// What is copied to other buckets, as the API takes and shows it.
package struct ReplicationConfiguration: Codable, Sendable, Equatable {
  package struct Rule: Codable, Sendable, Equatable {
    package var id: String?
    package var priority: Int?
    package var prefix: String?
    package var filter: Filter?
    package var status: String
    package var destination: Destination
    package var deleteMarkerReplication: Switch?
  }

  package struct Filter: Codable, Sendable, Equatable {
    package struct And: Codable, Sendable, Equatable {
      package var prefix: String?
      package var tags: [Tags.Tag]?
    }
    package var prefix: String?
    package var tag: Tags.Tag?
    package var and: And?
  }

  package struct Destination: Codable, Sendable, Equatable {
    package var bucket: String
    package var account: String?
    package var storageClass: String?
  }

  package struct Switch: Codable, Sendable, Equatable { package var status: String? }

  package var role: String
  package var rules: [Rule]
}
