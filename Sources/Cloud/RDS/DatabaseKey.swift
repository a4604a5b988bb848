/// The KMS keys that RDS can encrypt with: there is one, the key that AWS manages in each Region.
// Simplified: rds-one-key
extension World {
  /// The key that encrypts databases and snapshots of a Region, by ARN.
  func databaseKey(in region: Region) -> String { managedKey(of: .databases, in: region) }

  /// Throws AWS's refusal of a key that does not exist; its alias, its ARN and its id all name the Region's own.
  func checkDatabaseKey(_ text: String?, in region: Region) throws(AWSError) {
    guard let text else { return }
    let own = databaseKey(in: region)
    let place = "arn:aws:kms:\(region.rawValue):\(Account.id):"
    let names = ["alias/aws/rds", place + "alias/aws/rds", own, String(own.dropFirst(place.utf8.count + 4))]
    guard names.contains(text) else {
      throw AWSError(
        "KMSKeyNotAccessibleFault",
        "The specified KMS key [\(text)] does not exist, is not enabled or you do not have permissions to access it."
      )
    }
  }

  /// Whether a copy in a Region is encrypted, or AWS's refusal: another Region's key must be named, and of a source that is
  /// not encrypted only a copied snapshot becomes so.
  ///
  /// - Parameter isSnapshot: whether a snapshot is copied, not a database replicated.
  func encryptsCopy(
    of source: DBInstance, from home: Region, key: String?, in region: Region, isSnapshot: Bool
  ) throws(AWSError) -> Bool {
    try checkDatabaseKey(key, in: region)
    guard source.isEncrypted else {
      guard key == nil || isSnapshot else {
        throw RDSError.combination("Cannot create an encrypted read replica from an unencrypted source.")
      }
      return key != nil
    }
    guard home == region || key != nil else {
      throw RDSError.combination(
        isSnapshot
          ? "A KMS key ID of the target Region must be specified to copy an encrypted snapshot across Regions."
          : "Cannot create a cross region unencrypted read replica from encrypted source")
    }
    return true
  }
}
