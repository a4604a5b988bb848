import Cloud
import CloudAPI
import Texts

/// A mistake that neither the code of an error nor the call tells apart: it shows in the words of the message, in what
/// was given, or in the world.
struct AWSErrorCase {
  /// The sentence's id in `aws-cases`.
  let id: String
  /// What stands in the sentence.
  let values: [String: TextValue]
  /// The lines that help, to be copied.
  let lines: [String]

  init(_ id: String, _ values: [String: String] = [:], lines: [String] = []) {
    self.id = id
    self.values = values.mapValues { .string($0) }
    self.lines = lines
  }

  /// The case of an error; `nil` where the code or the call says enough. What the world tells comes before the words alone.
  static func of(_ facts: FailureFacts) -> AWSErrorCase? {
    ofAccess(facts) ?? ofPolicy(facts) ?? ofEC2(facts) ?? ofLaunch(facts) ?? ofRDS(facts)
      ?? ofServices(facts) ?? ofWords(facts)
  }
}

extension Workspace {
  /// How many steps back the line lies that gave a bucket its policy; `nil` when no line of this world did.
  var stepsToBucketPolicy: Int? {
    let entries = journal.effective
    let place = entries.lastIndex { entry in
      if case .call(let words, _) = entry { words.contains("put-bucket-policy") } else { false }
    }
    return place.map { entries.count - $0 }
  }
}
