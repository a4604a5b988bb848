/// Software that somebody sells inside images, by the hour (facts: Marketplace).
package struct MarketplaceProduct: Sendable, Equatable {
  /// The code that images, volumes and snapshots with the software carry.
  package let code: String
  package let name: String
  /// What an hour of one running instance costs beside the instance, in micro-USD.
  package let hourly: Int
  /// Whether the account has accepted the terms.
  package var isSubscribed: Bool

  package init(code: String, name: String, hourly: Int, isSubscribed: Bool) {
    self.code = code
    self.name = name
    self.hourly = hourly
    self.isSubscribed = isSubscribed
  }
}

extension World {
  /// The codes of the software on an instance's disks, each once, in order.
  package func productCodes(of instance: Instance) -> [String] {
    var codes: [String] = []
    for volume in instance.volumes.compactMap({ ec2.volumes[$0] }) {
      for code in volume.contents.productCodes where !codes.contains(code) { codes.append(code) }
    }
    return codes
  }

  /// Throws AWS's refusal unless the account has subscribed to all of some software.
  func checkSubscriptions(to codes: [String]) throws(AWSError) {
    for code in codes {
      guard let product = ec2.products[code], !product.isSubscribed else { continue }
      throw AWSError(
        "OptInRequired",
        "In order to use this AWS Marketplace product you need to accept terms and subscribe. To do so please visit "
          + "https://aws.amazon.com/marketplace/pp?sku=\(code)")
    }
  }

  /// Accepts a product's terms, or ends the subscription; what runs goes on, and goes on costing.
  ///
  /// - Returns: Whether there is such a product.
  package mutating func setSubscription(_ isOn: Bool, to code: String) -> Bool {
    guard ec2.products[code] != nil else { return false }
    ec2.products.update(code) { $0.isSubscribed = isOn }
    note(isOn ? "product-subscribed" : "product-unsubscribed", code)
    return true
  }

  /// Registers an image that is sold on the Marketplace.
  package mutating func registerProductImage(
    named name: String, architecture: String, app: AppProfile, product: MarketplaceProduct, in region: Region
  ) -> ImageID {
    let id = registerImage(named: name, architecture: architecture, app: app, in: region)
    ec2.products[product.code] = product
    guard let image = ec2.images[id] else { return id }
    var sold = Image(
      id: id, region: region, name: image.name, description: image.description,
      architecture: image.architecture, owner: "aws-marketplace", creation: image.creation,
      launchPermissions: ["all"], devices: image.devices)
    sold.productCodes = [product.code]
    ec2.images[id] = sold
    for snapshot in image.devices.compactMap(\.snapshot) {
      ec2.snapshots.update(snapshot) { $0 = $0.sold(with: product.code) }
    }
    return id
  }
}

extension Snapshot {
  /// The snapshot with the Marketplace as its owner and a product code in it.
  fileprivate func sold(with code: String) -> Snapshot {
    var contents = contents
    contents.productCodes = [code]
    return Snapshot(
      id: id, region: region, volume: volume, sizeGiB: sizeGiB, contents: contents, isEncrypted: isEncrypted,
      owner: "aws-marketplace", description: description, start: start, end: end, parent: parent,
      writtenMiB: writtenMiB, storedMiB: storedMiB, isBilled: isBilled, sharedWith: ["all"], tags: tags)
  }
}
