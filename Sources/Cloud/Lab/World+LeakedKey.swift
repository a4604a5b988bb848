import EventKernel

/// An access key in the hands of somebody outside.
extension World {
  /// How often somebody outside tries a leaked key (TEACH).
  private static let leakedKeyPause = Duration.minutes(5)
  /// What is launched with it: much computing power for little attention (TEACH).
  private static let leakedKeyType = "c5.4xlarge"

  /// Somebody outside launches instances with the key of a user, as far as its policies and the quota let it, and comes
  /// again while the fault lasts.
  // Simplified: leaked-key
  mutating func useLeakedKey(_ number: UInt64) {
    guard let active = lab.faults[number], active.fault.kind == .leakedKey,
      let name = active.fault.names.first
    else { return }
    if now + Self.leakedKeyPause < active.end {
      schedule(.lab(.leakedKeyIsUsed(number: number)), in: Self.leakedKeyPause)
    }
    guard let user = iam.directory.users.rows.first(where: { $0.name.utf8.elementsEqual(name.utf8) }),
      let key = user.keys.first(where: \.isActive)
    else { return note("leaked-key-refused", name, "InvalidClientTokenId") }
    for region in ec2.openRegions {
      guard let image = ec2.images.first(where: { $0.row.region == region && isLeakedImage($0.row) }) else {
        continue
      }
      launchWithLeakedKey(key.id, of: user.arn, image.id, count: active.fault.count ?? 1, in: region)
    }
  }

  /// Launches one instance after the other, until one is refused.
  private mutating func launchWithLeakedKey(
    _ key: String, of user: String, _ image: ImageID, count: Int, in region: Region
  ) {
    var input = RunInstances.Input()
    input.imageId = image.description
    input.instanceType = Self.leakedKeyType
    let context = CallContext(caller: Caller(arn: user), region: region)
    var launched = 0
    do throws(AWSError) {
      while launched < count {
        _ = try perform(RunInstances.self, input, context: context)
        launched += 1
      }
    } catch {
      note("leaked-key-refused", key, error.code)
    }
    if launched > 0 {
      note("leaked-key-launched", key, "\(launched)", Self.leakedKeyType, region.rawValue)
    }
  }

  /// Whether an image is one that anybody may launch on the type that is launched with a leaked key.
  private func isLeakedImage(_ image: Image) -> Bool {
    image.isPublic && image.productCodes.isEmpty && image.architecture == "x86_64"
  }
}
