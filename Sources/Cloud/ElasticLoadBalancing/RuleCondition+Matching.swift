extension RuleCondition {
  /// Whether the condition holds for a request: one value that fits is enough.
  ///
  /// Paths and methods are compared with their case, the rest without it (AWS: rule conditions).
  package func holds(for request: WebRequest) -> Bool {
    switch field {
    case .hostHeader: fits(request.host, ignoringCase: true)
    case .pathPattern: fits(request.path, ignoringCase: false)
    case .method: values.contains { $0.pattern.utf8.elementsEqual(request.method.utf8) }
    case .sourceAddress:
      values.contains { CIDRBlock($0.pattern)?.contains(request.source) ?? false }
    case .header(let name):
      request.headers.contains {
        $0.name.lowercased().utf8.elementsEqual(name.lowercased().utf8)
          && fits($0.value, ignoringCase: true)
      }
    case .query:
      values.contains { value in
        request.query.contains { parameter in
          (value.key.map { Wildcard.matches(parameter.name, pattern: $0, ignoringCase: true) } ?? true)
            && Wildcard.matches(parameter.value, pattern: value.pattern, ignoringCase: true)
        }
      }
    }
  }

  private func fits(_ text: String, ignoringCase: Bool) -> Bool {
    values.contains { Wildcard.matches(text, pattern: $0.pattern, ignoringCase: ignoringCase) }
  }
}

extension RouteAction.Redirect {
  /// The request that a client makes when it follows; the placeholders stand for the parts of the one it made.
  package func target(of request: WebRequest) -> WebRequest {
    func fill(_ text: String) -> String {
      var filled = ""
      var rest = Substring(text)
      while let start = rest.firstIndex(of: "#") {
        filled += rest[..<start]
        rest = rest[start...]
        guard let (name, value) = Self.parts(of: request).first(where: { rest.hasPrefix("#{\($0.name)}") })
        else {
          filled += "#"
          rest = rest.dropFirst()
          continue
        }
        filled += value
        rest = rest.dropFirst(name.count + 3)
      }
      return filled + rest
    }
    var next = request
    next.scheme = fill(self.protocol).lowercased()
    next.host = fill(host)
    next.port = Int(fill(port)) ?? (next.scheme == "https" ? 443 : 80)
    next.path = fill(path)
    next.query = fill(query).split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return WebRequest.Field(name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
    }
    return next
  }

  private static func parts(of request: WebRequest) -> [(name: String, value: String)] {
    [
      ("protocol", request.scheme), ("host", request.host), ("port", String(request.port)),
      // In a path the placeholder stands for the path without its first slash.
      ("path", String(request.path.dropFirst())),
      ("query", request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")),
    ]
  }
}
