/// What EC2 says of a refusal to those that may read it: JSON, in a form that does not show it.
enum EncodedRefusal {
  /// The text behind `Encoded authorization failure message:`.
  static func encode(_ request: AccessRequest, isExplicit: Bool, principal: PrincipalFacts?) -> String {
    let id = principal?.userID ?? ""
    let keys = request.target.keys.entries + request.keys.entries
    let conditions = keys.map { entry in
      let values = entry.values.map { "{\"value\":\(quoted($0))}" }.joined(separator: ",")
      return "{\"key\":\(quoted(entry.key)),\"values\":{\"items\":[\(values)]}}"
    }
    let text =
      "{\"allowed\":false,\"explicitDeny\":\(isExplicit),\"matchedStatements\":{\"items\":[]},\"failures\":{\"items\":[]},"
      + "\"context\":{\"principal\":{\"id\":\(quoted(id)),\"name\":\(quoted(principal?.username ?? "")),"
      + "\"arn\":\(quoted(principal?.arn ?? ""))},\"action\":\(quoted(request.action)),"
      + "\"resource\":\(quoted(request.resource)),\"conditions\":{\"items\":[\(conditions.joined(separator: ","))]}}}"
    let masked = zip(text.utf8, mask(text.utf8.count)).map { $0 ^ $1 }
    let check = masked.reduce(UInt8(0)) { $0 &* 31 &+ $1 }
    return Base64.encode([check] + masked).map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined()
  }

  /// The JSON of an encoded message; `nil` when no refusal made it.
  static func decode(_ message: String) -> String? {
    let plain = message.map { $0 == "-" ? "+" : $0 == "_" ? "/" : String($0) }.joined()
    guard let bytes = Base64.decode(plain), let check = bytes.first else { return nil }
    let masked = Array(bytes.dropFirst())
    guard masked.reduce(UInt8(0), { $0 &* 31 &+ $1 }) == check else { return nil }
    let text = String(validating: zip(masked, mask(masked.count)).map { $0 ^ $1 }, as: UTF8.self)
    return text.flatMap { $0.hasPrefix("{\"allowed\"") ? $0 : nil }
  }

  private static func mask(_ count: Int) -> [UInt8] {
    var state: UInt64 = 0x5EED_5EED_5EED_5EED
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }

  private static func quoted(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\" + String(scalar)
      default: escaped += scalar.value < 0x20 ? " " : String(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
