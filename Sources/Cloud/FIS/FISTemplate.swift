package import EventKernel

/// What an experiment does: actions by name, what they work on, and what stops them.
package struct FISTemplate: Sendable, Equatable {
  package let id: String
  package let region: Region
  package let creation: Instant
  package var update: Instant
  package var description: String
  /// The targets by name.
  package var targets: Table<String, FISTarget>
  /// The actions by name.
  package var actions: Table<String, FISAction>
  package var stopConditions: [FISStopCondition]
  /// The ARN of the role that experiments take on.
  package var role: String
  package var tags: Tags
  /// Whether actions are left out whose target is nothing; else the experiment fails.
  package var skipsEmptyTargets: Bool

  /// The ARN.
  package var arn: String { FISARN.of("experiment-template", id, in: region) }
}

/// What an action works on, as calls give and show it.
package struct FISTarget: Codable, Sendable, Equatable {
  package var resourceType: String
  package var resourceArns: [String]?
  package var resourceTags: StringMap?
  package var filters: [FISFilter]?
  /// `ALL`, `COUNT(n)` or `PERCENT(n)`.
  package var selectionMode: String
  package var parameters: StringMap?
}

/// What a resource must be like to be a target: one of the values at a path such as `State.Name`.
package struct FISFilter: Codable, Sendable, Equatable {
  package var path: String
  package var values: [String]
}

/// One thing that an experiment does, as calls give and show it.
package struct FISAction: Codable, Sendable, Equatable {
  /// What is done, such as `aws:ec2:stop-instances`; only a call that lacks it has none.
  package var actionId: String?
  package var description: String?
  package var parameters: StringMap?
  /// The name of a target by what the action calls it, such as `Instances`.
  package var targets: StringMap?
  /// The actions that must have ended before.
  package var startAfter: [String]?

  /// What is done; `nil` for what FIS does not know or this world does not do.
  package var kind: FISActionKind? { actionId.flatMap(FISActionKind.init) }
}

/// What stops an experiment: an alarm, or nothing.
package struct FISStopCondition: Codable, Sendable, Equatable {
  /// `none` or `aws:cloudwatch:alarm`.
  package var source: String
  /// The ARN of the alarm.
  package var value: String?
}

/// ARNs of FIS.
enum FISARN {
  static func of(_ kind: String, _ id: String, in region: Region) -> String {
    "arn:aws:fis:\(region.rawValue):\(Account.id):\(kind)/\(id)"
  }
}

/// Durations as FIS writes them, such as `PT5M` (ISO 8601).
enum FISDuration {
  /// Hours, minutes and seconds after `PT`, in this order and each at most once; `nil` for other texts.
  static func read(_ text: String) -> Duration? {
    guard text.utf8.starts(with: "PT".utf8), text.utf8.count > 2 else { return nil }
    var units: [(UInt8, Duration)] = [
      (UInt8(ascii: "H"), .hours(1)), (UInt8(ascii: "M"), .minutes(1)), (UInt8(ascii: "S"), .seconds(1)),
    ]
    var total = Duration.zero
    var digits = 0
    var number = 0
    for byte in text.utf8.dropFirst(2) {
      if (48...57).contains(byte) {
        digits += 1
        guard digits <= 6 else { return nil }
        number = number * 10 + Int(byte - 48)
        continue
      }
      guard digits > 0, let place = units.firstIndex(where: { $0.0 == byte }) else { return nil }
      total = total + units[place].1 * number
      units.removeSubrange(...place)
      (digits, number) = (0, 0)
    }
    return digits == 0 ? total : nil
  }
}
