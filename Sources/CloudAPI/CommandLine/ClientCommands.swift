/// Commands of version 2 of the AWS command line that no service's API has, beside those of the tables.
enum ClientCommands {
  /// By the service behind which they stand (docs: AWS CLI v2 command reference, 2026).
  static let ofServices: [String: Set<String>] = [
    "logs": ["tail", "start-live-tail"], "rds": ["generate-db-auth-token"], "cloudfront": ["sign"],
  ]

  /// Those that stand behind `aws` themselves.
  static let alone: Set<String> = ["cli-dev", "ddb", "login", "logout"]
}
