package import EventKernel

/// A public certificate of Certificate Manager.
package struct Certificate: Sendable, Equatable {
  /// Where it is in its life.
  package enum Status: String, Sendable {
    case pendingValidation = "PENDING_VALIDATION"
    case issued = "ISSUED"
    case expired = "EXPIRED"
    case validationTimedOut = "VALIDATION_TIMED_OUT"
    case failed = "FAILED"
  }

  /// How its domains show whose they are.
  package enum Validation: String, Sendable {
    case dns = "DNS"
    case email = "EMAIL"
  }

  /// From when to when clients take it.
  package struct Validity: Sendable, Equatable {
    package let from: Instant
    package let until: Instant
  }

  package let arn: String
  package let region: Region
  /// Its domain names in lower case, the main one first; each may begin with `*.`.
  package let names: [String]
  package let validation: Validation
  /// The domains to whose postmasters mail goes, by the name that they stand for, where a call chose others.
  package let mailDomains: StringMap
  package let keyAlgorithm: String
  /// Whether it is told to the public logs of certificates.
  package var isLogged: Bool
  /// By which a call that is made twice is known, for an hour.
  package let token: String?
  package let creation: Instant
  package var status: Status
  /// The names whose records have been found.
  package var validated: [String] = []
  package var issued: Instant?
  package var validity: Validity?
  /// When it was renewed last.
  package var renewed: Instant?
  /// AWS's word for why the request failed.
  package var failureReason: String?
  package var tags: Tags

  /// Whether it speaks for a host: by its own name, or by `*.` for names with one label more (RFC 6125).
  package func covers(_ host: String) -> Bool {
    let host = host.lowercased()
    return names.contains { name in
      if name.utf8.elementsEqual(host.utf8) { return true }
      guard name.utf8.starts(with: "*.".utf8), let dot = host.firstIndex(of: "."), dot > host.startIndex
      else { return false }
      return host[dot...].utf8.elementsEqual(name.dropFirst().utf8)
    }
  }
}

/// Everything of Certificate Manager, whose certificates stand in one Region each.
package struct ACMState: Sendable, Equatable {
  /// The certificates by ARN.
  package internal(set) var certificates = Table<String, Certificate>()

  package init() {}
}

/// What Certificate Manager does of itself.
package enum ACMEvent: Sendable, Equatable {
  /// It looks for the records of a pending certificate.
  case looks(certificate: String)
  /// The time for validating is over.
  case timesOut(certificate: String)
  /// A certificate is to be renewed, or ends.
  case renews(certificate: String)
}

/// How Certificate Manager behaves in time, and its bounds (ACM User Guide: quotas, DNS validation, managed renewal).
package enum ACMLimits {
  /// From a record that stands to its being found (TEACH: AWS says up to 30 min, and it is mostly a few).
  package static let validation = Duration.minutes(3)
  /// How long a certificate waits for its records.
  package static let patience = Duration.hours(72)
  /// How long a public certificate is valid, since 2026-02.
  package static let validity = Duration.days(198)
  /// How long before its end a certificate is renewed first.
  package static let renewal = Duration.days(45)
  /// How long a token makes a second request the first one.
  static let token = Duration.hours(1)
  /// Certificates of a Region.
  static let certificates = 2_500
  /// Domain names of one certificate.
  package static let names = 10
}

/// The record by which a domain shows whose it is: the same for every certificate of the account.
package struct ValidationRecord: Sendable, Equatable {
  /// With the final dot.
  package let name: String
  /// With the final dot.
  package let value: String

  init(for name: String, seed: WorldSeed) {
    let domain = name.utf8.starts(with: "*.".utf8) ? String(name.dropFirst(2)) : name
    var bits = Draws.mix(seed.rawValue ^ 0xACE5_0F01)
    for byte in domain.utf8 { bits = Draws.mix(bits ^ UInt64(byte)) }
    func hex(_ bits: UInt64) -> String {
      let digits = String(bits, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    var words: [UInt64] = []
    for _ in 0..<5 {
      words.append(bits)
      bits = Draws.mix(bits)
    }
    let letters = (0..<10).map { UInt8(ascii: "a") + UInt8(words[4] >> UInt64($0 * 5) % 26) }
    self.name = "_\(hex(words[0]))\(hex(words[1])).\(domain)."
    value =
      "_\(hex(words[2]))\(hex(words[3])).\(String(decoding: letters, as: UTF8.self)).acm-validations.aws."
  }
}
