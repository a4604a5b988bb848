import EventKernel

/// An image that its maker publishes in every Region, with nothing but the operating system.
private struct PublicImage {
  let name: String
  let description: String
  let architecture: String
  /// The account of the maker, or its alias.
  var owner = "amazon"
  var rootDevice = Image.usualRootDevice
  var distribution = DiskContents.Distribution.amazonLinux2023
  /// The parameters of Systems Manager that name the newest of its kind.
  let parameters: [String]

  static let amazonLinux2023 = [("x86_64", "6.1"), ("arm64", "6.1"), ("x86_64", "6.12"), ("arm64", "6.12")]
    .map { architecture, kernel in
      let kernels = kernel == "6.1" ? ["default", "6.1"] : [kernel]
      return PublicImage(
        name: "al2023-ami-2023.9.20251208.0-kernel-\(kernel)-\(architecture)",
        description: "Amazon Linux 2023 AMI 2023.9.20251208.0 \(architecture) HVM kernel-\(kernel)",
        architecture: architecture,
        parameters: kernels.map {
          "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-\($0)-\(architecture)"
        })
    }

  /// Amazon Linux 2 and Ubuntu, which older lines name (names and parameters: EC2 User Guide, Canonical's documentation).
  static let others =
    ["x86_64", "arm64"].map { architecture in
      PublicImage(
        name: "amzn2-ami-hvm-2.0.20251208.0-\(architecture)-gp2",
        description: "Amazon Linux 2 AMI 2.0.20251208.0 \(architecture) HVM gp2", architecture: architecture,
        distribution: .amazonLinux2,
        parameters: ["/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-\(architecture)-gp2"])
    }
    + ["x86_64", "arm64"].map { architecture in
      PublicImage(
        name: "amzn2-ami-kernel-5.10-hvm-2.0.20251208.0-\(architecture)-gp2",
        description: "Amazon Linux 2 Kernel 5.10 AMI 2.0.20251208.0 \(architecture) HVM gp2",
        architecture: architecture,
        distribution: .amazonLinux2,
        parameters: ["/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-\(architecture)-gp2"])
    }
    + [("22.04", "jammy", "hvm-ssd", "gp2"), ("24.04", "noble", "hvm-ssd-gp3", "gp3")].flatMap { release in
      [("x86_64", "amd64"), ("arm64", "arm64")].map { architecture, word in
        let (number, name, folder, disk) = release
        return PublicImage(
          name: "ubuntu/images/\(folder)/ubuntu-\(name)-\(number)-\(word)-server-20251212",
          description: "Canonical, Ubuntu, \(number), \(word) \(name) image", architecture: architecture,
          owner: Image.canonical, rootDevice: "/dev/sda1", distribution: .ubuntu(number),
          parameters: [
            "/aws/service/canonical/ubuntu/server/\(number)/stable/current/\(word)/hvm/ebs-\(disk)/ami-id"
          ])
      }
    }
}

extension World {
  /// AWS's own images of a Region: Amazon Linux 2023.
  // Simplified: public-images
  mutating func openImages(in region: Region) {
    for image in PublicImage.amazonLinux2023 { make(image, nextID(), in: region) }
  }

  /// The other public images of a Region. Their ids are drawn by their names, above those that are there: listings, which are
  /// in the order of ids, begin with Amazon Linux 2023.
  // Simplified: public-images
  mutating func openOtherImages(in region: Region) {
    let highest = ec2.images.rows.filter { $0.region == region }.map(\.id.bits).max() ?? 0
    for image in PublicImage.others {
      drawingIDs(by: "\(region.rawValue) \(image.name)") {
        let above = $0.nextBits() % (UInt64.max - highest)
        $0.make(image, ImageID(bits: highest + 1 + above), in: region)
      }
    }
  }

  /// Makes a public image, which is there since the world begins.
  private mutating func make(_ image: PublicImage, _ id: ImageID, in region: Region) {
    makeImage(
      id, named: image.name, description: image.description,
      system: DiskContents.System(
        architecture: image.architecture, app: nil, distribution: image.distribution), owner: image.owner,
      isPublic: true, rootDevice: image.rootDevice, creation: .epoch, in: region)
  }

  /// The parameters of Systems Manager that name the newest public images of a Region, by name.
  var imageParameters: [String: [String]] {
    Dictionary(
      (PublicImage.amazonLinux2023 + PublicImage.others).map { ($0.name, $0.parameters) },
      uniquingKeysWith: { first, _ in first })
  }
}
