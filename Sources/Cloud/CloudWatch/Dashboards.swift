package import EventKernel

/// A page of graphs, kept as its author wrote it.
package struct Dashboard: Sendable, Equatable {
  package let name: String
  package let arn: String
  package var body: String
  package var changed: Instant
}

/// Makes or changes a dashboard.
package enum PutDashboard: Operation {
  package static let service = "cloudwatch"
  package static let name = "PutDashboard"

  /// The name and the body: JSON with `widgets`.
  package struct Input: Codable, Sendable {
    package var dashboardName: String
    package var dashboardBody: String
  }

  /// What is doubtful in the body.
  package struct Message: Encodable, Sendable {
    package var dataPath: String
    package var message: String
  }

  /// The doubts; none for a sound body.
  package struct Output: Encodable, Sendable { package var dashboardValidationMessages: [Message] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: Dashboards.arn(input.dashboardName)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let isPlain = input.dashboardName.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
    }
    guard (1...255).contains(input.dashboardName.utf8.count), isPlain else {
      throw AWSError(
        "InvalidParameterValue",
        "The value \(input.dashboardName) for field DashboardName contains invalid characters. It can only contain "
          + "alphanumerics, dash (-) and underscore (_).")
    }
    guard input.dashboardBody.utf8.count <= 1_048_576, let members = JSONText.members(of: input.dashboardBody)
    else {
      throw AWSError("InvalidParameterInput", "The field DashboardBody must be a valid JSON object")
    }
    guard members.contains("widgets") else {
      throw AWSError(
        "InvalidParameterInput",
        "The dashboard body is invalid, there are 1 validation errors: [ { \"dataPath\": \"\", \"message\": \"Should have property widgets\" } ]"
      )
    }
    world.cloudWatch.dashboards[input.dashboardName] = Dashboard(
      name: input.dashboardName, arn: Dashboards.arn(input.dashboardName), body: input.dashboardBody,
      changed: world.now)
    return Output(dashboardValidationMessages: [])
  }
}

/// What the operations on dashboards share: dashboards belong to the account, not to a Region.
enum Dashboards {
  static func arn(_ name: String) -> String { "arn:aws:cloudwatch::\(Account.id):dashboard/\(name)" }

  static func notFound(_ name: String) -> AWSError {
    AWSError("ResourceNotFound", "Dashboard \(name) does not exist")
  }
}

/// Shows a dashboard.
package enum GetDashboard: Operation {
  package static let service = "cloudwatch"
  package static let name = "GetDashboard"

  /// Which one.
  package struct Input: Codable, Sendable { package var dashboardName: String }

  /// The dashboard.
  package struct Output: Encodable, Sendable {
    package var dashboardArn: String
    package var dashboardBody: String
    package var dashboardName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: Dashboards.arn(input.dashboardName)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let found = world.cloudWatch.dashboards[input.dashboardName] else {
      throw Dashboards.notFound(input.dashboardName)
    }
    return Output(dashboardArn: found.arn, dashboardBody: found.body, dashboardName: found.name)
  }
}

/// Lists dashboards.
package enum ListDashboards: Operation {
  package static let service = "cloudwatch"
  package static let name = "ListDashboards"

  /// Those whose names begin with a text.
  package struct Input: Codable, Sendable {
    package var dashboardNamePrefix: String?
    package var nextToken: String?
  }

  /// One dashboard.
  package struct Entry: Encodable, Sendable {
    package var dashboardName: String
    package var dashboardArn: String
    package var lastModified: Instant
    package var size: Int
  }

  /// A page of dashboards, by name.
  package struct Output: Encodable, Sendable {
    package var dashboardEntries: [Entry]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.cloudWatch.dashboards.rows.filter {
      $0.name.hasPrefix(input.dashboardNamePrefix ?? "")
    }
    guard let page = Page(of: found, from: input.nextToken, limit: 1_000) else {
      throw AWSError("InvalidParameterValue", "Invalid nextToken")
    }
    return Output(
      dashboardEntries: page.rows.map {
        Entry(
          dashboardName: $0.name, dashboardArn: $0.arn, lastModified: $0.changed, size: $0.body.utf8.count)
      }, nextToken: page.nextToken)
  }
}

/// Removes dashboards, all of them or none.
package enum DeleteDashboards: Operation {
  package static let service = "cloudwatch"
  package static let name = "DeleteDashboards"

  /// Which ones.
  package struct Input: Codable, Sendable { package var dashboardNames: [String] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.dashboardNames.map { AccessTarget(Dashboards.arn($0)) })
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for name in input.dashboardNames where world.cloudWatch.dashboards[name] == nil {
      throw Dashboards.notFound(name)
    }
    for name in input.dashboardNames { world.cloudWatch.dashboards[name] = nil }
    return NoOutput()
  }
}
