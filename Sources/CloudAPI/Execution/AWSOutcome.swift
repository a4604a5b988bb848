package import Cloud
package import EventKernel

/// What an `aws` line did, as a process would tell it.
package struct AWSOutcome: Sendable {
  /// What goes to standard output, with its final newline.
  package var output = ""
  /// What goes to standard error, in AWS's words, with its final newline.
  package var errorOutput = ""
  /// The exit status of version 2 of the AWS command line.
  package var status: Int32 = 0
  /// The answer before `--query`, when there was one.
  package var answer: Value?
  /// AWS's error about the call, for a gloss in the learner's language.
  package var error: AWSError?
  /// The call that AWS's error is about.
  package var failedCall: FailedCall?
  /// What the world or the client refused, for a sentence in the learner's language.
  package var refusal: Refusal?
  /// Names near to a mistyped service, operation, option or filter, best first.
  package var suggestions: [String] = []
  /// What help was asked for.
  package var help: AWSHelpTopic?
  /// The words after `aws configure` that are none that this world knows.
  package var configure: [String]?
  /// What a learner could do about a mistake that AWS's own words do not explain.
  package var advice: Advice?
  /// The profiles after a line of `aws configure` that changed them.
  package var profiles: AWSProfiles?
  /// How long a waiter polled.
  package var waited: Duration = .zero

  /// A call by its names on the command line, with what was given.
  package struct FailedCall: Sendable, Equatable {
    /// Such as `ec2`.
    package let service: String
    /// Such as `delete-vpc`.
    package let operation: String
    /// The Region that the call went to.
    package let region: Region
    /// What was given, an object of AWS's members; `null` for the calls of `aws s3`.
    package var input = Value.null
    /// The user who made the call; `nil` when a role or nobody did.
    package var user: String?
  }

  /// A mistake with a remedy of its own; the sentences stand in the catalogue of texts.
  package enum Advice: Sendable, Equatable {
    /// No Region has the name that the line, a variable or a profile gives.
    case unknownRegion(RegionMistake)
    /// The price list has no endpoint in the Region of the line.
    case pricingRegion
    /// JSON that cannot be read, and what is most often the reason.
    case quotedJSON(JSONMistake)
    /// A word after a switch, which takes none.
    case switchWithValue(option: String, contrary: String)
    /// Words for a list of structures that are no `Key=value`, such as an id for `--targets`.
    case bareStructure(option: String, words: String)
    /// A blob that is no base64: most often it is the name of a file, or a file was read as text.
    case plainBlob(option: String)
    /// A name that a resolver does not know.
    case unknownName
    /// A waiter that failed or asked in vain: the words of the call that it made.
    case waiter(words: [String])
    /// Words that belong to the value before them, which had no quotes.
    case unquotedWords
    /// A session over `ssh` that was not let in.
    case session(SecureShellFailure)
    /// A `curl` line to an address that got no answer.
    case request(WebFailure, String)
    /// An `ssh` line without a command, which would open a session at the terminal.
    case sessionWithoutCommand
    /// A name or tags were given by an option that the operation does not have.
    case nameIsTag
    /// A bucket was named without `s3://`, which makes it a path of the work folder.
    case bucketWithoutScheme
    /// A bucket was to be copied as if it were one object.
    case bucketIsNoObject
    /// What becomes of the user data of a launch.
    case userData(UserDataNotice)
    /// A name in `--query` that the answer does not have.
    case query(QueryMistake)
    /// A member of a list in `--query`, where the items of the list were meant.
    case listMember(ListMemberMistake)
    /// A value of a filter that nothing can have.
    case filter(FilterMistake)
    /// Tags written as `NAME=VALUE`.
    case tagPair(name: String)
    /// Words that the client refuses before any call.
    case line(LineMistake)
  }

  /// What the simulated world does not do; the sentences stand in the catalogue of texts.
  package enum Refusal: Sendable, Equatable {
    case service(String)
    case operation(service: String, name: String)
    case member(service: String, operation: String, name: String)
    case option(String)
    case damagedTable(String)
    /// An object longer than a file may be.
    case outputFile
    /// A profile that is neither configured nor a user with an active access key.
    case profile(String)
    /// A profile with a key's id or secret missing.
    case profileWithoutKeys(String)
    /// A profile with a role, and with no keys to assume it.
    case roleWithoutSource(String)
    /// A profile whose role wants the code of an MFA device, for which the client asks at the terminal.
    case roleWithDevice(profile: String, role: String, device: String)
  }
}

extension AWSOutcome {
  /// What a line of another program printed, and how it ended.
  package init(output: String = "", errorOutput: String = "", status: Int32) {
    self.init()
    self.output = output
    self.errorOutput = errorOutput
    self.status = status
  }
}
