import EventKernel

/// To how many instances at a time a command goes, and after how many errors it goes to no further ones.
package struct SSMCommandRate: Sendable, Equatable {
  /// As the call gave them: a number, or a part such as `10%`.
  package let concurrency: String
  package let errors: String
  /// How many instances run it at a time.
  package let waveSize: Int
  /// How many errors there may be before it goes to no further instance.
  package let mostErrors: Int

  /// The rate for a number of instances, or AWS's refusal.
  init(concurrency: String?, errors: String?, instances: Int) throws(AWSError) {
    self.concurrency = concurrency ?? "50"
    self.errors = errors ?? "0"
    guard let size = Self.share(self.concurrency, of: instances), size > 0 else {
      throw Self.refusal(self.concurrency, "maxConcurrency", #"^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$"#)
    }
    guard let most = Self.share(self.errors, of: instances) else {
      throw Self.refusal(self.errors, "maxErrors", #"^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$"#)
    }
    waveSize = size
    mostErrors = most
  }

  /// The number that a text names of a whole; a part is rounded down, but to one at least when it is not 0.
  private static func share(_ text: String, of whole: Int) -> Int? {
    let isPart = text.hasSuffix("%")
    guard let number = Int(isPart ? text.dropLast() : text[...]), number >= 0, !text.hasPrefix("+") else {
      return nil
    }
    guard isPart else { return number }
    guard number <= 100 else { return nil }
    return number == 0 ? 0 : max(1, whole * number / 100)
  }

  private static func refusal(_ value: String, _ name: String, _ pattern: String) -> AWSError {
    AWSError(
      "ValidationException",
      "1 validation error detected: Value '\(value)' at '\(name)' failed to satisfy constraint: Member must satisfy"
        + " regular expression pattern: \(pattern)")
  }
}

/// What the documents that take lines want to know beside them.
struct SSMScriptParameters {
  var lines: [String]
  var directory: String?
  /// How long a script may take (Systems Manager, document AWS-RunShellScript: 3,600 s unless told otherwise).
  var timeout: Duration = .hours(1)

  /// Reads the parameters of a call, or throws AWS's refusal of unknown ones and of a call without lines.
  init(_ parameters: [String: [String]]?, of document: SSMDocument) throws(AWSError) {
    var parameters = parameters ?? [:]
    lines = document.script.map { [$0] } ?? parameters.removeValue(forKey: "commands") ?? []
    if document.script == nil {
      directory = parameters.removeValue(forKey: "workingDirectory")?.first
      if let text = parameters.removeValue(forKey: "executionTimeout")?.first {
        // The document takes 1 s to 48 h.
        guard let seconds = Int(text), (1...172_800).contains(seconds) else {
          throw AWSError(
            "InvalidParameters",
            "Parameter \"executionTimeout\" has value \"\(text)\" not matching"
              + " \"([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)\".")
        }
        timeout = .seconds(seconds)
      }
    }
    guard !lines.isEmpty, parameters.isEmpty else {
      throw AWSError(
        "InvalidParameters",
        parameters.isEmpty
          ? "Invalid Parameters - the document \(document.name) needs commands"
          : "Invalid Parameters - the document \(document.name) has no parameter"
            + " \(parameters.keys.sorted().joined(separator: ", "))")
    }
  }

  /// The lines with the directory in which they run.
  var script: [String] {
    guard let directory, !directory.isEmpty else { return lines }
    return ["cd \(directory)"] + lines
  }
}
