import CloudAPI
import Shell

/// A command line from the examples that the awscli package ships.
struct ExampleLine: Sendable {
  /// The service by whose file it was taken.
  let service: String
  /// The example's file and the line's number in it, such as `ec2/run-instances#1`.
  let name: String
  /// The line as it is typed.
  let line: String
  /// The files that the example shows for it.
  let files: [String: [UInt8]]
  /// Why the real client refuses its own example; `nil` when it takes it.
  let clientError: String?

  private init?(_ value: Value, service: String) {
    guard let name = value["file"]?.text, let line = value["line"]?.text else { return nil }
    self.service = service
    self.name = name
    self.line = line
    var files: [String: [UInt8]] = [:]
    for member in value["files"]?.object?.members ?? [] {
      files[member.key] = Array((member.value.text ?? "").utf8)
    }
    self.files = files
    clientError = value["error"]?.text
  }

  /// The services that have examples.
  static let services = [
    "acm", "autoscaling", "ce", "cloudfront", "cloudwatch", "ec2", "elasticache", "elbv2", "fis", "iam",
    "logs", "pricing", "rds", "resourcegroupstaggingapi", "route53", "s3", "s3api", "sns", "ssm", "sts",
  ]

  /// The lines of a service.
  static func lines(of service: String) throws -> [ExampleLine] {
    let text = try RepositoryFiles.oracle("examples/\(service).json")
    return (try Value(json: text).elements ?? []).compactMap { ExampleLine($0, service: service) }
  }

  /// The words as the shell hands them over; the line's variables are empty.
  func words() throws -> [String] {
    let words = try ShellLineParser.parse(line).words
    return try WordExpansion(value: { _ in nil }, substitute: { _ in "" }).expand(words)
  }
}
