import Cloud
import EventKernel
import Texts
import Traffic

/// Makers of remedies about versions that were deployed and fail.
extension RemedySite {
  /// What failing deployments of the run strike, by name or id.
  private var struckOrigins: [String] {
    (experiment.faults.map(\.fault) + world.lab.faults.rows.map(\.fault))
      .filter { $0.kind == .badDeploy }.flatMap(\.names)
  }

  /// Machines and groups go back to an image that fails nobody.
  func earlierVersions() -> [Remedy] { earlierImages() + templateVersions() }

  private func isStruck(_ image: Image) -> Bool {
    struckOrigins.contains(image.name) || struckOrigins.contains(image.id.description)
  }

  /// Machines of a failing image are launched from the newest image before it, else from the newest other one.
  private func earlierImages() -> [Remedy] {
    let chosen = machines.filter { machine in
      guard machine.autoScalingGroup == nil, let image = world.ec2.images[machine.image] else { return false }
      return isStruck(image)
    }
    guard let model = chosen.first, let present = world.ec2.images[model.image] else { return [] }
    let others = world.ec2.images.rows.filter {
      $0.region == region && $0.owner == Account.id && $0.state == .available
        && $0.architecture == present.architecture && !isStruck($0)
    }.sorted { $0.creation == $1.creation ? $0.id < $1.id : $0.creation < $1.creation }
    let choices = [others.last { $0.creation <= present.creation }, others.last].compactMap { $0 }
    return choices.map { image -> Remedy in
      var lines = RemedyLines(self)
      let pairs = chosen.map {
        (old: $0, new: lines.launch(like: $0, RemedyLines.Changes(image: image.id)))
      }
      lines.replace(pairs)
      lines.add("wait")
      return Remedy(
        .earlierImage,
        [
          "image": .string(image.name), "old": .string(present.name), "count": .integer(chosen.count),
        ], lines.lines)
    }
  }

  /// Groups go back to the version of their launch template before the failing one, and replace their instances.
  private func templateVersions() -> [Remedy] {
    let names = Set(machines.compactMap(\.autoScalingGroup))
    return world.autoScaling.groups.rows.filter { $0.region == region && names.contains($0.name) }
      .compactMap { group -> Remedy? in
        guard !group.isMixed, let template = world.ec2.launchTemplates[group.template],
          let present = version(of: template, named: group.templateVersion)
        else { return nil }
        // A deployment by the group or the template is its newest version; one of an image is all that is launched from it.
        let isNamed = [group.name, template.name, template.id.description].contains {
          struckOrigins.contains($0)
        }
        func isBad(_ version: LaunchTemplate.Version) -> Bool {
          version.image.flatMap { world.ec2.images[$0] }.map { isStruck($0) } ?? false
        }
        let earlier = template.versions.last { $0.number < present.number && !isBad($0) }
        guard isNamed || isBad(present), let earlier else { return nil }
        let name = ShellWord.quoted(group.name)
        return Remedy(
          .templateVersion,
          [
            "name": .string(group.name), "version": .integer(earlier.number), "old": .integer(present.number),
          ],
          [
            "aws autoscaling update-auto-scaling-group --auto-scaling-group-name \(name)"
              + " --launch-template LaunchTemplateId=\(template.id),Version=\(earlier.number)",
            "aws autoscaling start-instance-refresh --auto-scaling-group-name \(name)",
            "sleep \(min(7_200, 600 * max(1, group.desiredCapacity)))", "wait",
          ])
      }
  }

  private func version(of template: LaunchTemplate, named name: String) -> LaunchTemplate.Version? {
    switch name {
    case "$Latest": template.versions.last
    case "$Default": template.versions.first { $0.number == template.defaultVersion }
    default: template.versions.first { "\($0.number)" == name }
    }
  }
}
