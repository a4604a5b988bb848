import Cloud

extension AWSRunner {
  /// Takes the seed of a virtual MFA device out of an answer and writes it, or a picture, into a file, as the client does;
  /// gives what goes to the screen instead.
  func writeSeed(
    of call: AWSCall, from pages: inout ResultPages, to file: String
  ) throws(AWSFileError) -> String {
    var seed = takeSeed(from: &pages)
    if call.seedIsPicture { seed = Base64.decode(Self.picture) ?? [] }
    guard file != "/dev/stdout" else { return String(decoding: seed, as: UTF8.self) }
    try context.writeFile(file, seed)
    return ""
  }

  /// A grey PNG of 33 by 33 pixels.
  // Simplified: mfa-picture
  private static let picture =
    "iVBORw0KGgoAAAANSUhEUgAAACEAAAAhCAAAAAByj52zAAAAF0lEQVR42mM4QAgwjKoYVTGqYlQFmSoAQgQw7jIZQdQAAAAASUVORK5CYII="

  private func takeSeed(from pages: inout ResultPages) -> [UInt8] {
    guard var answer = pages.pages.first?.object, var device = answer["VirtualMFADevice"]?.object,
      case .string(let text)? = device["Base32StringSeed"]
    else { return [] }
    device["Base32StringSeed"] = nil
    answer["VirtualMFADevice"] = .object(device)
    pages.pages = [.object(answer)]
    return Base64.decode(text) ?? []
  }
}
