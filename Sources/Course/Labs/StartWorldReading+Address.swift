import Cloud

extension StartWorldReading {
  /// Reads what rules of load balancers see of a class: `method`, `path`, and the mappings `query` and `headers`.
  func requestAddress(_ map: YAMLMapping) -> RequestAddress? {
    let method = map.value("method", else: "GET") { $0.text(limit: 40) }
    let path = map.value("path", else: "/") { $0.text(limit: 1_024) }
    let query = map.value("query", else: []) { fields($0) }
    let headers = map.value("headers", else: []) { fields($0) }
    guard let method, let path, let query, let headers else { return nil }
    guard path.utf8.first == UInt8(ascii: "/") else {
      map["path"]?.report(.yamlNotOneOf, ["key": "path", "value": .text(path), "known": "/…"])
      return nil
    }
    return RequestAddress(method: method, path: path, query: query, headers: headers)
  }

  private func fields(_ reader: YAMLReader) -> [RequestAddress.Field]? {
    guard let entries = reader.entries(limit: 20) else { return nil }
    var fields: [RequestAddress.Field] = []
    for entry in entries {
      guard let value = entry.value.text(limit: 1_024) else { return nil }
      fields.append(RequestAddress.Field(name: entry.name, value: value))
    }
    return fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
