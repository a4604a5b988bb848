import CloudAPI
import Testing

@Suite struct CommandLineTests {
  /// The words, the files and what the real client does.
  private struct Oracle: Sendable {
    static let shared = Result { try Oracle() }

    let cases: [Value]
    let corpus: [Value]
    let files: [String: [UInt8]]
    let catalog: OperationCatalog

    init() throws {
      let oracle = try SchemaFixtures.oracle("commandline.json")
      cases = oracle["cases"]?.elements ?? []
      corpus = oracle["corpus"]?.elements ?? []
      var files: [String: [UInt8]] = [:]
      for member in oracle["files"]?.object?.members ?? [] {
        files[member.key] = CommandLineTests.decoded(member.value.text ?? "")
      }
      self.files = files
      catalog = try SchemaFixtures.catalog()
    }

    func parse(_ words: [String]) throws(AWSUsageError) -> ParsedAWSCommand {
      let files = files
      let context = AWSContext(
        readFile: { (path: String) throws(AWSFileError) in
          guard let bytes = files[path] else { throw AWSFileError.missing }
          return bytes
        }, uniqueText: { "1-2" })
      return try AWSCommandLine.parse(words, catalog: catalog, context: context)
    }
  }

  private static func decoded(_ text: String) -> [UInt8] {
    var bits = 0
    var count = 0
    var result: [UInt8] = []
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    for sign in text {
      guard let value = alphabet.firstIndex(of: sign) else { continue }
      bits = (bits << 6 | value) & 0xffff
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8((bits >> count) & 0xff))
      }
    }
    return result
  }

  private func words(_ value: Value) -> [String] { (value["words"]?.elements ?? []).compactMap(\.text) }

  @Test func `a right line becomes the input that the real client sends`() throws {
    let oracle = try Oracle.shared.get()
    var compared = 0
    for entry in oracle.cases {
      guard let input = entry["input"] else { continue }
      let words = words(entry)
      compared += 1
      do {
        let command = try oracle.parse(words)
        let call: AWSCall
        switch command {
        case .call(let plain), .wait(_, let plain): call = plain
        case .skeleton, .help, .configure, .s3, .version:
          Issue.record("\(words): no call")
          continue
        }
        #expect(call.operation.name == entry["operation"]?.text, "\(words)")
        #expect(Value.object(call.input) == input, "\(words): \(Value.object(call.input).json(.compact))")
        let paging = entry["paging"]
        if paging != nil || call.operation.paginator != nil {
          #expect(call.paging.isOn == (paging != nil), "\(words)")
          #expect(call.paging.pageSize.map(Double.init) == number(paging?["PageSize"]), "\(words)")
          #expect(call.paging.maximumItems.map(Double.init) == number(paging?["MaxItems"]), "\(words)")
          #expect(call.paging.startingToken == paging?["StartingToken"]?.text, "\(words)")
        }
      } catch {
        Issue.record("\(words): \(error.message) \(error.kind)")
      }
    }
    #expect(compared > 180)
  }

  private func number(_ value: Value?) -> Double? { value?.double ?? value?.text.flatMap(Double.init) }

  @Test func `a wrong line is refused in the real client's words`() throws {
    let oracle = try Oracle.shared.get()
    var compared = 0
    for entry in oracle.cases {
      guard entry["exit"] != .integer(0), let wanted = entry["error"]?.text else { continue }
      let words = words(entry)
      compared += 1
      do {
        _ = try oracle.parse(words)
        Issue.record("\(words): taken, the client says \(wanted.prefix(200))")
      } catch {
        expect(error, isWorded: wanted, words)
        let isUsage = entry["exit"] == .integer(2)
        #expect((error.kind == .usage) == isUsage, "\(words): \(error.kind)")
      }
    }
    #expect(compared > 80)
  }

  /// Version 1.45.11 prints `{self._error_location()}` instead of the place: only the first line is compared there. Of the
  /// choices the order is not compared, and version 2 has two more formats.
  private func expect(_ error: AWSUsageError, isWorded wanted: String, _ words: [String]) {
    var (wanted, got) = (wanted, error.message)
    if wanted.contains("{self._error_location()}") {
      wanted = wanted.prefix { $0 != "\n" } + ""
      got = got.prefix { $0 != "\n" } + ""
    }
    if wanted.contains("valid choices are:") {
      wanted = wanted.prefix { $0 != "," } + tail(wanted)
      got = got.prefix { $0 != "," } + tail(got)
    }
    #expect(got.trimmingBlanks == wanted.trimmingBlanks, "\(words)")
  }

  private func tail(_ text: String) -> String {
    guard let range = text.firstRange(of: "Invalid choice: '") else { return "" }
    return String(text[range.lowerBound...])
  }

  @Test func `every line of the recorded corpus parses, or fails as it was recorded`() throws {
    let oracle = try Oracle.shared.get()
    #expect(oracle.corpus.count > 130)
    for entry in oracle.corpus {
      let words = words(entry)
      let recorded = entry["error"]?.text ?? ""
      let isClientError = entry["exit"] != .integer(0) && !recorded.contains("An error occurred")
      do {
        _ = try oracle.parse(words)
      } catch {
        if case .parameter = error.kind,
          error.message.contains("No such file") || error.message.contains("path to a file")
        {
          continue
        }
        #expect(isClientError, "\(words): \(error.message) \(error.kind)")
      }
    }
  }

  @Test func `skeletons are those of the real client`() throws {
    let oracle = try Oracle.shared.get()
    var compared = 0
    for entry in oracle.cases {
      guard entry["exit"] == .integer(0), let output = entry["output"]?.text else { continue }
      let words = words(entry)
      guard case .skeleton(let skeleton) = try oracle.parse(words) else {
        Issue.record("\(words): no skeleton")
        continue
      }
      compared += 1
      #expect(skeleton.value == (try Value(json: output)), "\(words)")
      #expect(skeleton.value.json() + "\n" == output, "\(words)")
    }
    #expect(compared >= 6)
  }

  @Test(arguments: [
    (["help"], "root"), (["ec2", "help"], "service"), (["ec2", "describe-instances", "help"], "operation"),
    (["ec2", "wait", "help"], "waiters"), (["ec2", "wait", "instance-running", "help"], "waiter"),
    (["s3", "help"], "s3"), (["s3", "cp", "help"], "s3"),
  ])
  func `help is asked for at every level`(words: [String], level: String) throws {
    guard case .help(let topic, _) = try Oracle.shared.get().parse(words) else {
      Issue.record("no help")
      return
    }
    let found: String
    switch topic {
    case .root: found = "root"
    case .service: found = "service"
    case .operation: found = "operation"
    case .waiters: found = "waiters"
    case .waiter: found = "waiter"
    case .highLevelS3: found = "s3"
    }
    #expect(found == level)
  }

  @Test(arguments: [
    (["lambda", "list-functions"], AWSUsageError.Kind.notModelled(service: "lambda", operation: nil)),
    (["ec2", "create-fpga-image"], .notModelled(service: "ec2", operation: "create-fpga-image")),
    (["rds", "generate-db-auth-token"], .notModelled(service: "rds", operation: "generate-db-auth-token")),
    (["ec2", "describe-vpcs", "--endpoint-url", "http://x"], .refusedOption("--endpoint-url")),
    (["ec2", "describe-vpcs", "--debug"], .refusedOption("--debug")),
    (["ec2", "describe-vpcs", "--ca-bundle", "x"], .refusedOption("--ca-bundle")),
  ])
  func `what AWS has and the simulation has not is refused by name`(words: [String], kind: AWSUsageError.Kind)
    throws
  {
    let oracle = try Oracle.shared.get()
    let error = #expect(throws: AWSUsageError.self) { try oracle.parse(words) }
    #expect(error?.kind == kind)
    #expect(error?.exitStatus == 252)
  }

  @Test func `a mistyped option is told its neighbour`() throws {
    let oracle = try Oracle.shared.get()
    let error = #expect(throws: AWSUsageError.self) {
      try oracle.parse(["ec2", "describe-instances", "--instances-ids", "i-1"])
    }
    #expect(error?.suggestions.first == "--instance-ids")
    #expect(error?.message == "Unknown options: --instances-ids, i-1")
    let choice = #expect(throws: AWSUsageError.self) { try oracle.parse(["ec2", "descibe-instances"]) }
    #expect(
      choice?.suggestions == ["describe-instances", "describe-instance-types", "describe-instance-status"])
  }

  @Test func `version 2's options are taken`() throws {
    let oracle = try Oracle.shared.get()
    let line = ["ec2", "describe-vpcs", "--output", "yaml", "--no-cli-pager", "--query", "Vpcs[].VpcId"]
    guard case .call(let call) = try oracle.parse(line) else {
      Issue.record("no call")
      return
    }
    #expect(call.globals.output == .yaml)
    #expect(call.globals.query?.expression == "Vpcs[].VpcId")
    let blob = ["ec2", "import-key-pair", "--key-name", "k", "--public-key-material", "hi"]
    let error = #expect(throws: AWSUsageError.self) { try oracle.parse(blob) }
    #expect(error?.message == "Invalid base64: \"hi\"")
    guard case .call(let raw) = try oracle.parse(blob + ["--cli-binary-format", "raw-in-base64-out"]) else {
      Issue.record("no call")
      return
    }
    #expect(raw.input["PublicKeyMaterial"] == "aGk=")
  }

  @Test func `simple CloudFront options build the configuration`() throws {
    let oracle = try Oracle.shared.get()
    let line = ["cloudfront", "create-distribution", "--origin-domain-name", "b.s3.amazonaws.com"]
    guard case .call(let call) = try oracle.parse(line) else {
      Issue.record("no call")
      return
    }
    let config = call.input["DistributionConfig"]
    #expect(config?["Origins"]?["Items"]?[0]?["DomainName"] == "b.s3.amazonaws.com")
    #expect(config?["DefaultCacheBehavior"]?["TargetOriginId"] == "b.s3.amazonaws.com-1-2")
    let update = ["cloudfront", "update-distribution", "--id", "D", "--default-root-object", "i.html"]
    guard case .call(let changed) = try oracle.parse(update) else {
      Issue.record("no call")
      return
    }
    #expect(changed.defaultRootObject == "i.html")
  }

  @Test func `random lines are taken or refused, never worse`() throws {
    let oracle = try Oracle.shared.get()
    var state: UInt64 = 0x5eed
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let pieces = [
      "=", ",", "[", "]", "{", "}", "'", "\"", "\\", "Key", "Value", "Name", "Values", " ", "@",
      "file://ids.txt", "가",
      "\n", "\0", "😀", "1", "-1", "true", "--", "i-1", "null", ":", "/", "\\,", "[{", "}]", "\u{7f}", "9e999",
    ]
    let starts = [
      ["ec2", "create-tags", "--resources", "i-1", "--tags"],
      ["ec2", "run-instances", "--image-id", "a", "--placement"],
      ["ec2", "run-instances", "--image-id", "a", "--block-device-mappings"],
      ["ec2", "describe-instances", "--filters"],
      ["ec2", "describe-instances", "--cli-input-json"],
      ["cloudwatch", "put-metric-data", "--namespace", "a", "--dimensions"],
      ["ec2", "describe-spot-price-history", "--start-time"],
      ["s3api", "put-object", "--bucket", "b", "--key", "k", "--metadata"],
      [
        "autoscaling", "put-scaling-policy", "--auto-scaling-group-name", "a", "--policy-name", "p",
        "--target-tracking-configuration",
      ],
    ]
    var refused = 0
    for _ in 0..<20_000 {
      // An unknown name is compared with all there are: dear in a debug build, so one line in forty.
      var line = next(40) == 0 ? [[], ["ec2"], ["rds", "wait"]][next(3)] : starts[next(starts.count)]
      for _ in 0...next(2) {
        line.append((0..<next(12)).map { _ in pieces[next(pieces.count)] }.joined())
      }
      do {
        _ = try oracle.parse(line)
      } catch {
        refused += 1
        #expect(error.exitStatus == 252 || error.exitStatus == 255)
      }
    }
    #expect(refused > 1000)
  }

  @Test(arguments: ["[", "{a=", "[{a="])
  func `deep nesting ends in an error`(piece: String) throws {
    let oracle = try Oracle.shared.get()
    for word in [
      String(repeating: piece, count: 3000), "Key=" + String(repeating: piece, count: 3000), "Key",
    ] {
      #expect(throws: AWSUsageError.self) {
        try oracle.parse(["ec2", "create-tags", "--resources", "i", "--tags", word])
      }
    }
  }

  @Test(arguments: ["a=b,", "a,", "\\,", "a='", "'"])
  func `a word of ten thousand characters is taken or refused`(piece: String) throws {
    let oracle = try Oracle.shared.get()
    let word = "Key=" + String(repeating: piece, count: 10_000 / piece.count)
    do {
      guard
        case .call(let call) = try oracle.parse(["ec2", "create-tags", "--resources", "i", "--tags", word])
      else {
        Issue.record("no call")
        return
      }
      #expect((call.input["Tags"]?[0]?["Key"]?.text?.count ?? 0) > 100)
    } catch {
      #expect(!error.message.isEmpty)
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
