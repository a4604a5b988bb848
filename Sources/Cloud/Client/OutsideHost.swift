import EventKernel

/// A host of the Internet outside of the world that exercises ask, to see whether a machine gets out.
package struct OutsideHost: Sendable, Equatable {
  package let name: String
  /// Where it answers: addresses that are kept for documentation (RFC 5737), but for those that people type.
  package let address: IPv4Address
  /// Whether its page is the address of who asks.
  package let tellsAddress: Bool

  private static let tellers = [
    "checkip.amazonaws.com", "ifconfig.me", "api.ipify.org", "icanhazip.com", "ipinfo.io", "ifconfig.co",
    "ipecho.net",
  ]
  private static let sites = [
    "example.com", "www.example.com", "google.com", "www.google.com", "amazon.com", "www.amazon.com",
    "aws.amazon.com", "naver.com", "www.naver.com", "github.com",
  ]
  private static let resolvers = ["8.8.8.8", "8.8.4.4", "1.1.1.1"]

  /// The host of a name or address; `nil` for any other.
  package init?(_ name: String) {
    let all = Self.tellers + Self.sites
    if let place = all.firstIndex(where: { $0.utf8.elementsEqual(name.lowercased().utf8) }) {
      // 198.51.100.0/24 is TEST-NET-2.
      address = IPv4Address(bits: 198 << 24 | 51 << 16 | 100 << 8 | UInt32(200 + place))
      tellsAddress = place < Self.tellers.count
    } else if Self.resolvers.contains(name), let address = IPv4Address(name) {
      self.address = address
      tellsAddress = false
    } else {
      return nil
    }
    self.name = name
  }
}

extension World {
  /// What an outside host answers; `nil` where the request is for another.
  func outsideAnswer(_ call: WebCall, from visitor: WebVisitor) -> Result<WebAnswer, WebFailure>? {
    guard let host = OutsideHost(call.door), IPv4Address(call.door) == nil else { return nil }
    guard case .address(let source)? = publicSource(of: visitor, port: call.request.port) else {
      return .failure(.timedOut(.noWayOut))
    }
    guard !host.tellsAddress else {
      return .success(WebAnswer(200, "\(source)\n", type: "text/plain", server: "nginx"))
    }
    return .success(
      WebAnswer(
        200, "<!doctype html>\n<html><head><title>\(host.name)</title></head></html>\n", server: "nginx"))
  }
}
