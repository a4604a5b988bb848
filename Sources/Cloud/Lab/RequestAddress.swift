/// Method, path, query and headers of a class of requests.
package struct RequestAddress: Sendable, Equatable, Codable {
  /// The method, such as `GET`.
  package var method: String
  /// The path, beginning with `/`.
  package var path: String
  /// The parameters of the query by name, in the order of their names.
  package var query: [Field]
  /// The headers by name, in the order of their names.
  package var headers: [Field]

  /// A name with its value.
  package struct Field: Sendable, Equatable, Codable {
    package var name: String
    package var value: String
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(method: String = "GET", path: String = "/", query: [Field] = [], headers: [Field] = []) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
  }
}

extension RequestClass {
  /// A request of the class as a client of a population makes it.
  package func request(of population: Population, source: IPv4Address) -> WebRequest {
    let address = address ?? RequestAddress()
    return WebRequest(
      scheme: population.scheme, host: population.host, port: population.port,
      path: address.path, method: address.method,
      query: address.query.map { WebRequest.Field(name: $0.name, value: $0.value) },
      headers: address.headers.map { WebRequest.Field(name: $0.name, value: $0.value) }, source: source)
  }
}
