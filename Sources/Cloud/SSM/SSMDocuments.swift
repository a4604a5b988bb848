/// A document of AWS that says what a command does.
package struct SSMDocument: Sendable, Equatable {
  package let name: String
  /// The words that a machine's shell does for it; `nil` where the call gives them.
  package let script: String?
  /// The program that reads the call's words; `nil` for the machine's shell.
  package var interpreter: String?

  /// The documents that are here, by name (Systems Manager User Guide, Command documents).
  // Simplified: ssm-documents
  static let all = [
    SSMDocument(name: "AWS-RunShellScript", script: nil),
    // On Linux it wants PowerShell, which no image of this world has.
    SSMDocument(name: "AWS-RunPowerShellScript", script: nil, interpreter: "pwsh"),
    SSMDocument(
      name: "AWS-UpdateSSMAgent", script: "echo 'amazon-ssm-agent is up to date: 3.3.3050.0'"),
  ]

  /// Other documents that AWS has, which are refused by name.
  private static let onlyOfAWS = [
    "AWS-ApplyAnsiblePlaybooks", "AWS-ApplyChefRecipes", "AWS-ApplyDSCMofs", "AWS-ApplyPatchBaseline",
    "AWS-ConfigureAWSPackage", "AWS-ConfigureCloudWatch", "AWS-ConfigureDocker",
    "AWS-ConfigureKernelLivePatching", "AWS-ConfigureWindowsUpdate", "AWS-FindWindowsUpdates",
    "AWS-GatherSoftwareInventory", "AWS-InstallApplication", "AWS-InstallMissingWindowsUpdates",
    "AWS-InstallPowerShellModule", "AWS-InstallSpecificWindowsUpdates", "AWS-InstallWindowsUpdates",
    "AWS-JoinDirectoryServiceDomain", "AWS-ListWindowsInventory", "AWS-RefreshAssociation",
    "AWS-RunAnsiblePlaybook", "AWS-RunDockerAction", "AWS-RunDocument", "AWS-RunInspecChecks",
    "AWS-RunPatchBaseline", "AWS-RunPatchBaselineAssociation", "AWS-RunPatchBaselineWithHooks",
    "AWS-RunRemoteScript", "AWS-RunSaltState", "AWS-UpdateEC2Config",
    "AWSEC2-ConfigureSTIG", "AWSEC2-CreateVssSnapshot", "AWSEC2-RunSysprep",
    "AWSFIS-Run-CPU-Stress", "AWSFIS-Run-Disk-Fill", "AWSFIS-Run-IO-Stress", "AWSFIS-Run-Kill-Process",
    "AWSFIS-Run-Memory-Stress", "AWSFIS-Run-Network-Blackhole-Port", "AWSFIS-Run-Network-Latency",
    "AWSFIS-Run-Network-Latency-Sources", "AWSFIS-Run-Network-Packet-Loss",
    "AWSFIS-Run-Network-Packet-Loss-Sources", "AmazonCloudWatch-ManageAgent",
  ]

  /// The document of a name.
  ///
  /// - Throws: `InvalidDocument` for one that there is not; one that only AWS has is refused by name.
  static func named(_ name: String?) throws(AWSError) -> SSMDocument {
    let name = name ?? ""
    if let found = all.first(where: { $0.name == name }) { return found }
    if onlyOfAWS.contains(name) { throw .notModelled("DocumentName", name) }
    throw AWSError("InvalidDocument", "Document with name \(name) does not exist.")
  }
}

/// Lists the documents that commands can be sent with.
package enum ListDocuments: SSMOperation {
  package static let name = "ListDocuments"

  package struct Input: Decodable, Sendable {
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?

    /// A key with the values of which one must fit.
    struct Filter: Decodable, Sendable {
      var key: String?
      var values: [String]?
    }
  }

  package struct Output: Encodable, Sendable {
    package var documentIdentifiers: [Row]
    package var nextToken: String?
  }

  /// One document.
  package struct Row: Encodable, Sendable {
    package var name: String
    package var owner = "Amazon"
    package var platformTypes = ["Linux"]
    package var documentVersion = "1"
    package var documentType = "Command"
    package var schemaVersion = "1.2"
    package var documentFormat = "JSON"
    package var tags: [Tags.Tag] = []
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = SSMDocument.all.map { Row(name: $0.name) }
    for filter in input.filters ?? [] {
      let values = filter.values ?? []
      switch filter.key {
      case "Name": rows = rows.filter { row in values.contains { row.name.hasPrefix($0) } }
      case "Owner": rows = rows.filter { _ in values.contains { ["Amazon", "All", "Public"].contains($0) } }
      case "PlatformTypes": rows = rows.filter { _ in values.contains("Linux") }
      case "DocumentType": rows = rows.filter { _ in values.contains("Command") }
      default: throw AWSError("InvalidFilterKey", "The filter key \(filter.key ?? "") is not valid.")
      }
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 50, 50)) else {
      throw AWSError("InvalidNextToken", "The specified token is not valid.")
    }
    return Output(documentIdentifiers: page.rows, nextToken: page.nextToken)
  }
}
