import EventKernel

extension World {
  /// Tells a topic that an alarm changed its state, in the form that CloudWatch publishes.
  ///
  /// - Parameters:
  ///   - name: the alarm's name.
  ///   - old: AWS's name of the state before.
  mutating func publishAlarm(
    _ name: String, state: String, before old: String, reason: String, region: Region, toTopic arn: String
  ) {
    guard sns.topics[arn] != nil else { return }
    let place = catalog.region(region)?.name ?? region.rawValue
    let members = [
      ("AlarmName", name), ("AWSAccountId", Account.id), ("NewStateValue", state), ("NewStateReason", reason),
      ("StateChangeTime", now.iso8601Milliseconds), ("Region", place), ("OldStateValue", old),
    ]
    let message = members.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
    let subject = "\(state): \"\(name)\" in \(place)"
    deliver("{\(message)}", subject: String(subject.prefix(SNSLimits.subject)), toTopic: arn)
  }
}

/// Texts as JSON writes them.
enum JSONText {
  /// The text between quotes, its quotes, backslashes and control characters escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
