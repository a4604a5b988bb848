extension World {
  /// Registers the image of a lab's application in a Region, owned by the account.
  package mutating func registerImage(
    named name: String, architecture: String, app: AppProfile, in region: Region
  ) -> ImageID {
    let id = nextID(ImageKind.self)
    makeImage(
      id, named: name, description: "", system: DiskContents.System(architecture: architecture, app: app),
      owner: Account.id, isPublic: false, in: region)
    return id
  }
}
