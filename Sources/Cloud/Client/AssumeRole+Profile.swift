extension AssumeRole.Input {
  /// What a client asks for a profile with a role.
  ///
  /// - Parameters:
  ///   - durationSeconds: how long the session lasts; an hour unless it is given.
  ///   - device: the serial number of an MFA device, with the code that it shows.
  package init(
    roleArn: String, roleSessionName: String, externalId: String?, durationSeconds: Int?, device: String?,
    code: String?
  ) {
    self.init(roleArn: roleArn, roleSessionName: roleSessionName, externalId: externalId)
    self.durationSeconds = durationSeconds
    serialNumber = device
    tokenCode = code
  }
}
