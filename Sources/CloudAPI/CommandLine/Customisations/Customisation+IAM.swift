extension Customisation {
  /// `iam create-virtual-mfa-device` writes the seed of the device, or a picture for it, into a file and leaves it out of its answer.
  static func iam(_ operation: String, _ context: AWSContext) -> Customisation {
    guard operation == "create-virtual-mfa-device" else { return Customisation() }
    let methods = ["QRCodePNG", "Base32StringSeed"]
    var customisation = Customisation()
    customisation.check = { (given: GivenOptions) throws(AWSUsageError) in
      let method = given.word("bootstrap-method") ?? ""
      guard methods.contains(method) else {
        throw .choice(argument: "--bootstrap-method", word: method, choices: methods)
      }
      let file = given.word("outfile") ?? ""
      guard hasFolder(for: file, context) else { throw .value("Unable to write to file: \(file)") }
    }
    customisation.add = { (name: String, _: GivenOptions, _: inout ValueObject) throws(AWSUsageError) in
      name == "outfile" || name == "bootstrap-method"
    }
    return customisation
  }

  /// Whether the folder of a path is there: the work folder itself, or one that has files.
  private static func hasFolder(for path: String, _ context: AWSContext) -> Bool {
    guard path != "/dev/stdout", let slash = path.lastIndex(of: "/") else { return !path.isEmpty }
    let folder = path[...slash]
    return folder == "./" || context.listFiles().contains { $0.utf8.starts(with: folder.utf8) }
  }
}
