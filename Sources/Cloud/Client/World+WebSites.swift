import EventKernel

/// What the website of a bucket shows (S3 User Guide: hosting a static website).
extension World {
  /// The answer of a bucket's website endpoint, which speaks HTTP alone.
  mutating func website(
    of bucket: ObjectKey, at endpoint: WebsiteEndpoint, _ call: WebCall
  ) -> Result<WebAnswer, WebFailure> {
    guard !isLost(endpoint.region) else { return .failure(.timedOut(.notRunning(endpoint.host))) }
    guard call.request.scheme == "http", call.request.port == 80 else { return .failure(.timedOut(.closed)) }
    guard let row = s3.buckets[bucket] else { return .success(page(S3Error.noBucket, of: bucket)) }
    guard row.region == endpoint.region else {
      return .success(
        page(
          AWSError(
            "IncorrectEndpoint",
            "The specified bucket exists in another region. Please direct requests to the specified endpoint."
          ),
          of: bucket, endpoint: WebsiteEndpoint(of: row.region).map { "\(row.name).\($0.host)" }))
    }
    guard let site = row.website else {
      return .success(
        page(
          AWSError(
            "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
          of: bucket))
    }
    guard ["GET", "HEAD"].contains(call.request.method) else {
      return .success(page(S3Error.notAllowed, of: bucket))
    }
    if let all = site.redirectAllRequestsTo {
      return .success(
        .redirect(
          301, to: "\(all.protocol ?? call.request.scheme)://\(all.hostName)\(call.target)",
          server: "AmazonS3"))
    }
    let key = call.key
    if let rule = site.rule(for: key, code: nil) { return .success(rule.answer(to: call, key)) }
    return .success(document(key, of: row, site, call))
  }

  private mutating func document(
    _ key: String, of bucket: Bucket, _ site: WebsiteConfiguration, _ call: WebCall
  ) -> WebAnswer {
    let name = ObjectKey(bucket.name)
    let suffix = site.indexDocument?.suffix ?? ""
    let isFolder = key.isEmpty || key.hasSuffix("/")
    let error: AWSError
    switch fetch(isFolder ? key + suffix : key, in: name, as: .anybody) {
    case .success(let version):
      if let place = version.headers.redirect {
        return .redirect(
          301, to: place.hasPrefix("/") ? "http://\(call.door)\(place)" : place, server: "AmazonS3")
      }
      return Self.answer(with: version)
    case .failure(let refusal): error = refusal
    }
    // A folder that was asked for without its last slash.
    if !isFolder, bucket.objects[ObjectKey("\(key)/\(suffix)")]?.current != nil {
      return .redirect(302, to: "/\(key)/", server: "AmazonS3")
    }
    let code = Self.status(of: error)
    if let rule = site.rule(for: key, code: code) { return rule.answer(to: call, key) }
    guard let document = site.errorDocument?.key else { return page(error, of: name, key: key) }
    switch fetch(document, in: name, as: .anybody) {
    case .success(let version):
      var answer = Self.answer(with: version)
      answer.code = code
      return answer
    case .failure(let second): return page(error, of: name, key: key, then: second)
    }
  }

  /// A refusal as the website endpoint writes it.
  private func page(
    _ error: AWSError, of bucket: ObjectKey, key: String? = nil, endpoint: String? = nil,
    then second: AWSError? = nil
  ) -> WebAnswer {
    let code = Self.status(of: error)
    let phrases = [400: "Bad Request", 403: "Forbidden", 405: "Method Not Allowed"]
    let title = "\(code) \(phrases[code] ?? "Not Found")"
    func row(_ name: String, _ value: String) -> String { "<li>\(name): \(WebText.escaped(value))</li>\n" }
    var list = row("Code", error.code) + row("Message", error.message)
    if error.code == "NoSuchKey", let key { list += row("Key", key) }
    if let endpoint { list += row("Endpoint", endpoint) }
    if error.code == "NoSuchBucket" || error.code == "NoSuchWebsiteConfiguration" {
      list += row("BucketName", bucket.text)
    }
    list += row("RequestId", requestID) + row("HostId", requestID + "=")
    var body = "<html>\n<head><title>\(title)</title></head>\n<body>\n<h1>\(title)</h1>\n<ul>\n\(list)</ul>\n"
    if let second {
      body += "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n"
      body += row("Code", second.code) + row("Message", second.message) + "</ul>\n"
    }
    return WebAnswer(code, body + "<hr/>\n</body>\n</html>\n", server: "AmazonS3")
  }
}

extension WebsiteConfiguration {
  /// The first rule that sends a key elsewhere, before it is read or after it was refused with a code.
  func rule(for key: String, code: Int?) -> Rule? {
    (routingRules ?? []).first { rule in
      guard let condition = rule.condition else { return code == nil }
      guard key.utf8.starts(with: (condition.keyPrefixEquals ?? "").utf8) else { return false }
      return condition.httpErrorCodeReturnedEquals == code.map { "\($0)" }
    }
  }
}

extension WebsiteConfiguration.Rule {
  fileprivate func answer(to call: WebCall, _ key: String) -> WebAnswer {
    var path = key
    if let whole = redirect.replaceKeyWith {
      path = whole
    } else if let start = redirect.replaceKeyPrefixWith {
      path = start + key.dropFirst((condition?.keyPrefixEquals ?? "").count)
    }
    let place = "\(redirect.protocol ?? call.request.scheme)://\(redirect.hostName ?? call.door)/\(path)"
    return .redirect(redirect.httpRedirectCode.flatMap { Int($0) } ?? 301, to: place, server: "AmazonS3")
  }
}
