import Cloud

extension AWSRunner {
  /// Takes the seed of a virtual MFA device out of an answer and writes it into a file, as the client does; gives what
  /// goes to the screen instead.
  func writeSeed(from pages: inout ResultPages, to file: String) throws(AWSFileError) -> String {
    let seed = takeSeed(from: &pages)
    guard file != "/dev/stdout" else { return String(decoding: seed, as: UTF8.self) }
    try context.writeFile(file, seed)
    return ""
  }

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
