/// Listings of the words that calls of Auto Scaling take.
enum ScalingTypes {
  static let all: [any Operation.Type] = [
    DescribeAdjustmentTypes.self, DescribeScalingProcessTypes.self, DescribeTerminationPolicyTypes.self,
  ]
}

/// Lists how scaling policies can change a capacity.
package enum DescribeAdjustmentTypes: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeAdjustmentTypes"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  /// The words by name.
  package struct Output: Encodable, Sendable {
    package struct Row: Encodable, Sendable { package var adjustmentType: String }

    package var adjustmentTypes: [Row]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      adjustmentTypes: ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"].map {
        Output.Row(adjustmentType: $0)
      })
  }
}

/// Lists the processes of a group that can be suspended.
package enum DescribeScalingProcessTypes: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeScalingProcessTypes"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  /// The processes by name.
  package struct Output: Encodable, Sendable {
    package struct Row: Encodable, Sendable { package var processName: String }

    package var processes: [Row]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(processes: AutoScalingCheck.processes.sorted().map { Output.Row(processName: $0) })
  }
}

/// Lists by what a group can choose the instances that it terminates.
package enum DescribeTerminationPolicyTypes: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeTerminationPolicyTypes"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  /// The policies by name.
  package struct Output: Encodable, Sendable { package var terminationPolicyTypes: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(terminationPolicyTypes: AutoScalingCheck.terminationPolicies.sorted())
  }
}
