import EventKernel

/// What a call changes of a health check.
struct HealthCheckChange {
  var port: String?
  var path: String?
  var interval: Int?
  var timeout: Int?
  var healthy: Int?
  var unhealthy: Int?
  var matcher: String?
}

extension TargetGroup.HealthCheck {
  /// The check that a group of a protocol and a kind has unless told otherwise (facts: ELB 6.3).
  ///
  /// A load balancer is asked for a page.
  static func standard(
    for groupProtocol: String, of kind: TargetGroup.Kind, checking name: String?
  ) throws(AWSError) -> Self {
    let name = name ?? (kind == .loadBalancer ? "HTTP" : groupProtocol)
    let isKnown =
      kind == .loadBalancer
      ? name == "HTTP" || name == "HTTPS" : name == "HTTP" || (name == "TCP" && groupProtocol == "TCP")
    guard isKnown else {
      throw AWSError("ValidationError", "Health check protocol '\(name)' is not supported")
    }
    // defaults: alb.hc.timeout 5 s; nlb.hc.timeout_tcp 10 s (HTTPS too), nlb.hc.timeout_http 6 s.
    let timeout = groupProtocol == "HTTP" ? 5 : name == "HTTP" ? 6 : 10
    return Self(
      protocolName: name, port: nil, path: "/", interval: .seconds(30), timeout: .seconds(timeout),
      healthyThreshold: 5, unhealthyThreshold: 2, matcher: groupProtocol == "HTTP" ? "200" : "200-399")
  }

  /// Changes what a call says and throws where AWS does; the check is then half changed and must be dropped.
  mutating func change(_ change: HealthCheckChange) throws(AWSError) {
    if let text = change.port {
      if text == "traffic-port" {
        port = nil
      } else {
        guard let number = Int(text), (1...65_535).contains(number) else {
          throw AWSError(
            "ValidationError", "Health check port '\(text)' must be 'traffic-port' or a valid port")
        }
        port = number
      }
    }
    if change.path != nil || change.matcher != nil {
      guard isHTTP else {
        throw AWSError(
          "InvalidConfigurationRequest",
          "Health check path and matcher cannot be set for health checks of protocol '\(protocolName)'")
      }
    }
    if let path = change.path {
      guard path.hasPrefix("/"), path.utf8.count <= 1_024 else {
        throw AWSError("ValidationError", "Health check path '\(path)' must begin with a '/' character")
      }
      self.path = path
    }
    if let seconds = change.interval {
      interval = .seconds(try ranged(seconds, 5...300, "interval"))
    }
    if let seconds = change.timeout {
      timeout = .seconds(try ranged(seconds, 2...120, "timeout"))
    }
    if let count = change.healthy { healthyThreshold = try ranged(count, 2...10, "healthy threshold") }
    if let count = change.unhealthy {
      unhealthyThreshold = try ranged(count, 2...10, "unhealthy threshold")
    }
    if let matcher = change.matcher {
      guard Self.ranges(matcher) != nil else {
        throw AWSError(
          "ValidationError", "Health check matcher HTTP code '\(matcher)' must be within '200-499' inclusive")
      }
      self.matcher = matcher
    }
    guard timeout < interval else {
      throw AWSError(
        "ValidationError",
        "Health check timeout '\(timeout.wholeSeconds)' must be smaller than the interval '\(interval.wholeSeconds)'"
      )
    }
  }

  /// Whether an answer with a code passes the check.
  package func accepts(_ code: Int) -> Bool {
    Self.ranges(matcher)?.contains { $0.contains(code) } ?? false
  }

  private func ranged(_ number: Int, _ range: ClosedRange<Int>, _ noun: String) throws(AWSError) -> Int {
    guard range.contains(number) else {
      throw AWSError(
        "ValidationError",
        "Health check \(noun) '\(number)' must be between '\(range.lowerBound)' and '\(range.upperBound)' inclusive"
      )
    }
    return number
  }

  private static func ranges(_ matcher: String) -> [ClosedRange<Int>]? {
    var ranges: [ClosedRange<Int>] = []
    for part in matcher.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low <= high,
        (200...499).contains(low), (200...499).contains(high)
      else { return nil }
      ranges.append(low...high)
    }
    return ranges
  }
}
