extension World {
  /// Registers the image of a lab's application in a Region, owned by the account.
  package mutating func registerImage(
    named name: String, architecture: String, app: AppProfile, in region: Region
  ) -> ImageID {
    let image = Image(
      id: nextID(), region: region, name: name, description: "", architecture: architecture,
      owner: Account.id, creation: now, isPublic: false, app: app, rootVolumeGiB: 8, tags: Tags())
    ec2.images[image.id] = image
    return image.id
  }
}
