package import EventKernel

/// What is left of a group that is gone: its history, for six weeks (Auto Scaling API reference, DescribeScalingActivities).
package struct DeletedGroup: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  /// Newest first.
  package let activities: [Activity]
  package let end: Instant

  /// How long the history is kept.
  static let kept = Duration.days(42)
}

extension World {
  /// Takes a group away, and keeps its history.
  mutating func forgetGroup(_ key: String) {
    guard let group = autoScaling.groups[key] else { return }
    autoScaling.groups[key] = nil
    autoScaling.deletedGroups.removeAll { $0.end + DeletedGroup.kept < now }
    autoScaling.deletedGroups.append(
      DeletedGroup(
        name: group.name, region: group.region, arn: group.arn, activities: group.activities, end: now))
  }

  /// The groups of a Region that are gone and whose histories are kept, in the order of their ends.
  func deletedGroups(in region: Region) -> [DeletedGroup] {
    autoScaling.deletedGroups.filter { $0.region == region && $0.end + DeletedGroup.kept >= now }
  }
}
