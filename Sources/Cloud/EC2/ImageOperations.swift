import EventKernel

/// Machine images.
enum ImageOperations {
  static let all: [any Operation.Type] = [DescribeImages.self]
}

/// Lists images: AWS's own and the account's.
package enum DescribeImages: EC2Operation {
  package static let name = "DescribeImages"

  package struct Input: Decodable, Sendable, DryRunnable {
    var imageIds: [String]?
    var owners: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var images: [ImageShape]
    package var nextToken: String?
  }

  /// An image as the call shows it.
  package struct ImageShape: Encodable, Sendable {
    package var platformDetails = "Linux/UNIX"
    package var usageOperation = "RunInstances"
    package var blockDeviceMappings: [BlockDevice]
    package var description: String
    package var enaSupport = true
    package var hypervisor = "xen"
    package var imageOwnerAlias: String?
    package var name: String
    package var rootDeviceName = "/dev/xvda"
    package var rootDeviceType = "ebs"
    package var tags: [Tags.Tag]?
    package var virtualizationType = "hvm"
    package var imageId: String
    package var imageLocation: String
    package var state = "available"
    package var ownerId: String
    package var creationDate: String
    package var `public`: Bool
    package var architecture: String
    package var imageType = "machine"

    /// The root volume.
    package struct BlockDevice: Encodable, Sendable {
      package var ebs: EBS
      package var deviceName = "/dev/xvda"
    }

    /// What the root volume is made of.
    package struct EBS: Encodable, Sendable {
      package var deleteOnTermination = true
      package var snapshotId: String
      package var volumeSize: Int
      package var volumeType = "gp3"
      package var encrypted = false
    }

    init(_ image: Image) {
      let isAmazons = image.owner == "amazon"
      blockDeviceMappings = [
        BlockDevice(
          ebs: EBS(snapshotId: "\(SnapshotID(bits: image.id.bits))", volumeSize: image.rootVolumeGiB))
      ]
      description = image.description
      imageOwnerAlias = isAmazons ? "amazon" : nil
      name = image.name
      tags = image.tags.all.isEmpty ? nil : image.tags.all
      imageId = "\(image.id)"
      ownerId = isAmazons ? "137112412989" : image.owner
      imageLocation = "\(isAmazons ? "amazon" : image.owner)/\(image.name)"
      creationDate = image.creation.iso8601Milliseconds
      `public` = image.isPublic
      architecture = image.architecture
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = try named(
      input.imageIds, all: world.ec2.images.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try world.image(id, in: context.region) }
    let owners = try Image.owners(input.owners)
    let owned = rows.filter { owners?.contains($0.owner) ?? true }
    let fields = FilterFields<Image>(
      [
        "architecture": { [$0.architecture] }, "description": { [$0.description] },
        "image-id": { ["\($0.id)"] }, "name": { [$0.name] }, "owner-alias": { [$0.owner] },
        "owner-id": { [$0.owner == "amazon" ? "137112412989" : $0.owner] },
        "is-public": { filterText($0.isPublic) }, "state": { _ in ["available"] },
        "image-type": { _ in ["machine"] }, "root-device-type": { _ in ["ebs"] },
        "root-device-name": { _ in ["/dev/xvda"] }, "virtualization-type": { _ in ["hvm"] },
        "hypervisor": { _ in ["xen"] }, "creation-date": { [$0.creation.iso8601Milliseconds] },
        "block-device-mapping.volume-type": { _ in ["gp3"] }, "ena-support": { _ in ["true"] },
      ], tags: { $0.tags })
    let selected = try fields.select(owned, input.filters)
    let page = try ec2Page(selected, token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(images: page.rows.map(ImageShape.init), nextToken: page.nextToken)
  }
}

extension Image {
  /// The owners that a call asks for, as images carry them; `nil` for all.
  fileprivate static func owners(_ words: [String]?) throws(AWSError) -> [String]? {
    guard let words, !words.isEmpty else { return nil }
    var owners: [String] = []
    for word in words {
      switch word {
      case "self": owners.append(Account.id)
      case "amazon", "137112412989": owners.append("amazon")
      case "aws-marketplace", "aws-backup-vault": owners.append(word)
      case let word:
        guard word.utf8.count == 12, word.utf8.allSatisfy({ (48...57).contains($0) }) else {
          throw AWSError("InvalidUserID.Malformed", "Invalid user id: \"\(word)\"")
        }
        owners.append(word)
      }
    }
    return owners
  }
}
