/// The encryption of new volumes, set for the account in a Region.
enum EncryptionOperations {
  static let all: [any Operation.Type] = [
    EnableEbsEncryptionByDefault.self, DisableEbsEncryptionByDefault.self, GetEbsEncryptionByDefault.self,
    GetEbsDefaultKmsKeyId.self,
  ]
}

/// The input of calls that name nothing.
package struct RegionInput: Decodable, Sendable, DryRunnable {
  package var dryRun: Bool?
}

/// Whether new volumes and copies are encrypted though nobody asks.
package struct EncryptionByDefault: Encodable, Sendable {
  package var ebsEncryptionByDefault: Bool
  package var sseType: String?
}

/// Encrypts every new volume and snapshot copy of the Region.
package enum EnableEbsEncryptionByDefault: EC2Operation {
  package static let name = "EnableEbsEncryptionByDefault"

  package static func perform(
    _ input: RegionInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> EncryptionByDefault {
    if !world.ec2.encryptsByDefault.contains(context.region) {
      world.ec2.encryptsByDefault.append(context.region)
    }
    return EncryptionByDefault(ebsEncryptionByDefault: true)
  }
}

/// Leaves it to each call again whether a volume is encrypted.
package enum DisableEbsEncryptionByDefault: EC2Operation {
  package static let name = "DisableEbsEncryptionByDefault"

  package static func perform(
    _ input: RegionInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> EncryptionByDefault {
    world.ec2.encryptsByDefault.removeAll { $0 == context.region }
    return EncryptionByDefault(ebsEncryptionByDefault: false)
  }
}

/// Tells whether new volumes of the Region are encrypted though nobody asks.
package enum GetEbsEncryptionByDefault: EC2Operation {
  package static let name = "GetEbsEncryptionByDefault"

  package static func perform(
    _ input: RegionInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> EncryptionByDefault {
    EncryptionByDefault(
      ebsEncryptionByDefault: world.ec2.encryptsByDefault.contains(context.region), sseType: "sse-ebs")
  }
}

/// Names the key that EBS encrypts with when no other is named.
package enum GetEbsDefaultKmsKeyId: EC2Operation {
  package static let name = "GetEbsDefaultKmsKeyId"

  package struct Output: Encodable, Sendable { package var kmsKeyId: String }

  package static func perform(
    _ input: RegionInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(kmsKeyId: "alias/aws/ebs")
  }
}
