extension CacheSettings {
  /// What a call to create a cache says of encryption.
  struct EncryptionWish {
    var transit: Bool?
    var mode: String?
    var atRest: Bool?
    var password: String?
  }

  /// Takes over how a new cache is encrypted, or throws AWS's refusal.
  ///
  /// Valkey is encrypted at rest unless the call says otherwise (API reference, AtRestEncryptionEnabled).
  mutating func encrypt(_ wish: EncryptionWish, engine: String) throws(AWSError) {
    encryptsAtRest = wish.atRest ?? engine.utf8.elementsEqual("valkey".utf8)
    let mode = try wish.mode.map(Self.mode)
    guard wish.transit == true else {
      guard mode == nil else {
        throw CacheError.combination(
          "TransitEncryptionMode can be specified only when TransitEncryptionEnabled is true.")
      }
      guard wish.password == nil else {
        throw CacheError.combination(
          "AuthToken can be specified only on replication groups where TransitEncryptionEnabled is true.")
      }
      return
    }
    transit = mode ?? .required
    if let password = wish.password {
      try Self.check(password)
      passwords = [password]
    }
  }

  /// The kind of encryption that a call names, or AWS's refusal.
  private static func mode(_ text: String) throws(AWSError) -> TransitEncryption {
    guard let mode = TransitEncryption(rawValue: text) else {
      throw CacheError.invalid(
        "Invalid TransitEncryptionMode: \(text). Valid values are preferred, required.")
    }
    return mode
  }

  /// Throws AWS's refusal of a password that is too short, too long or has other signs (API reference, AuthToken).
  private static func check(_ password: String) throws(AWSError) {
    let isPlain = password.utf8.allSatisfy { byte in
      let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
      return isLetter || (48...57).contains(byte) || "!&#$^<>-".utf8.contains(byte)
    }
    guard (16...128).contains(password.utf8.count), isPlain else {
      throw CacheError.invalid(
        "Invalid AuthToken provided. It must have 16 to 128 letters, digits and the characters !, &, #, $, ^, <, > and -."
      )
    }
  }

  /// What a call to modify a group changes of its in-transit encryption; `nil` when it stays, or AWS's refusal.
  ///
  /// The way leads over `preferred` in both directions (API reference, TransitEncryptionMode).
  func transitChange(isEnabled: Bool?, mode: String?) throws(AWSError) -> TransitChange? {
    let mode = try mode.map(Self.mode)
    switch (transit, isEnabled, mode) {
    case (nil, true?, .preferred?): return .become(.preferred)
    case (nil, true?, _):
      throw CacheError.combination(
        "To enable in-transit encryption, set TransitEncryptionMode to preferred first, then to required.")
    case (nil, _, .some):
      throw CacheError.combination(
        "TransitEncryptionMode can be specified only when TransitEncryptionEnabled is true.")
    case (.required?, false?, _):
      throw CacheError.combination(
        "To disable in-transit encryption, set TransitEncryptionMode to preferred first.")
    case (.preferred?, false?, nil):
      guard passwords.isEmpty else {
        throw CacheError.combination("In-transit encryption can't be disabled while an AUTH token is set.")
      }
      return .end
    case (.preferred?, false?, .some):
      throw CacheError.combination(
        "TransitEncryptionMode can be specified only when TransitEncryptionEnabled is true.")
    case (let present?, _, let mode?): return mode == present ? nil : .become(mode)
    case (_, _, nil): return nil
    }
  }

  /// How the in-transit encryption of a cache changes.
  package enum TransitChange: Sendable, Equatable {
    case become(TransitEncryption)
    case end
  }

  /// The passwords after a call, which may stand beside the present ones or replace them; `nil` when they stay, or AWS's
  /// refusal.
  func passwords(after token: String?, strategy: String?) throws(AWSError) -> [String]? {
    guard let token else {
      guard strategy == nil else {
        throw CacheError.combination("AuthTokenUpdateStrategy must be specified with AuthToken.")
      }
      return nil
    }
    guard transit != nil else {
      throw CacheError.combination(
        "The AUTH token modification is only supported when encryption-in-transit is enabled.")
    }
    try Self.check(token)
    switch strategy ?? "ROTATE" {
    case "ROTATE": return [passwords.last ?? "", token]
    case "SET": return [token]
    case "DELETE":
      throw CacheError.combination(
        "The AUTH token can be deleted only while changing to role-based access control with a user group.")
    case let other: throw CacheError.invalid("Invalid AuthTokenUpdateStrategy: \(other)")
    }
  }
}
