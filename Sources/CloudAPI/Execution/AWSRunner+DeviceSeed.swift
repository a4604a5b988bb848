import Cloud

extension AWSRunner {
  /// Takes the seed of a virtual MFA device out of an answer, as the client does that writes it into a file.
  func takeSeed(from pages: inout ResultPages) -> [UInt8] {
    guard var answer = pages.pages.first?.object, var device = answer["VirtualMFADevice"]?.object,
      case .string(let text)? = device["Base32StringSeed"]
    else { return [] }
    device["Base32StringSeed"] = nil
    answer["VirtualMFADevice"] = .object(device)
    pages.pages = [.object(answer)]
    return Base64.decode(text) ?? []
  }
}
