extension Customisation {
  /// `aws autoscaling create-launch-configuration` encodes user data as `ec2 run-instances` does.
  static func autoScaling(_ operation: String) -> Customisation {
    guard operation == "create-launch-configuration" else { return Customisation() }
    return Customisation(finish: { (input: inout ValueObject) throws(AWSUsageError) in
      if let text = input["UserData"]?.text { input["UserData"] = .string(Base64.encode(Array(text.utf8))) }
    })
  }
}
