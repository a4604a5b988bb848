package import Traffic

/// A `.sky` file of a lab.
package struct LabScript: Equatable, Sendable {
  /// The file's name without folder and extension, such as `three-zones`.
  package let name: String
  /// The file, relative to the content's root.
  package let file: String
  /// The whole text, header included.
  package let text: String
  /// What it does, for the learner, of the header's `about.ko:` and `about.en:`; `nil` without them.
  package let about: BilingualText?

  /// A script.
  package init(name: String, file: String, text: String, about: BilingualText?) {
    self.name = name
    self.file = file
    self.text = text
    self.about = about
  }
}

/// A design that must fail, and on what.
package struct WrongSolution: Equatable, Sendable {
  /// Why it fails.
  package enum Reason: Equatable, Sendable {
    /// Requests are lost by this cause at a resource that fits the pattern.
    case cause(CauseCode, resource: ResourcePattern)
    /// The measure itself breaks its bound, such as a bill.
    case measure
  }

  /// The design.
  package let script: LabScript
  /// The check that must fail.
  package let check: String
  /// The reason that the verdict must name first.
  package let reason: Reason
  /// Why it fails, for the learner.
  package let why: BilingualText

  /// A wrong solution.
  package init(script: LabScript, check: String, reason: Reason, why: BilingualText) {
    self.script = script
    self.check = check
    self.reason = reason
    self.why = why
  }
}
