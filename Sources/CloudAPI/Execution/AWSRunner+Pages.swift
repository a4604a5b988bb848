import Cloud

// Calls whose answers come in pages.

extension AWSRunner {
  /// All pages of a call, or the one answer of an operation without pages.
  func pages(
    of parsed: AWSCall, on world: inout World, as call: CallContext
  ) throws -> ResultPages {
    let signer = try signer(parsed.globals, on: world)
    if let page = parsed.defaultRootObject {
      return try ResultPages(
        setting(defaultRootObject: page, of: parsed, on: &world, as: call, signer))
    }
    guard parsed.paging.isOn, let paginator = parsed.operation.paginator, !paginator.resultKeys.isEmpty
    else {
      let answer = try once(parsed.operation, parsed.input, on: &world, as: call, signer)
      return ResultPages(withEncoding(answer, of: parsed))
    }
    let paging = Paging(
      inputTokens: paginator.inputTokens,
      outputTokens: try paginator.outputTokens.map { try JMESPath($0) },
      moreResults: try paginator.moreResults.map { try JMESPath($0) }, resultKeys: paginator.resultKeys,
      nonAggregateKeys: paginator.nonAggregateKeys)
    var copy = world
    let pages = try paging.collect(
      maxItems: parsed.paging.maximumItems, startingToken: parsed.paging.startingToken
    ) { tokens in
      var input = parsed.input
      for entry in tokens { if let token = entry.token { input[entry.name] = .string(token) } }
      if let size = parsed.paging.pageSize, let key = paginator.limitKey {
        input[key] = .integer(Int64(size))
      }
      return try once(parsed.operation, input, on: &copy, as: call, signer)
    }
    world = copy
    return pages
  }

  /// The client asks for encoded keys itself when it lists objects, reads them, and leaves in the answer that it did.
  private func withEncoding(_ answer: Value, of parsed: AWSCall) -> Value {
    guard ["ListObjects", "ListObjectsV2", "ListObjectVersions"].contains(parsed.operation.name),
      parsed.input["EncodingType"] == nil, case .object(var object) = answer
    else { return answer }
    object["EncodingType"] = .string("url")
    return parsed.operation.output?.arranged(.object(object)) ?? answer
  }

  /// Makes a call for what it does to the world and its clock. Each page takes its time, so that an answer of several
  /// pages is collected after all.
  func repeatWithoutAnswer(
    _ parsed: AWSCall, on world: inout World, as call: CallContext
  ) throws {
    let signer = try signer(parsed.globals, on: world)
    guard parsed.paging.isOn, let paginator = parsed.operation.paginator, !paginator.resultKeys.isEmpty
    else {
      _ = try once(parsed.operation, parsed.input, on: &world, as: call, signer, answer: .nothing)
      return
    }
    if parsed.paging.pageSize == nil, parsed.paging.startingToken == nil {
      let before = world
      let first = try once(parsed.operation, parsed.input, on: &world, as: call, signer, answer: .outline)
      if isLastPage(first, paginator) { return }
      world = before
    }
    _ = try pages(of: parsed, on: &world, as: call)
  }

  /// Whether an answer has no token of a next page; a token that is more than a name of a member counts as there.
  private func isLastPage(_ answer: Value, _ paginator: Paginator) -> Bool {
    guard case .object(let object) = answer else { return false }
    let names = object.keys.map { $0.lowercased() }
    return paginator.outputTokens.allSatisfy { token in
      token.utf8.allSatisfy { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        && !names.contains(token.lowercased())
    }
  }
}
