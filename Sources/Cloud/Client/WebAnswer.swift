/// What a server answers to one request of a web client.
package struct WebAnswer: Sendable, Equatable {
  /// The status code, such as 200.
  package var code: Int
  /// The headers in their order.
  package var headers: [WebRequest.Field]
  /// The bytes of the page.
  package var body: [UInt8]

  /// An answer with a page of text.
  package init(_ code: Int, _ body: String = "", type: String = "text/html", server: String) {
    self.init(code, bytes: Array(body.utf8), type: type, server: server)
  }

  /// An answer with bytes.
  package init(_ code: Int, bytes: [UInt8], type: String, server: String) {
    self.code = code
    self.body = bytes
    headers = [
      WebRequest.Field(name: "Server", value: server), WebRequest.Field(name: "Content-Type", value: type),
      WebRequest.Field(name: "Content-Length", value: "\(bytes.count)"),
    ]
  }

  /// The value of a header, whose name is compared without its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased().utf8.elementsEqual(name.lowercased().utf8) }?.value
  }

  /// Puts a header behind the others.
  mutating func add(_ name: String, _ value: String) {
    headers.append(WebRequest.Field(name: name, value: value))
  }

  /// The words that stand behind the code in the first line of an answer (RFC 9110).
  package var reason: String { Self.reason(of: code) }

  static func reason(of code: Int) -> String {
    let words = [
      200: "OK", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found",
      304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
      401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone",
      429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
      503: "Service Unavailable", 504: "Gateway Time-out",
    ]
    return words[code] ?? ""
  }

  /// A page that says nothing but its code, as load balancers and nginx write it.
  static func plain(_ code: Int, server: String) -> WebAnswer {
    let title = "\(code) \(reason(of: code))"
    return WebAnswer(
      code,
      "<html>\n<head><title>\(title)</title></head>\n<body>\n<center><h1>\(title)</h1></center>\n</body>\n</html>\n",
      server: server)
  }

  /// An answer that sends the client elsewhere.
  static func redirect(_ code: Int, to location: String, server: String) -> WebAnswer {
    var answer = plain(code, server: server)
    answer.add("Location", location)
    return answer
  }
}
