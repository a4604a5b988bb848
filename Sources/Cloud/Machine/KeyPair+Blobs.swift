import EventKernel

extension KeyPair {
  /// The middle word of a public key's line, drawn from the fingerprint of its pair.
  static func blob(ofFingerprint fingerprint: String) -> String {
    Base64.encode("skydrill \(fingerprint)".utf8)
  }

  /// The same word for the private half, from its file; `nil` when the text is no key.
  static func blob(ofPrivateKey text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard lines.first?.utf8.starts(with: "-----BEGIN".utf8) == true else { return nil }
    let body = lines.dropFirst().prefix { !$0.utf8.starts(with: "-----END".utf8) }.joined()
    guard let bytes = Base64.decode(body), !bytes.isEmpty else { return nil }
    return blob(ofFingerprint: fingerprint(of: bytes))
  }

  /// The fingerprint of key bytes: twenty octets in hexadecimal.
  static func fingerprint(of bytes: [UInt8]) -> String {
    let hexadecimal = Array("\(SHA256.digest(of: bytes))".utf8)
    return stride(from: 0, to: 40, by: 2).map { start in
      String(decoding: hexadecimal.dropFirst(start).prefix(2), as: UTF8.self)
    }.joined(separator: ":")
  }
}
