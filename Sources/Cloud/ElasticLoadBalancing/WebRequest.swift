/// What a load balancer's rules read of a request.
package struct WebRequest: Hashable, Sendable {
  /// A name with its value: a header, or a parameter of the query.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `http` or `https`.
  package var scheme: String
  /// The host name without a port.
  package var host: String
  /// The port that the client connects to.
  package var port: Int
  /// The path, beginning with `/`.
  package var path: String
  /// The method, such as `GET`.
  package var method: String
  /// The parameters of the query in their order.
  package var query: [Field]
  /// The headers beside `Host`.
  package var headers: [Field]
  /// Where the client stands.
  package var source: IPv4Address

  package init(
    scheme: String = "http", host: String, port: Int = 80, path: String = "/", method: String = "GET",
    query: [Field] = [], headers: [Field] = [], source: IPv4Address
  ) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.method = method
    self.query = query
    self.headers = headers
    self.source = source
  }
}
