import EventKernel

/// The paths of an invalidation and the reference that makes it one.
package struct InvalidationBatch: Codable, Sendable {
  package var paths: CountedList<String>
  package var callerReference: String
}

/// An invalidation as the API shows it.
package struct InvalidationDescription: Encodable, Sendable {
  package var id: String
  package var status: String
  package var createTime: String
  package var invalidationBatch: InvalidationBatch

  init(_ invalidation: Invalidation) {
    id = invalidation.id
    status = invalidation.status
    createTime = invalidation.created.iso8601
    invalidationBatch = InvalidationBatch(
      paths: CountedList(invalidation.paths), callerReference: invalidation.reference)
  }
}

/// Drops copies from all edge locations.
package enum CreateInvalidation: Operation {
  package static let service = "cloudfront"
  package static let name = "CreateInvalidation"

  /// The distribution and the paths.
  package struct Input: Decodable, Sendable {
    package var distributionId: String
    package var invalidationBatch: InvalidationBatch
  }

  /// The invalidation.
  package struct Output: Encodable, Sendable {
    package var location: String
    package var invalidation: InvalidationDescription
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("CreateInvalidation", input.distributionId, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let distribution = try world.edgeDistribution(input.distributionId)
    let paths = input.invalidationBatch.paths
    guard paths.isConsistent else { throw CloudFrontError.quantities }
    guard !paths.all.isEmpty, paths.all.allSatisfy(isValid) else {
      throw CloudFrontError.invalid("Your request contains one or more invalid invalidation paths.")
    }
    let reference = input.invalidationBatch.callerReference
    let present = world.cloudFront.invalidations.rows.first {
      $0.distribution.utf8.elementsEqual(distribution.id.utf8)
        && $0.reference.utf8.elementsEqual(reference.utf8)
    }
    if let present {
      guard present.paths == paths.all else {
        throw CloudFrontError.invalid(
          "Your request contains a caller reference that was used for a previous invalidation batch for the same"
            + " distribution.")
      }
      return Output(location: location(present), invalidation: InvalidationDescription(present))
    }
    let running = world.cloudFront.invalidations.rows.filter { !$0.isCompleted }.map(\.paths.count).reduce(
      0, +)
    guard running + paths.all.count <= CloudFrontLimits.pathsInProgress else {
      throw AWSError(
        "TooManyInvalidationsInProgress",
        "Processing your request would cause you to exceed the maximum number of in-progress invalidations.")
    }
    let made = Invalidation(
      id: world.nextCloudFrontID("I"), distribution: distribution.id, reference: reference, paths: paths.all,
      created: world.now)
    let key = "\(distribution.id)/\(made.id)"
    world.cloudFront.invalidations[key] = made
    world.cloudFront.invalidatedPaths += paths.all.count
    world.schedule(.cloudFront(.invalidated(key: key)), in: CloudFrontLimits.invalidation)
    return Output(location: location(made), invalidation: InvalidationDescription(made))
  }

  /// Whether a path begins with a slash and has its wildcard at the end only.
  private static func isValid(_ path: String) -> Bool {
    path.hasPrefix("/") && path.utf8.count <= 4_000 && !path.dropLast().contains("*")
  }

  private static func location(_ made: Invalidation) -> String {
    "https://cloudfront.amazonaws.com/2020-05-31/distribution/\(made.distribution)/invalidation/\(made.id)"
  }
}

/// An invalidation with its state.
package enum GetInvalidation: Operation {
  package static let service = "cloudfront"
  package static let name = "GetInvalidation"

  /// Which invalidation.
  package struct Input: Decodable, Sendable {
    package var distributionId: String
    package var id: String
  }

  /// The invalidation.
  package struct Output: Encodable, Sendable { package var invalidation: InvalidationDescription }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("GetInvalidation", input.distributionId, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let distribution = try world.edgeDistribution(input.distributionId)
    guard let found = world.cloudFront.invalidations["\(distribution.id)/\(input.id)"] else {
      throw AWSError("NoSuchInvalidation", "The specified invalidation does not exist.")
    }
    return Output(invalidation: InvalidationDescription(found))
  }
}

/// Lists the invalidations of a distribution, the newest first.
package enum ListInvalidations: Operation {
  package static let service = "cloudfront"
  package static let name = "ListInvalidations"

  /// The distribution, where to go on, and how far.
  package struct Input: Decodable, Sendable {
    package var distributionId: String
    package var marker: String?
    package var maxItems: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package struct List: Encodable, Sendable {
      package var marker: String
      package var nextMarker: String?
      package var maxItems: Int
      package var isTruncated: Bool
      package var quantity: Int
      package var items: [Row]?
    }
    package struct Row: Encodable, Sendable {
      package var id: String
      package var createTime: String
      package var status: String
    }
    package var invalidationList: List
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("ListInvalidations", input.distributionId, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let distribution = try world.edgeDistribution(input.distributionId)
    let all = world.cloudFront.invalidations.rows.filter {
      $0.distribution.utf8.elementsEqual(distribution.id.utf8)
    }.sorted { $0.created.nanoseconds > $1.created.nanoseconds }
    let page = try MarkedPage(of: all, after: input.marker, maxItems: input.maxItems, id: \.id)
    return Output(
      invalidationList: Output.List(
        marker: page.marker, nextMarker: page.nextMarker, maxItems: page.limit,
        isTruncated: page.nextMarker != nil, quantity: page.rows.count,
        items: page.rows.isEmpty
          ? nil
          : page.rows.map { Output.Row(id: $0.id, createTime: $0.created.iso8601, status: $0.status) }))
  }
}
