import CloudAPI
import Foundation
import Testing

@Suite struct SchemaTests {
  @Test func `API names turn into command line names as the real client turns them`() throws {
    let names = try #require(SchemaFixtures.oracle("commandline.json")["names"]?.elements)
    #expect(names.count > 500)
    for pair in names {
      let name = try #require(pair[0]?.text)
      #expect(CommandLineName.of(name) == pair[1]?.text)
    }
  }

  @Test(arguments: [
    ("DescribeDBInstances", "describe-db-instances"), ("MultiAZ", "multi-az"),
    ("PreferredCacheClusterAZs", "preferred-cache-cluster-azs"),
    ("EC2SecurityGroupName", "ec2-security-group-name"),
    ("Ipv6AddressCount", "ipv6-address-count"), ("AuthenticationCode1", "authentication-code1"),
    ("SSEKMSKeyId", "ssekms-key-id"), ("ListObjectsV2", "list-objects-v2"),
    ("already-there", "already-there"), ("", ""),
  ])
  func `a measured name turns into the measured form`(name: String, form: String) {
    #expect(CommandLineName.of(name) == form)
  }

  @Test func `every operation, shape and waiter of every table can be read and found`() throws {
    let catalog = try SchemaFixtures.catalog()
    #expect(catalog.services.count == 21)
    for service in catalog.services {
      let table = try #require(try catalog.service(service))
      #expect(table.cliName == service)
      var full = 0
      for name in table.operationNames {
        let operation = try #require(table.operation(cliName: name), "\(service) \(name)")
        #expect(operation.cliName == name)
        guard operation.level == .full else { continue }
        full += 1
        var seen: Set<String> = []
        for shape in [operation.input, operation.output] { walk(shape, &seen) }
        if let key = operation.paginator?.limitKey { #expect(operation.input?.member(key) != nil) }
        #expect(table.operation(apiName: operation.name) != nil)
      }
      #expect(full > 0)
      for name in table.waiterNames {
        let waiter = try #require(table.waiter(cliName: name))
        #expect(table.operation(apiName: waiter.operation) != nil, "\(service) wait \(name)")
        #expect(!waiter.acceptors.isEmpty)
        _ = try WaiterState(waiter)
      }
    }
  }

  private func walk(_ shape: Shape?, _ seen: inout Set<String>) {
    guard let shape, shape.name.isEmpty || seen.insert(shape.name).inserted else { return }
    for member in shape.members { walk(member.shape, &seen) }
    walk(shape.element, &seen)
    walk(shape.key, &seen)
  }

  @Test func `an operation says what its model says`() throws {
    let ec2 = try SchemaFixtures.table("ec2")
    let describe = try #require(ec2.operation(cliName: "describe-instances"))
    #expect(describe.name == "DescribeInstances")
    #expect(describe.takesDryRun)
    #expect(describe.paginator?.inputTokens == ["NextToken"])
    #expect(describe.paginator?.resultKeys == ["Reservations"])
    #expect(ec2.protocolName == "ec2" && ec2.apiVersion == "2016-11-15")
    let terminate = try #require(ec2.operation(cliName: "terminate-instances"))
    #expect(terminate.requiredMembers == ["InstanceIds"])
    let objects = try #require(try SchemaFixtures.table("s3api").operation(cliName: "list-objects-v2"))
    #expect(objects.paginator?.resultKeys == ["Contents", "CommonPrefixes"])
    let marker = try #require(try SchemaFixtures.table("s3api").operation(cliName: "list-objects"))
    #expect(marker.paginator?.outputTokens.first?.contains(" || ") != false)
    #expect(ec2.operation(cliName: "no-such-thing") == nil)
    #expect(ec2.operation(cliName: "") == nil)
  }

  @Test func `a service without a table is none, though AWS has it`() throws {
    let catalog = try SchemaFixtures.catalog()
    #expect(try catalog.service("lambda") == nil)
    #expect(catalog.knownServices.contains("lambda"))
  }

  @Test func `a damaged table is refused with its path`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let whole = try Data(contentsOf: URL(fileURLWithPath: SchemaFixtures.root + "/api/sts.table"))
    for cut in [0, 10, 200, 500] {
      let file = folder.appendingPathComponent("cut\(cut).table")
      try whole.prefix(cut).write(to: file)
      #expect(throws: SchemaError.self) { try ServiceTable(path: file.path) }
    }
    #expect(throws: SchemaError.unreadable(path: "/nowhere/x.table")) {
      try ServiceTable(path: "/nowhere/x.table")
    }
  }
}
