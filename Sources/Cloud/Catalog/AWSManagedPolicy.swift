package import EventKernel

/// A managed policy that AWS keeps for every account.
package struct AWSManagedPolicy: Sendable, Equatable {
  /// Such as `AmazonS3ReadOnlyAccess`.
  package let name: String
  /// Such as `/` or `/job-function/`.
  package let path: String
  /// The newest version, such as `v3`.
  package let version: String
  package let creation: Instant
  package let update: Instant
  /// Its JSON.
  package let text: String

  /// The ARN.
  package var arn: String { "arn:aws:iam::aws:policy\(path)\(name)" }

  /// An id of the form of IAM's, made from the name.
  // Simplified: aws-policy-ids
  package var id: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var bits: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let letters = (0..<17).map { index -> UInt8 in
      bits = (bits ^ UInt64(index)) &* 0x100_0000_01B3
      return alphabet[Int(bits >> 32 & 31)]
    }
    return "ANPA" + String(decoding: letters, as: UTF8.self)
  }

  /// Its statements. O(length): callers keep what they read.
  package var document: PolicyDocument {
    do throws(PolicyProblem) {
      return try PolicyDocument(json: text, as: .identity)
    } catch {
      preconditionFailure("\(name) of facts/aws-policies.tsv is no policy: \(error.message)")
    }
  }

  /// The policy of a row of the facts; `nil` when the row is not as it should be.
  init?(_ row: FactRow) {
    guard let creation = Instant(iso8601: row[3]), let update = Instant(iso8601: row[4]) else { return nil }
    name = row[0]
    path = row[1]
    version = row[2]
    self.creation = creation
    self.update = update
    text = row[5]
  }
}

extension Catalog {
  /// AWS's managed policies by name.
  package var awsPolicies: [AWSManagedPolicy] { data.awsPolicies }

  /// A managed policy of AWS by its ARN; `nil` when there is none of that ARN.
  package func awsPolicy(_ arn: String) -> AWSManagedPolicy? {
    guard arn.utf8.starts(with: "arn:aws:iam::aws:policy/".utf8) else { return nil }
    return data.awsPolicies.first { $0.arn == arn }
  }
}
