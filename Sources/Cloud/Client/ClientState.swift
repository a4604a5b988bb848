/// What the learner's own web requests leave behind: whose turn it is.
package struct ClientState: Sendable, Equatable {
  /// How many requests were made so far: what their draws are addressed by.
  var requests: UInt64 = 0
  /// How often each group gave a request to one of its targets, for round robin.
  var turns = Table<TargetGroupID, Int>()

  package init() {}
}
