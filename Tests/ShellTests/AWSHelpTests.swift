import Cloud
import CloudAPI
import Shell
import Testing
import Texts

@Suite struct AWSHelpTests {
  @Test(arguments: Language.allCases)
  func `every modelled operation has a page`(language: Language) throws {
    let test = try TestSession(language)
    let catalog = test.session.builder.operations
    for operation in OperationRegistry.all where operation.service != "lab" {
      let table = try #require(try catalog.service(operation.service))
      let shape = try #require(table.operation(apiName: operation.name))
      guard shape.level == .full else { continue }
      let name = shape.cliName
      let page = try test.run("aws \(table.cliName) \(name) help")
      #expect(page.status == 0)
      #expect(page.text.contains("aws \(table.cliName) \(name)") && !page.text.contains("⟦"), "\(name)")
    }
  }

  @Test func `services, operations and waiters are listed, what is required is marked`() throws {
    let test = try TestSession()
    #expect(try test.run("aws help").text.contains("elbv2"))
    #expect(try test.run("help aws ec2").text.contains("run-instances"))
    #expect(try test.run("aws elbv2 create-target-group help").text.contains("--name <text>"))
    #expect(try test.run("aws elbv2 wait help").text.contains("load-balancer-available"))
    #expect(try test.run("aws elbv2 wait load-balancer-available help").text.contains("15 s"))
    #expect(try test.run("aws ec2 create-flow-logs help").text.contains("this world does not"))
  }

  @Test(arguments: [
    ("aws ec3 describe-instances", "ec2"), ("aws ec2 descrbe-instances", "describe-instances"),
    ("aws ec2 describe-instances --instnce-ids i-1", "--instance-ids"),
  ])
  func `a mistyped name of AWS names the nearest`(line: String, near: String) throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line)
    #expect(answer.status == 252)
    #expect(answer.text.contains("A near name: `\(near)`"))
  }
}
