import EventKernel

// The parameters that AWS publishes below `/aws/service/`, as far as this world has them.
// Simplified: ssm-public-parameters

extension World {
  /// The public parameters that a Region has, by name: its newest images, and the world's Regions and zones.
  func publicParameters(in region: Region) -> [SSMParameter] {
    (publishedImages(in: region) + publishedPlaces(in: region))
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func publishedImages(in region: Region) -> [SSMParameter] {
    let names = imageParameters
    return ec2.images.rows.filter { $0.region == region && $0.ownerAlias == "amazon" }.flatMap { image in
      (names[image.name] ?? []).map {
        SSMParameter(
          region: region, name: $0, type: "String", value: "\(image.id)", description: nil, version: 1,
          modified: image.creation, dataType: "aws:ec2:image", tier: .standard)
      }
    }
  }

  /// Each Region with its long name and its zones' ids (Systems Manager User Guide, Calling public parameters for
  /// global infrastructure).
  private func publishedPlaces(in region: Region) -> [SSMParameter] {
    let root = "/aws/service/global-infrastructure/regions/"
    return catalog.regions.flatMap { info -> [SSMParameter] in
      let path = root + info.region.rawValue
      let rows = [(path, info.region.rawValue), (path + "/longName", info.name)]
      let zones = info.zones.map { ("\(path)/availability-zones/\($0.id)", $0.id) }
      return (rows + zones).map { name, value in
        SSMParameter(
          region: region, name: name, type: "String", value: value, description: nil, version: 1,
          modified: .epoch, dataType: "text", tier: .standard)
      }
    }
  }
}
