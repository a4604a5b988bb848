import Cloud
import CloudAPI
import EventKernel
import Traffic

/// The journal as a bash script of real `aws` commands: `up` makes what was made, `down` takes it away again.
struct BashExport {
  /// The sentences that stand in the script as comments and messages.
  struct Words {
    /// What the script is, line by line.
    let head: [String]
    /// What is said where an id has to be given by hand.
    let giveID: (_ id: String) -> String
  }

  private let calls: [ExportedCall]
  private let region: Region
  private let start: World
  private let end: World
  private let ids: ExportedIdentifiers
  private let steps: [(step: Teardown.Step, call: Int)]

  /// The tag that everything gets which takes tags when it is made.
  static let tag = "Key=skydrill,Value=export"

  /// Follows the journal from its beginning once more, to see what each call answers.
  init(_ workspace: Workspace) throws(RunRefusal) {
    region = workspace.region
    start = workspace.origin.world
    end = workspace.world
    let calls = try Self.calls(of: workspace)
    self.calls = calls
    let steps = Self.steps(of: calls)
    self.steps = steps
    let begin = workspace.origin.world
    let region = workspace.region
    ids = ExportedIdentifiers(calls) { text in
      Self.lookUp(text, in: begin, from: region) != nil
    } needed: { number, text in
      steps.contains { step, call in
        call == number && (step.words + (step.waiter ?? [])).contains { $0.contains(text) }
      } || Teardown.waiter(after: calls[number])?.contains { $0.contains(text) } == true
    }
  }

  private static func calls(of workspace: Workspace) throws(RunRefusal) -> [ExportedCall] {
    var state = Workspace(
      world: workspace.origin.world, header: workspace.journal.header, region: workspace.region,
      caller: workspace.caller, catalog: workspace.catalog)
    let beginning = state
    var calls: [ExportedCall] = []
    for entry in workspace.journal.effective {
      guard case .call(let words, let files) = entry else {
        var one = Journal(header: workspace.journal.header)
        one.append(entry)
        try state.replay(one)
        continue
      }
      let given = Dictionary(files.map { ($0.name, $0.content) }, uniquingKeysWith: { first, _ in first })
      let context = state.context(files: .journal(given))
      let outcome = AWSRunner(catalog: state.catalog, context: context).run(
        words, on: &state.world, as: CallContext(caller: state.caller, region: state.region))
      if let changed = outcome.profiles { state.profiles = changed }
      guard outcome.status == 0, let parsed = parsed(words, state.catalog, context) else { continue }
      let texts = files.map { file in
        (name: file.name, text: String(decoding: Base64.decode(file.content) ?? [], as: UTF8.self))
      }
      calls.append(
        ExportedCall(
          words: withoutOutput(words), answer: outcome.answer, files: texts, shape: parsed.shape,
          isWaiter: parsed.isWaiter, isNarrowed: parsed.isNarrowed,
          answerAtStart: ExportedCall.reads(parsed.shape)
            ? answer(to: words, from: state, in: beginning) : nil))
    }
    return calls
  }

  /// What a caller's call would have answered in an earlier state of the world; `nil` when it fails there.
  private static func answer(to words: [String], from now: Workspace, in earlier: Workspace) -> Value? {
    var world = earlier.world
    let outcome = AWSRunner(catalog: earlier.catalog, context: earlier.context(files: .journal([:]))).run(
      words, on: &world, as: CallContext(caller: earlier.caller, region: now.region))
    return outcome.answer
  }

  private static func parsed(
    _ words: [String], _ catalog: OperationCatalog, _ context: AWSContext
  ) -> (shape: OperationShape, isWaiter: Bool, isNarrowed: Bool)? {
    do throws(AWSUsageError) {
      switch try AWSCommandLine.parse(words, catalog: catalog, context: context) {
      case .call(let call): return (call.operation, false, isNarrowed(call))
      case .wait(_, let call): return (call.operation, true, isNarrowed(call))
      case .skeleton, .help, .configure, .s3, .version: return nil
      }
    } catch {
      return nil
    }
  }

  /// Whether a call names what it asks for, by more than the size of its pages.
  private static func isNarrowed(_ call: AWSCall) -> Bool {
    let pages = (call.operation.paginator?.inputTokens ?? []) + [call.operation.paginator?.limitKey ?? ""]
    return call.input.members.contains { !pages.contains($0.key) }
  }

  /// The words without the options that pick or format the result: the script takes what it needs.
  private static func withoutOutput(_ words: [String]) -> [String] {
    var kept: [String] = []
    var skips = false
    for word in words {
      if skips {
        skips = false
      } else if word == "--query" || word == "--output" {
        skips = true
      } else if !word.hasPrefix("--query=") && !word.hasPrefix("--output=") {
        kept.append(word)
      }
    }
    return kept
  }

  /// What `down` does, the newest first, without what the journal has taken away itself.
  private static func steps(of calls: [ExportedCall]) -> [(step: Teardown.Step, call: Int)] {
    var steps: [(step: Teardown.Step, call: Int)] = []
    for (number, call) in calls.enumerated() {
      for step in Teardown.steps(for: call) {
        let isGone = calls[(number + 1)...].contains { later in
          later.operation == step.operation && step.operation != "route53 change-resource-record-sets"
            && step.subject.split(separator: " ").allSatisfy { later.words.contains(String($0)) }
        }
        guard !isGone else { continue }
        steps.removeAll { $0.step.subject == step.subject && $0.step.operation == step.operation }
        steps.append((step, number))
      }
    }
    return steps.reversed()
  }

  /// The script.
  func script(_ words: Words) -> String {
    var lines = ["#!/usr/bin/env bash"]
    lines += words.head.map { "# \($0)" }
    lines += [
      "set -euo pipefail", "export AWS_PAGER= AWS_DEFAULT_REGION=\(region.rawValue)",
      "STATE=${STATE:-skydrill-export.env}", "", "# keep NAME",
      "keep() { printf '%s=%q\\n' \"$1\" \"${!1}\" >> \"$STATE\"; }",
      "FAILED=0", "gone() { \"$@\" > /dev/null || FAILED=1; }", "",
    ]
    let others = foreign(words)
    lines.append("up() {")
    lines += (others.lines + calls.indices.flatMap { up($0, others.variables) }).map { "  " + $0 }
    lines += ["}", "", "down() {", "  . \"$STATE\""]
    lines += steps.flatMap { down($0.step, others.variables) }.map { "  " + $0 }
    lines += [
      "  rm -f \"$STATE\"", "  return $FAILED", "}", "", "case \"${1:-}\" in", "  up) up ;;",
      "  down) down ;;",
    ]
    lines += ["  *) echo \"$0 up | down\" >&2; exit 2 ;;", "esac"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The lines for a call: its files, itself with the ids that it gives, and the waiter for what takes time.
  private func up(_ number: Int, _ others: [String: String]) -> [String] {
    let call = calls[number]
    let given = ids.given(by: number)
    guard !call.isReading || call.isWaiter || !given.isEmpty else { return [] }
    var lines = call.files.filter {
      call.words.joined(separator: " ").contains("file") && $0.name != "/dev/stdin"
    }
    .flatMap { file in ["cat > \(ShellWord.quoted(file.name)) <<'SKYDRILL'", file.text + "SKYDRILL"] }
    var line =
      "aws "
      + (call.words + Self.tags(for: call)).map { ids.quoted($0, others: others) }.joined(separator: " ")
    if given.isEmpty {
      if !call.isWaiter { line += " > /dev/null" }
      lines.append(line)
    } else {
      let paths = given.map(\.source.path)
      let query = paths.count == 1 ? paths[0] : "[" + paths.joined(separator: ",") + "]"
      line += " --query \(ShellWord.quoted(query)) --output text"
      let names = given.map(\.source.variable)
      if names.count == 1 {
        lines.append("\(names[0])=$(\(line))")
      } else {
        lines += ["ANSWER=$(\(line))", "read -r \(names.joined(separator: " ")) <<< \"$ANSWER\""]
      }
      lines += names.map { "keep \($0)" }
    }
    if let waiter = Teardown.waiter(after: call) {
      lines.append("aws " + waiter.map { ids.quoted($0, others: others) }.joined(separator: " "))
    }
    return lines
  }

  private func down(_ step: Teardown.Step, _ others: [String: String]) -> [String] {
    let text = { (words: [String]) in words.map { ids.quoted($0, others: others) }.joined(separator: " ") }
    var lines = ["gone aws " + text(step.words)]
    if let waiter = step.waiter { lines.append("gone aws " + text(waiter)) }
    if step.operation == "autoscaling delete-auto-scaling-group" {
      let count =
        "aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names \(ShellWord.quoted(step.subject)) "
        + "--query 'length(AutoScalingGroups)' --output text"
      lines.append("while [ \"$(\(count))\" != 0 ]; do sleep 5; done")
    }
    return lines
  }

  /// The option that tags what a call makes, where it takes one and the line has none.
  private static func tags(for call: ExportedCall) -> [String] {
    guard
      call.shape.cliName.hasPrefix("create-") || call.shape.cliName.hasPrefix("run-")
        || call.shape.cliName.hasPrefix("allocate-")
    else { return [] }
    if let member = call.shape.input?.member("TagSpecifications"),
      !call.words.contains("--tag-specifications")
    {
      let types = member.shape.element?.member("ResourceType")?.shape.enumValues ?? []
      let noun =
        call.operation == "ec2 run-instances"
        ? "instance"
        : call.operation == "ec2 allocate-address"
          ? "elastic-ip"
          : call.operation == "ec2 create-nat-gateway"
            ? "natgateway" : String(call.shape.cliName.dropFirst("create-".count))
      return types.contains(noun) ? ["--tag-specifications", "ResourceType=\(noun),Tags=[{\(tag)}]"] : []
    }
    guard let member = call.shape.input?.member("Tags"), member.shape.kind == .list,
      !call.words.contains("--tags")
    else {
      return []
    }
    return ["--tags", call.shape.table.cliName == "autoscaling" ? tag + ",PropagateAtLaunch=true" : tag]
  }

  /// Ids that the calls use and none answered: those of the account that the journal begins in.
  private func foreign(_ words: Words) -> (lines: [String], variables: [String: String]) {
    var variables: [String: String] = [:]
    var lines: [String] = []
    let texts = calls.flatMap(\.words).flatMap(ExportedIdentifiers.words(in:))
    for text in texts where ids.sources[text] == nil && variables[text] == nil && isOfTheStart(text) {
      let variable = "START_\(variables.count + 1)"
      variables[text] = variable
      if let look = lookUp(text) {
        lines += ["\(variable)=$(aws \(look) --output text)", "keep \(variable)"]
      } else {
        lines += [": \"${\(variable):?\(words.giveID(text))}\"", "keep \(variable)"]
      }
    }
    return (lines, variables)
  }

  private func isOfTheStart(_ text: String) -> Bool {
    guard ExportedIdentifiers.isIdentifier(text), text.contains("-") else { return false }
    return !text.hasPrefix("arn:aws:iam::aws:")
  }

  /// The line that finds what every account has, and public images; other Regions than the world's own are opened later.
  private func lookUp(_ text: String) -> String? {
    Self.lookUp(text, in: start, from: region) ?? Self.lookUp(text, in: end, from: region)
  }

  private static func lookUp(_ text: String, in world: World, from region: Region) -> String? {
    let place = { (other: Region) in other == region ? "" : "--region \(other.rawValue) " }
    for (id, vpc) in world.ec2.vpcs where "\(id)" == text && vpc.isDefault {
      return "ec2 describe-vpcs \(place(vpc.region))--filters Name=is-default,Values=true "
        + "--query 'Vpcs[0].VpcId'"
    }
    for (id, subnet) in world.ec2.subnets where "\(id)" == text && subnet.isDefaultForZone {
      return "ec2 describe-subnets \(place(subnet.zone.region))--filters Name=default-for-az,Values=true "
        + "Name=availability-zone,Values=\(subnet.zone.rawValue) --query 'Subnets[0].SubnetId'"
    }
    for (id, group) in world.ec2.securityGroups
    where "\(id)" == text && group.name == "default" && world.ec2.vpcs[group.vpc]?.isDefault == true {
      let vpc = world.ec2.vpcs[group.vpc].map { place($0.region) } ?? ""
      return "ec2 describe-security-groups \(vpc)--filters Name=group-name,Values=default "
        + "Name=vpc-id,Values=\"$(aws ec2 describe-vpcs \(vpc)--filters Name=is-default,Values=true "
        + "--query 'Vpcs[0].VpcId' --output text)\" --query 'SecurityGroups[0].GroupId'"
    }
    for (id, image) in world.ec2.images where "\(id)" == text && image.owner != Account.id {
      return "ec2 describe-images \(place(image.region))--owners amazon "
        + "--filters \(ShellWord.quoted("Name=name,Values=\(image.name)")) --query 'Images[0].ImageId'"
    }
    return nil
  }

  /// What the world that the journal leads to costs in a month more than the one that it begins in.
  var monthlyCost: Money {
    Money(
      microdollars: end.monthlyCost(traffic: nil).monthly.microdollars
        - start.monthlyCost(traffic: nil).monthly.microdollars)
  }

  /// Whether no call of the journal made or changed anything.
  var isEmpty: Bool { calls.allSatisfy { $0.isReading } }
}
