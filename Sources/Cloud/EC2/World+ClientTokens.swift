import EventKernel

/// What a call with a client token made, so that the same call makes it only once.
package struct RememberedCall: Sendable, Equatable {
  /// The call as it was asked.
  let asked: String
  /// The id of what it made.
  let answer: String
}

extension World {
  /// What an earlier call with the same client token made; `nil` when there was none.
  ///
  /// - Throws: AWS's error when the earlier call asked for something else.
  func earlierAnswer(
    to token: String?, of operation: String, asked: String, _ context: CallContext
  ) throws(AWSError) -> String? {
    guard let token, let earlier = ec2.clientTokens["\(context.region.rawValue)|\(operation)|\(token)"] else {
      return nil
    }
    guard earlier.asked == asked else {
      throw AWSError(
        "IdempotentParameterMismatch",
        "The client token you have provided is associated with a resource that is already defined by a request with "
          + "other parameters.")
    }
    return earlier.answer
  }

  /// Keeps what a call with a client token made.
  mutating func remember(
    _ answer: String, for token: String?, of operation: String, asked: String, _ context: CallContext
  ) {
    guard let token else { return }
    ec2.clientTokens["\(context.region.rawValue)|\(operation)|\(token)"] = RememberedCall(
      asked: asked, answer: answer)
  }
}

extension ResourceID {
  /// The token of the call that made this: the call's own, or the one that the client thinks of for a call without.
  ///
  /// The client's comes out of the id, so that the world draws no number for it.
  func clientToken(given: String?) -> String {
    given ?? UUIDText.make(Draws.mix(bits), Draws.mix(~bits))
  }
}
