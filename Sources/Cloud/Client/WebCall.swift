/// A request as a client makes it: to a door by name and port, and with a `Host` of its own.
package struct WebCall: Sendable, Equatable {
  /// The host name or address to which the client connects.
  package var door: String
  /// What it asks there; its `host` is the `Host` header.
  package var request: WebRequest
  /// The path with its query as the client wrote it.
  package var target: String
  /// Whether the client takes any certificate.
  package var trustsAll = false

  package init(door: String, request: WebRequest, target: String) {
    self.door = door
    self.request = request
    self.target = target
  }

  /// Reads an address, `http://HOST:PORT/PATH?QUERY`; `nil` when it is none or its scheme is another.
  package init?(url: String, method: String = "GET", headers: [WebRequest.Field] = [], source: IPv4Address) {
    var rest = url[...]
    var scheme = "http"
    if let end = rest.firstRange(of: "://") {
      scheme = rest[..<end.lowerBound].lowercased()
      rest = rest[end.upperBound...]
    }
    guard ["http", "https"].contains(scheme) else { return nil }
    rest = rest.prefix { $0 != "#" }
    let place = rest.prefix { $0 != "/" && $0 != "?" }
    var target = String(rest.dropFirst(place.count))
    if !target.hasPrefix("/") { target = "/" + target }
    // An IPv6 address stands in square brackets.
    let bracketed = place.hasPrefix("[") ? place.prefix { $0 != "]" }.count + 1 : 0
    let name = bracketed > 0 ? place.prefix(bracketed) : place.prefix { $0 != ":" }
    let host = name.lowercased()
    let portText = place.dropFirst(name.count).dropFirst()
    let standard = scheme == "https" ? 443 : 80
    guard !host.isEmpty, let port = portText.isEmpty ? standard : Int(portText), (1...65_535).contains(port)
    else { return nil }
    let named = headers.last { $0.name.lowercased() == "host" }?.value.lowercased() ?? host
    self.init(
      door: host,
      request: WebRequest(
        scheme: scheme, host: String(named.prefix { $0 != ":" }), port: port,
        path: String(target.prefix { $0 != "?" }), method: method, query: Self.query(of: target),
        headers: headers.filter { $0.name.lowercased() != "host" }, source: source),
      target: target)
  }

  /// The parameters behind the question mark.
  static func query(of target: String) -> [WebRequest.Field] {
    guard let mark = target.firstIndex(of: "?") else { return [] }
    return target[target.index(after: mark)...].split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return WebRequest.Field(name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
    }
  }

  /// The key of an object that the path names.
  var key: String {
    let path = String(request.path.dropFirst())
    return PercentCoding.decode(path) ?? path
  }

  /// The same client at another path.
  func at(_ target: String) -> WebCall {
    var call = self
    call.target = target
    call.request.path = String(target.prefix { $0 != "?" })
    call.request.query = Self.query(of: target)
    return call
  }
}
