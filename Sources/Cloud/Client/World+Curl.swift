package import EventKernel

/// What `curl` printed, and how it ended.
package struct CurlOutcome: Sendable, Equatable {
  /// The page, with headers where they were asked for.
  package var page = ""
  /// What was written behind it.
  package var summary = ""
  package var error = ""
  package var status: Int32 = 0
  /// How long the client waited beside the request itself.
  package var elapsed = Duration.zero
  /// Why there was no answer; `nil` when there was one.
  package var failure: WebFailure?
}

extension World {
  /// How long a client waits for a connection unless told otherwise (TEACH: as a session).
  private static var patience: Int { 10 }
  /// How often a client follows redirects (curl: `--max-redirs`).
  private static var mostRedirects: Int { 50 }

  /// Runs a `curl` line on the learner's own computer; time passes in the rooms above.
  package mutating func curl(_ line: CurlLine) -> CurlOutcome {
    curl(line, from: .outside(Account.learnerAddress))
  }

  /// Runs a `curl` line of a visitor.
  mutating func curl(_ line: CurlLine, from visitor: WebVisitor) -> CurlOutcome {
    var outcome = CurlOutcome()
    guard var call = line.call(from: address(of: visitor)) else {
      let scheme = line.url.firstRange(of: "://").map { line.url[..<$0.lowerBound] } ?? ""
      let isOther = !["", "http", "https"].contains(scheme)
      outcome.error =
        isOther
        ? "curl: (1) Protocol \"\(scheme)\" not supported\n" : "curl: (3) URL rejected: Malformed input\n"
      outcome.status = isOther ? 1 : 3
      return outcome
    }
    for redirects in 0...Self.mostRedirects {
      if line.isVerbose { outcome.error += call.trace }
      switch answer(call, from: visitor) {
      case .failure(let failure):
        outcome.failure = failure
        outcome.status = failure.status(to: call)
        outcome.error += "curl: (\(outcome.status)) \(failure.words(to: call))\n"
        if case .timedOut = failure { outcome.elapsed = .seconds(line.patience ?? Self.patience) }
        outcome.summary = line.summary(of: nil, call, redirects)
        return outcome
      case .success(let answer):
        let head = answer.head(at: now, for: call)
        if line.isVerbose {
          outcome.error += head.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            "< \($0)\n"
          }
          .joined()
        }
        if line.fails, answer.code >= 400 {
          outcome.error += "curl: (22) The requested URL returned error: \(answer.code)\n"
          outcome.status = 22
          outcome.summary = line.summary(of: answer, call, redirects)
          return outcome
        }
        if line.isHead || line.includesHeaders { outcome.page += head }
        if line.followsRedirects, let place = answer.header("Location"), (300..<400).contains(answer.code),
          redirects < Self.mostRedirects, let next = line.call(after: call, to: place)
        {
          call = next
          continue
        }
        if call.request.method != "HEAD" { outcome.page += String(decoding: answer.body, as: UTF8.self) }
        outcome.summary = line.summary(of: answer, call, redirects)
        if line.followsRedirects, redirects == Self.mostRedirects {
          outcome.error += "curl: (47) Maximum (\(Self.mostRedirects)) redirects followed\n"
          outcome.status = 47
        }
        return outcome
      }
    }
    return outcome
  }

  private func address(of visitor: WebVisitor) -> IPv4Address {
    switch visitor {
    case .outside(let address): address
    case .machine(let id): ec2.instances[id]?.privateAddress ?? IPv4Address(bits: 0)
    }
  }
}

extension CurlLine {
  /// The request that follows an answer which sends the client elsewhere; a body is not sent again.
  fileprivate func call(after old: WebCall, to place: String) -> WebCall? {
    let port =
      ["http": 80, "https": 443][old.request.scheme] == old.request.port ? "" : ":\(old.request.port)"
    let url = place.hasPrefix("/") ? "\(old.request.scheme)://\(old.door)\(port)\(place)" : place
    // The `Host` of the line belongs to the first address alone.
    let kept = old.request.headers.filter { $0.name.lowercased() != "host" }
    let method = old.request.method == "POST" && asked == nil ? "GET" : old.request.method
    var call = WebCall(url: url, method: method, headers: kept, source: old.request.source)
    call?.trustsAll = trustsAll
    return call
  }

  /// What `-w` writes.
  fileprivate func summary(of answer: WebAnswer?, _ call: WebCall, _ redirects: Int) -> String {
    let values: [(name: String, value: String)] = [
      ("http_code", answer.map { "\($0.code)" } ?? "000"),
      ("response_code", answer.map { "\($0.code)" } ?? "000"),
      ("size_download", "\(answer?.body.count ?? 0)"), ("content_type", answer?.header("Content-Type") ?? ""),
      ("redirect_url", answer?.header("Location") ?? ""), ("num_redirects", "\(redirects)"),
      ("url_effective", "\(call.request.scheme)://\(call.door)\(call.target)"),
      ("scheme", call.request.scheme),
      ("method", call.request.method),
    ]
    var text = ""
    var rest = format[...]
    while let first = rest.first {
      if first == "\\", let next = rest.dropFirst().first, let sign = ["n": "\n", "t": "\t", "r": "\r"][next]
      {
        text += sign
        rest = rest.dropFirst(2)
      } else if let found = values.first(where: { rest.hasPrefix("%{\($0.name)}") }) {
        text += found.value
        rest = rest.dropFirst(found.name.count + 3)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}

extension WebCall {
  /// What `-v` shows of a request.
  fileprivate var trace: String {
    let lines =
      ["\(request.method) \(target) HTTP/1.1", "Host: \(request.host)"]
      + request.headers.map { "\($0.name): \($0.value)" } + [""]
    return "*   Trying \(door):\(request.port)...\n" + lines.map { "> \($0)\n" }.joined()
  }
}

extension WebAnswer {
  /// The first line and the headers, as a client shows them: in HTTP/2, which load balancers and CloudFront speak when
  /// encrypted, with small letters.
  fileprivate func head(at now: Instant, for call: WebCall) -> String {
    let speaksTwo = call.request.scheme == "https" && (header("Server") != "AmazonS3" || header("Via") != nil)
    var lines = [speaksTwo ? "HTTP/2 \(code)" : "HTTP/1.1 \(code) \(reason)"]
    let fields = [WebRequest.Field(name: "Date", value: HTTPDate.text(now))] + headers
    lines += fields.map { "\(speaksTwo ? $0.name.lowercased() : $0.name): \($0.value)" }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }
}

extension WebFailure {
  /// The status with which curl ends.
  fileprivate func status(to call: WebCall) -> Int32 {
    switch self {
    case .unknownHost: 6
    case .refused: 7
    case .timedOut: 28
    case .handshake(.otherProtocol): call.request.scheme == "https" ? 35 : 56
    case .handshake(.noCertificate): 60
    }
  }

  fileprivate func words(to call: WebCall) -> String {
    let door = call.door.printable
    switch self {
    case .unknownHost: return "Could not resolve host: \(door)"
    case .refused: return "Failed to connect to \(door) port \(call.request.port): Connection refused"
    case .timedOut: return "Failed to connect to \(door) port \(call.request.port): Connection timed out"
    case .handshake(.otherProtocol):
      return call.request.scheme == "https"
        ? "TLS connect error: error:0A00010B:SSL routines::wrong version number"
        : "Recv failure: Connection reset by peer"
    case .handshake(.noCertificate):
      return "SSL: no alternative certificate subject name matches target host name '\(door)'"
    }
  }
}
