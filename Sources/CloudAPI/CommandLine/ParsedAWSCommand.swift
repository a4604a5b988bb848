/// What a command line asks for.
package enum ParsedAWSCommand: Sendable {
  /// A call of an operation.
  case call(AWSCall)
  /// Polling an operation until a condition holds.
  case wait(Waiter, AWSCall)
  /// An example of an input or output.
  case skeleton(AWSSkeleton)
  /// Help on all services, a service, an operation or a waiter.
  case help(AWSHelpTopic, AWSGlobals)
  /// `aws configure …` with the words after it.
  case configure([String], AWSGlobals)
  /// A command of `aws s3`.
  case s3(S3Line)
  /// `aws --version`.
  case version
}

/// A call that has passed the client's checks.
package struct AWSCall: Sendable {
  /// The operation.
  package let operation: OperationShape
  /// The input, an object of model member names; blobs are base64 text, times ISO 8601 in UTC. Tokens that a client
  /// makes up when they are absent are absent.
  package let input: ValueObject
  /// The options that every command takes.
  package let globals: AWSGlobals
  /// How the pages are read.
  package let paging: AWSPaging
  /// The file that takes a streamed body, or nil.
  package let outputFile: String?
  /// The file that takes the seed of a new virtual MFA device, or nil.
  package let seedFile: String?
  /// Whether that file takes a picture in the seed's place.
  package let seedIsPicture: Bool
  /// A file of settings loaded first and changed by this member: `cloudfront update-distribution --default-root-object`.
  package let defaultRootObject: String?

  /// The service's table.
  package var service: ServiceTable { operation.table }
  /// Whether `--dry-run` is given.
  package var isDryRun: Bool {
    if case .bool(true) = input["DryRun"] { return true }
    return false
  }
}

/// How the pages of a call are read.
package struct AWSPaging: Sendable, Equatable {
  /// Whether pages are fetched and merged: the operation has pages and nothing on the line turned that off.
  package var isOn = false
  /// `--starting-token`.
  package var startingToken: String?
  /// `--page-size`, or the client's own for a few operations of EC2; goes into the paginator's limit key.
  package var pageSize: Int?
  /// `--max-items`.
  package var maximumItems: Int?
}

/// An example that the client makes from the shapes, without a call.
package struct AWSSkeleton: Sendable {
  /// Which example.
  package enum Kind: String, Sendable, CaseIterable {
    /// An input as JSON.
    case input
    /// An input as YAML.
    case yamlInput = "yaml-input"
    /// An output, printed as an answer would be.
    case output
  }

  /// Which example.
  package let kind: Kind
  /// The operation.
  package let operation: OperationShape
  /// The example.
  package let value: Value
  /// The options that every command takes.
  package let globals: AWSGlobals
}

/// What help is asked about.
package enum AWSHelpTopic: Sendable {
  case root
  case service(ServiceTable)
  case operation(OperationShape)
  case waiters(ServiceTable)
  case waiter(Waiter, OperationShape)
  /// `aws s3`, or one of its commands.
  case highLevelS3(S3Command?)
}
