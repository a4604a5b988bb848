/// The KMS keys that EBS can encrypt with: there is one, the key that AWS manages in each Region.
// Simplified: ebs-one-key
extension World {
  /// The key that a call names and that does not exist; `nil` for the Region's own key and when it names none.
  ///
  /// AWS looks the key up only when the volume or copy is made, which then fails (EC2 API reference, KmsKeyId).
  ///
  /// - Throws: AWS's error for a key without encryption.
  func missingKey(_ text: String?, isEncrypted: Bool?, in region: Region) throws(AWSError) -> String? {
    guard let text else { return nil }
    guard isEncrypted == true else {
      throw AWSError(
        "InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.")
    }
    let own = defaultKey(in: region)
    let place = "arn:aws:kms:\(region.rawValue):\(Account.id):"
    let names = ["alias/aws/ebs", place + "alias/aws/ebs", own, String(own.dropFirst(place.utf8.count + 4))]
    if names.contains(text) { return nil }
    if text.utf8.starts(with: "arn:".utf8) { return text }
    return place + (text.utf8.starts(with: "alias/".utf8) ? text : "key/\(text)")
  }

  /// Whether a machine that starts for the first time cannot, since the key of one of its disks does not exist.
  func lacksKey(_ instance: Instance) -> Bool {
    instance.volumes.contains { ec2.volumes[$0]?.plan.missingKey != nil }
  }
}
