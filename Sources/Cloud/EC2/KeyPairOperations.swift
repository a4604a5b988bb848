package import EventKernel

/// Key pairs.
enum KeyPairOperations {
  static let all: [any Operation.Type] = [
    CreateKeyPair.self, ImportKeyPair.self, DescribeKeyPairs.self, DeleteKeyPair.self,
  ]
}

/// Makes a key pair and shows its private half, once.
// Simplified: key-material
package enum CreateKeyPair: EC2Operation {
  package static let name = "CreateKeyPair"

  package struct Input: Decodable, Sendable, DryRunnable {
    var keyName: String?
    var keyType: String?
    var keyFormat: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var keyPairId: String
    package var tags: [Tags.Tag]?
    package var keyName: String
    package var keyFingerprint: String
    package var keyMaterial: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let type = input.keyType ?? "rsa"
    guard type == "rsa" || type == "ed25519" else {
      throw .invalidParameter(type, "KeyType", "Supported values are rsa and ed25519.")
    }
    switch input.keyFormat ?? "pem" {
    case "pem": break
    case "ppk": throw .notModelled("KeyFormat", "ppk")
    case let format: throw .invalidParameter(format, "KeyFormat", "Supported values are pem and ppk.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "key-pair")
    let bytes = (0..<96).flatMap { _ in world.nextBytes() }
    let pair = try world.makeKeyPair(
      input.keyName, type: type, fingerprintOf: bytes, tags: tags, in: context.region)
    let body = Base64.encode(bytes).utf8
    var lines: [String] = []
    for start in stride(from: 0, to: body.count, by: 64) {
      lines.append(String(decoding: body.dropFirst(start).prefix(64), as: UTF8.self))
    }
    let label = type == "rsa" ? "RSA PRIVATE KEY" : "OPENSSH PRIVATE KEY"
    return Output(
      keyPairId: "\(pair.id)", tags: tags.all.isEmpty ? nil : tags.all, keyName: pair.name,
      keyFingerprint: pair.fingerprint,
      keyMaterial: "-----BEGIN \(label)-----\n\(lines.joined(separator: "\n"))\n-----END \(label)-----\n")
  }
}

/// Takes the public half of a key that the learner has.
package enum ImportKeyPair: EC2Operation {
  package static let name = "ImportKeyPair"

  package struct Input: Decodable, Sendable, DryRunnable {
    var keyName: String?
    /// The key file, in Base64 as blobs travel.
    var publicKeyMaterial: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var keyFingerprint: String
    package var keyName: String
    package var keyPairId: String
    package var tags: [Tags.Tag]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let material = input.publicKeyMaterial else { throw .missingParameter("publicKeyMaterial") }
    let words = (Base64.decode(material).map { String(decoding: $0, as: UTF8.self) } ?? "")
      .split(separator: " ")
    let types = ["ssh-rsa": "rsa", "ssh-ed25519": "ed25519"]
    guard words.count >= 2, let type = types[String(words[0])], let key = Base64.decode(String(words[1])),
      Self.isWhole(key, of: String(words[0]))
    else {
      throw AWSError("InvalidKey.Format", "Key is not in valid OpenSSH public key format")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "key-pair")
    let pair = try world.makeKeyPair(
      input.keyName, type: type, fingerprintOf: key, publicKey: words.prefix(3).joined(separator: " "),
      tags: tags,
      in: context.region)
    return Output(
      keyFingerprint: pair.fingerprint, keyName: pair.name, keyPairId: "\(pair.id)",
      tags: tags.all.isEmpty ? nil : tags.all)
  }
}

extension ImportKeyPair {
  /// Whether a key's fields are all there, the first of them its type: each has its length before it (RFC 4253, 6.6).
  private static func isWhole(_ key: [UInt8], of type: String) -> Bool {
    var rest = key[...]
    var fields: [ArraySlice<UInt8>] = []
    while !rest.isEmpty {
      guard rest.count >= 4 else { return false }
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      guard length <= rest.count else { return false }
      fields.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    let count = type == "ssh-rsa" ? 3 : 2
    return fields.count == count && fields[0].elementsEqual(type.utf8)
  }
}

/// Lists key pairs.
package enum DescribeKeyPairs: EC2Operation {
  package static let name = "DescribeKeyPairs"

  package struct Input: Decodable, Sendable, DryRunnable {
    var keyNames: [String]?
    var keyPairIds: [String]?
    var includePublicKey: Bool?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var keyPairs: [KeyPairShape] }

  /// A key pair as the call shows it.
  package struct KeyPairShape: Encodable, Sendable {
    package var keyPairId: String
    package var keyType: String
    package var tags: [Tags.Tag]
    package var publicKey: String?
    package var createTime: Instant
    package var keyName: String
    package var keyFingerprint: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows: [KeyPair]
    if let ids = input.keyPairIds, !ids.isEmpty {
      rows = try named(ids, all: []) { id throws(AWSError) in
        guard let pair = KeyPairID(id).flatMap({ world.ec2.keyPairs[$0] }), pair.region == context.region
        else { throw .notFound("InvalidKeyPair", "key pair", id) }
        return pair
      }
    } else {
      rows = try named(input.keyNames, all: world.ec2.keyPairs.rows.filter { $0.region == context.region }) {
        name throws(AWSError) in
        try world.keyPair(named: name, in: context.region)
      }
    }
    let fields = FilterFields<KeyPair>(
      ["key-name": { $0.name }, "key-pair-id": { $0.id }, "fingerprint": { $0.fingerprint }],
      tags: { $0.tags })
    let selected = try fields.select(rows, input.filters, of: Self.self, in: world)
    return Output(
      keyPairs: selected.map {
        KeyPairShape(
          keyPairId: "\($0.id)", keyType: $0.keyType, tags: $0.tags.all,
          publicKey: input.includePublicKey == true ? $0.publicKey : nil, createTime: $0.creation,
          keyName: $0.name, keyFingerprint: $0.fingerprint)
      })
  }
}

/// Deletes a key pair; running instances keep their copy of it.
package enum DeleteKeyPair: EC2Operation {
  package static let name = "DeleteKeyPair"

  package struct Input: Decodable, Sendable, DryRunnable {
    var keyName: String?
    var keyPairId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var `return` = true
    package var keyPairId: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.keyName != nil || input.keyPairId != nil else {
      throw AWSError("MissingParameter", "The request must contain the parameter KeyName or KeyPairId")
    }
    let found = world.ec2.keyPairs.first { id, pair in
      pair.region == context.region && (input.keyName.map { $0 == pair.name } ?? true)
        && (input.keyPairId.map { $0 == "\(id)" } ?? true)
    }
    guard let found else { return Output() }
    world.ec2.keyPairs[found.id] = nil
    return Output(keyPairId: "\(found.id)")
  }
}

extension World {
  /// Eight bytes drawn from the world's seed.
  fileprivate mutating func nextBytes() -> [UInt8] {
    let bits = nextBits()
    return (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
  }

  fileprivate mutating func makeKeyPair(
    _ name: String?, type: String, fingerprintOf bytes: [UInt8], publicKey: String? = nil, tags: Tags,
    in region: Region
  ) throws(AWSError) -> KeyPair {
    guard let name, !name.isEmpty else { throw .missingParameter("KeyName") }
    try EC2Text.ascii(name, "KeyName")
    let isTaken = ec2.keyPairs.contains {
      $0.row.region == region && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard !isTaken else {
      throw AWSError("InvalidKeyPair.Duplicate", "The keypair already exists")
    }
    guard ec2.keyPairs.count < 5_000 else {
      throw AWSError("KeyPairLimitExceeded", "The maximum number of key pairs has been reached.")
    }
    let fingerprint = KeyPair.fingerprint(of: bytes)
    let publicKey = publicKey ?? "ssh-\(type) \(KeyPair.blob(ofFingerprint: fingerprint)) \(name)"
    let pair = KeyPair(
      id: nextID(), region: region, name: name, keyType: type, fingerprint: fingerprint, publicKey: publicKey,
      creation: now, tags: tags)
    ec2.keyPairs[pair.id] = pair
    return pair
  }
}
