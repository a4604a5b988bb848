import Cloud
import CloudAPI
import EventKernel
import Shell

/// A file of lines that the real client ran against moto, run here.
struct DifferentialRun {
  /// A line and how it differs.
  struct Line {
    let text: String
    /// The words after `aws`.
    let words: [String]
    let outcome: AWSOutcome
    /// What differs, as the committed list has it; empty where nothing does.
    let differences: [String]
  }

  /// The lines that were compared.
  private(set) var lines: [Line] = []
  /// Lines that the world refuses or has no operation for, and those that use what such a line would have made.
  private(set) var notModelled: [String] = []
  /// Lines that moto cannot answer.
  private(set) var lacking = 0

  /// The names of the files.
  static let names = [
    "autoscaling", "cloudwatch", "ec2-instances", "ec2-network", "elasticache", "elbv2", "iam", "others",
    "rds",
    "route53", "s3",
  ]

  /// The runs of all files by name, made once.
  static let all = Result<[String: DifferentialRun], any Error> {
    Dictionary(
      try names.map { ($0, try DifferentialRun($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private init(_ name: String) throws {
    let recorded = try Value(json: RepositoryFiles.oracle("differential/\(name).json")).elements ?? []
    var next = recorded[...]
    let region = Region(rawValue: "us-east-1")
    var world = World(catalog: try RepositoryFiles.catalog.get(), seed: WorldSeed(1))
    world.openAccount(in: [region, Region(rawValue: "eu-west-1")])
    var workspace = Workspace(
      world: world, header: Journal.Header(lab: name, worldSeed: WorldSeed(1)), region: region,
      catalog: try RepositoryFiles.operations.get())
    for (_, text) in ScriptRun(text: try RepositoryFiles.oracle("differential/\(name).sky")).lines {
      let line = try ShellLineParser.parse(text)
      guard !line.isEmpty else { continue }
      guard line.words.first == [.text("aws")] else {
        do { _ = try workspace.execute(line) } catch { continue }
        continue
      }
      guard let record = next.popFirst(), record["line"]?.text == text else {
        throw Stale(name: name, line: text)
      }
      let variables = workspace.variables
      let words = try WordExpansion(value: { variables[$0] }, substitute: { _ in "" }).expand(line.words)
      let unset = text.matches(of: /\$([A-Z_0-9]+)/).contains { match in
        let value = variables[String(match.output.1)] ?? ""
        return value.isEmpty || value == "None"
      }
      guard !unset, case .aws(let outcome) = try workspace.execute(line), !outcome.isNotModelled else {
        notModelled.append(text)
        continue
      }
      guard record["lacking"] == nil else {
        lacking += 1
        continue
      }
      lines.append(
        Line(
          text: text, words: Array(words.dropFirst()), outcome: outcome,
          differences: Self.differences(outcome, record, words: Array(words.dropFirst()), workspace.catalog)))
    }
  }

  /// The recording is of other lines: `python3 Tests/Oracles/make-differential.py`.
  struct Stale: Error {
    let name: String
    let line: String
  }

  private static func differences(
    _ outcome: AWSOutcome, _ record: Value, words: [String], _ catalog: OperationCatalog
  ) -> [String] {
    let status = record["exit"]?.double ?? -1
    guard Double(outcome.status) == status, outcome.error?.code == record["code"]?.text else {
      return [
        "\(outcome.status) \(outcome.error?.code ?? "-") | \(Int(status)) \(record["code"]?.text ?? "-")"
      ]
    }
    guard let recorded = record["shape"], let answer = outcome.answer else { return [] }
    let model = words.count > 1 ? operation(words, catalog)?.output : nil
    return AnswerShape(answer, model).differences(from: AnswerShape(recorded: recorded))
  }

  private static func operation(_ words: [String], _ catalog: OperationCatalog) -> OperationShape? {
    do { return try catalog.service(words[0])?.operation(cliName: words[1]) } catch { return nil }
  }
}

extension AWSOutcome {
  /// Whether the world refused the line, which a real account would not have.
  var isNotModelled: Bool { refusal != nil }
}
