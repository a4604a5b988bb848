package import EventKernel

/// Identity and access: the directory as calls change it, as the rest of AWS sees it a little later, and sessions.
package struct IAMState: Sendable, Equatable {
  /// How long the rest of AWS does not see a change (facts: IAM, eventually consistent; TEACH 5 s).
  // Simplified: iam-propagation
  package static let propagation = Duration.seconds(5)

  /// What the calls of IAM read and change.
  package private(set) var directory = IAMDirectory()
  /// Directories that were replaced less than the propagation ago, oldest first.
  private var past: [Past] = []
  /// Sessions with temporary credentials, by the id of their access key.
  package internal(set) var sessions = Table<String, IAMSession>()
  /// The newest report on credentials.
  package internal(set) var credentialReport: CredentialReport?

  private struct Past: Sendable, Equatable {
    let until: Instant
    let directory: IAMDirectory
  }

  package init() {
    var learner = IAMUser(
      name: "learner", path: "/", id: "AIDACKCEVSQ6C2EXAMPLE", creation: .epoch, tags: Tags())
    learner.policies.attached = [AWSPolicies.administratorAccess]
    learner.keys = [
      AccessKey(
        id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", creation: .epoch)
    ]
    directory.users["learner"] = learner
    directory.awsPolicies[AWSPolicies.administratorAccess] = .administratorAccess
  }

  /// The directory that decides calls at a moment: as it was a propagation ago.
  func visible(at now: Instant) -> IAMDirectory {
    past.first { now < $0.until + Self.propagation }?.directory ?? directory
  }

  /// Changes the directory; the rest of AWS sees it a propagation later.
  mutating func change<Result>(
    at now: Instant, _ change: (inout IAMDirectory) throws(AWSError) -> Result
  ) throws(AWSError) -> Result {
    past.removeAll { $0.until + Self.propagation <= now }
    past.append(Past(until: now, directory: directory))
    return try change(&directory)
  }

  /// The newest change that is not seen everywhere at a moment; `nil` when all are.
  func newestChange(at now: Instant) -> AWSError.RecentChange? {
    guard let last = past.last, now < last.until + Self.propagation else { return nil }
    return AWSError.RecentChange(age: now - last.until, rest: last.until + Self.propagation - now)
  }

  /// Lets every change be seen everywhere.
  mutating func settle() { past = [] }

  /// Changes what is only told, such as when a key was last used, and never decides a call.
  mutating func note(_ change: (inout IAMDirectory) -> Void) { change(&directory) }
}

/// A session of a role or user with temporary credentials.
package struct IAMSession: Sendable, Equatable {
  /// Whose permissions it has.
  package enum Owner: Sendable, Equatable {
    /// The key of a user, as get-session-token gives it.
    case user(String)
    /// The key of a role, and the session's name.
    case role(String, session: String)
  }

  package let owner: Owner
  package let secret: String
  package let token: String
  /// The policies that limit it; `nil` without any.
  package let policies: [PolicyDocument]?
  package let tags: Tags
  /// Which tags a chained session takes over.
  package let transitiveTags: [String]
  package let usedMultiFactor: Bool
  package let sourceIdentity: String?
  package let issued: Instant
  package let expires: Instant
}

/// What IAM does of itself.
package enum IAMEvent: Sendable, Equatable {
  /// A change of a moment ago is seen everywhere now.
  case propagated
}

extension World {
  /// Changes the directory of identities.
  @discardableResult
  mutating func changeIAM<Result>(
    _ change: (inout IAMDirectory) throws(AWSError) -> Result
  ) throws(AWSError) -> Result {
    let result = try iam.change(at: now, change)
    schedule(.iam(.propagated), in: IAMState.propagation)
    return result
  }

  /// Does what is due: what instances may do is compiled again.
  mutating func handle(_ event: IAMEvent) { revision.access += 1 }
}
