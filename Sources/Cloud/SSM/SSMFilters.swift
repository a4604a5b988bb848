import EventKernel

/// A filter over the commands that were sent.
struct SSMCommandFilter: Decodable, Sendable {
  var key: String?
  var value: String?

  /// Whether a command fits, at a time.
  func test() throws(AWSError) -> (SSMCommand, Instant) -> Bool {
    let value = value ?? ""
    switch key {
    case "InvokedAfter":
      let limit = try moment(value)
      return { command, _ in command.requested > limit }
    case "InvokedBefore":
      let limit = try moment(value)
      return { command, _ in command.requested < limit }
    case "Status": return { command, now in SSMCommandShape(command, at: now).status == value }
    case "DocumentName": return { command, _ in command.document == value }
    default: throw AWSError("InvalidFilterKey", "The filter key \(key ?? "") is not valid.")
    }
  }

  private func moment(_ text: String) throws(AWSError) -> Instant {
    guard let moment = Instant(iso8601: text) else {
      throw AWSError("ValidationException", "The filter value \(text) is not a valid time.")
    }
    return moment
  }
}

/// A filter over the instances that Systems Manager knows.
struct ManagedInstanceFilter: Decodable, Sendable {
  var key: String?
  var values: [String]?

  /// Whether an instance fits; all of them are online and run Linux.
  func test() throws(AWSError) -> (Instance) -> Bool {
    let values = values ?? []
    guard let key, !values.isEmpty else {
      throw AWSError("ValidationException", "A filter needs a key and values.")
    }
    switch key {
    case "InstanceIds": return { values.contains("\($0.id)") }
    case "PingStatus": return { _ in values.contains("Online") }
    case "PlatformTypes": return { _ in values.contains("Linux") }
    case "ResourceType": return { _ in values.contains("EC2Instance") || values.contains("ManagedInstance") }
    case "tag-key": return { instance in instance.tags.all.contains { values.contains($0.key) } }
    default:
      guard key.utf8.starts(with: "tag:".utf8) else {
        throw AWSError("InvalidInstanceInformationFilterValue", "The filter key \(key) is not valid.")
      }
      let name = String(key.dropFirst(4))
      return { instance in
        instance.tags.all.contains { $0.key == name && values.contains($0.value) }
      }
    }
  }
}
