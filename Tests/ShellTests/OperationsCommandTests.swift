import Cloud
import CloudAPI
import Shell
import Testing
import Texts

/// That the list of what is modelled is what the tables and the registry say, and what a line meets.
@Suite struct OperationsCommandTests {
  private struct Item {
    let service: String
    let operation: String
    let options: [String]
    let refused: [String]

    init(_ value: Value) throws {
      service = try #require(value["service"]?.text)
      operation = try #require(value["operation"]?.text)
      options = (value["options"]?.elements ?? []).compactMap(\.text)
      refused = (value["refused"]?.elements ?? []).compactMap(\.text)
    }
  }

  private func items(_ line: String) throws -> [Item] {
    let answer = try TestSession(json: true).run(line)
    try #require(answer.status == 0)
    return try (try Value(json: answer.text).elements ?? []).map(Item.init)
  }

  @Test func `every modelled operation is listed once, with all of its members taken or refused`() throws {
    let items = try items("operations")
    let modelled = OperationRegistry.all.filter { $0.service != "lab" }
    #expect(Set(items.map { "\($0.service) \($0.operation)" }).count == items.count)
    #expect(items.count == modelled.count)
    let catalog = try TestSession().session.builder.operations
    for item in items {
      let shape = try #require(try catalog.service(item.service)?.operation(apiName: item.operation))
      let said = Set(item.options + item.refused)
      for option in shape.options where option.member != nil && !option.isHidden {
        let name = option.member.map { "--" + $0.cliName } ?? ""
        #expect(
          said.contains("--" + option.name) || said.contains(name), "\(item.operation) --\(option.name)")
      }
    }
  }

  @Test func `a service alone is listed by its name, an unknown one is refused`() throws {
    #expect(try items("operations ec2").allSatisfy { $0.service == "ec2" })
    #expect(try TestSession().run("operations lambda").status == 2)
    #expect(try TestSession().run("operations ec2 rds").status == 2)
    let text = try TestSession().run("operations ec2").text
    #expect(text.contains("run-instances") && text.contains("operations ec2 --missing"))
    #expect(!text.contains("accept-address-transfer"))
    let missing = try TestSession().run("operations ec2 --missing").text
    #expect(!missing.contains("run-instances") && missing.contains("accept-address-transfer"))
    #expect(try TestSession().run("operations ec2 --all").status == 2)
  }

  @Test func `an option that is listed is taken, one listed as refused is refused by its name`() throws {
    let launch = try #require(try items("operations ec2").first { $0.operation == "RunInstances" })
    #expect(launch.options.contains("--count") && launch.options.contains("--instance-type"))
    let refused = try #require(launch.refused.first { !$0.contains(" ") })
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run("aws ec2 run-instances --image-id ami-1 \(refused) 1")
    #expect(answer.status == 252 && answer.text.contains(refused), "\(answer.text)")
  }
}
