import Cloud
import EventKernel
import Foundation
import Testing

/// Run Command over several machines: their number at a time, errors, times, and taking a command back.
struct RunCommandTests {
  private struct Fleet {
    var world: World
    let ids: [String]

    init(_ count: Int) throws {
      world = try TestWorld.make()
      try world.makeProfile("managed")
      try world.ask(
        AttachRolePolicy.self,
        #"{"roleName": "managed", "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}"#)
      let image = try #require(
        world.ec2.images.rows.first { $0.owner == "amazon" && $0.architecture == "x86_64" })
      let made = try world.ask(
        RunInstances.self,
        """
        {"imageId": "\(image.id)", "instanceType": "t3.micro", "minCount": \(count), "maxCount": \(count),
         "subnetId": "\(try world.subnet("a"))", "iamInstanceProfile": {"name": "managed"}}
        """)
      ids = made.instances.map(\.instanceId)
      world.wait(.minutes(5))
    }

    static func call(_ ids: [String], _ lines: String, _ more: String = "", parameters: String = "") -> String
    {
      let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
      return """
        {"documentName": "AWS-RunShellScript", "instanceIds": [\(list)],
         "parameters": {"commands": ["\(lines)"]\(parameters)}\(more)}
        """
    }

    mutating func send(_ lines: String, _ more: String = "", parameters: String = "") throws
      -> SSMCommandShape
    {
      try world.ask(SendCommand.self, Self.call(ids, lines, more, parameters: parameters)).command
    }

    mutating func answer(_ id: String, _ place: Int = 0) throws -> GetCommandInvocation.Output {
      try world.ask(GetCommandInvocation.self, #"{"commandId": "\#(id)", "instanceId": "\#(ids[place])"}"#)
    }
  }

  @Test(arguments: [
    ("exit 3", 3, ""), ("echo a; exit 7; echo b", 7, "a\\n"), ("false_word || exit 0", 0, ""),
    ("echo $(exit 4; echo x) after", 0, "after\\n"),
  ])
  func `exit ends the script with its number`(lines: String, code: Int, output: String) throws {
    var fleet = try Fleet(1)
    let id = try fleet.send(lines).commandId
    fleet.world.wait(.seconds(3))
    let answer = try fleet.answer(id)
    #expect(answer.responseCode == code)
    #expect(answer.status == (code == 0 ? "Success" : "Failed"))
    #expect(answer.standardOutputContent == output.replacing("\\n", with: "\n"))
  }

  @Test(arguments: ["instanceids", "InstanceIds"])
  func `both spellings of the ids of targets reach the machines`(key: String) throws {
    var fleet = try Fleet(1)
    let input = """
      {"documentName": "AWS-RunShellScript", "targets": [{"key": "\(key)", "values": ["\(fleet.ids[0])"]}],
       "parameters": {"commands": ["date"]}}
      """
    let sent = try fleet.world.ask(SendCommand.self, input).command
    #expect(sent.targetCount == 1 && sent.targets.map(\.key) == [key])
    fleet.world.wait(.seconds(3))
    #expect(try fleet.answer(sent.commandId, 0).status == "Success")
  }

  @Test func `a command by targets shows them, and nobody whom it tells`() throws {
    var fleet = try Fleet(2)
    let list = fleet.ids.map { "\"\($0)\"" }.joined(separator: ",")
    let input = """
      {"documentName": "AWS-RunShellScript", "targets": [{"key": "InstanceIds", "values": [\(list)]}],
       "parameters": {"commands": ["date"]}}
      """
    let sent = try fleet.world.ask(SendCommand.self, input).command
    fleet.world.wait(.seconds(3))
    let commands = try fleet.world.ask(ListCommands.self, "{}").commands
    let listed = try #require(commands.first)
    for command in [sent, listed] {
      #expect(command.targets.map(\.key) == ["InstanceIds"] && command.targets.first?.values == fleet.ids)
      #expect(command.instanceIds.isEmpty && command.targetCount == 2)
      #expect(command.notificationConfig.notificationArn?.isEmpty == true)
      #expect(command.notificationConfig.notificationEvents?.isEmpty == true)
      #expect(command.cloudWatchOutputConfig.cloudWatchOutputEnabled == false)
    }
    let named = try fleet.send("date")
    #expect(named.instanceIds == fleet.ids && named.targets.isEmpty)
  }

  @Test func `the usual options are taken and shown`() throws {
    var fleet = try Fleet(1)
    let command = try fleet.send(
      "pwd",
      """
      , "timeoutSeconds": 600, "maxConcurrency": "10%", "maxErrors": "1", "documentVersion": "1", "comment": "why"
      """, parameters: #", "workingDirectory": ["/tmp"], "executionTimeout": ["120"]"#)
    #expect(command.timeoutSeconds == 600 && command.maxConcurrency == "10%" && command.maxErrors == "1")
    #expect(command.expiresAfter == command.requestedDateTime + .seconds(720))
    fleet.world.wait(.seconds(3))
    #expect(try fleet.answer(command.commandId).standardOutputContent == "/tmp\n")
  }

  @Test(arguments: [
    (#", "timeoutSeconds": 29"#, "", "ValidationException"),
    (#", "maxConcurrency": "0""#, "", "ValidationException"),
    (#", "maxErrors": "many""#, "", "ValidationException"),
    (#", "documentVersion": "9""#, "", "InvalidDocumentVersion"),
    ("", #", "colour": ["red"]"#, "InvalidParameters"),
    ("", #", "executionTimeout": ["0"]"#, "InvalidParameters"),
  ])
  func `values that AWS would not take are refused`(more: String, parameters: String, code: String) throws {
    var fleet = try Fleet(1)
    let call = Fleet.call(fleet.ids, "hostname", more, parameters: parameters)
    #expect(try fleet.world.refusal(SendCommand.self, call)?.code == code)
  }

  @Test func `few at a time take longer, and after an error the rest is not asked`() throws {
    var fleet = try Fleet(3)
    let slow = try fleet.send("echo done > /tmp/mark", #", "maxConcurrency": "1""#).commandId
    fleet.world.wait(.seconds(3))
    #expect(try fleet.answer(slow, 0).status == "Success")
    #expect(try fleet.answer(slow, 2).status == "Pending")
    fleet.world.wait(.seconds(4))
    #expect(try fleet.answer(slow, 2).status == "Success")
    let failing = try fleet.send("rm /tmp/mark; exit 1", #", "maxConcurrency": "1""#).commandId
    fleet.world.wait(.seconds(10))
    #expect(try fleet.answer(failing, 0).status == "Failed")
    #expect(try fleet.answer(failing, 1).statusDetails == "Terminated")
    let check = try fleet.send("cat /tmp/mark").commandId
    fleet.world.wait(.seconds(3))
    #expect(try fleet.answer(check, 0).status == "Failed")
    #expect(try fleet.answer(check, 1).standardOutputContent == "done\n")
    let lenient = try fleet.send("exit 1", #", "maxConcurrency": "1", "maxErrors": "1""#).commandId
    fleet.world.wait(.seconds(10))
    #expect(try (0..<3).map { try fleet.answer(lenient, $0).status } == ["Failed", "Failed", "Cancelled"])
  }

  @Test func `a script that takes longer than it may times out`() throws {
    var fleet = try Fleet(1)
    let id = try fleet.send("sleep 300", parameters: #", "executionTimeout": ["60"]"#).commandId
    fleet.world.wait(.seconds(3))
    let answer = try fleet.answer(id)
    #expect(answer.status == "TimedOut" && answer.responseCode == -1)
  }

  @Test func `a command is taken back where it is not done`() throws {
    var fleet = try Fleet(2)
    let id = try fleet.send("hostname", #", "maxConcurrency": "1""#).commandId
    fleet.world.wait(.seconds(3))
    try fleet.world.ask(CancelCommand.self, #"{"commandId": "\#(id)"}"#)
    fleet.world.wait(.seconds(5))
    #expect(try fleet.answer(id, 0).status == "Success")
    let taken = try fleet.answer(id, 1)
    #expect(taken.status == "Cancelled" && taken.standardOutputContent.isEmpty && taken.responseCode == -1)
    #expect(
      try fleet.world.refusal(CancelCommand.self, #"{"commandId": "none"}"#)?.code == "InvalidCommandId")
    #expect(
      try fleet.world.refusal(CancelCommand.self, #"{"commandId": "\#(id)", "instanceIds": ["i-1"]}"#)?.code
        == "InvalidInstanceId")
  }

  @Test func `a client of a cache gets through only as the cache wants it`() throws {
    var fleet = try Fleet(1)
    let group = try #require(fleet.world.ec2.securityGroups.rows.first { $0.name == "default" })
    func host(_ id: String, _ more: String) throws -> String {
      try fleet.world.ask(
        CreateReplicationGroup.self,
        """
        {"replicationGroupId": "\(id)", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro",
         "engine": "valkey", "securityGroupIds": ["\(group.id)"]\(more)}
        """)
      return try #require(fleet.world.elastiCache.replicationGroups["ap-northeast-2/\(id)"]).primaryEndpoint
    }
    let secret = "sixteen-letters-or-more"
    let tls = try host("t", #", "transitEncryptionEnabled": true, "authToken": "\#(secret)""#)
    let plain = try host("p", "")
    fleet.world.wait(.minutes(5))
    func ask(_ words: String) throws -> String {
      let id = try fleet.send("dnf install -y valkey > /dev/null; valkey-cli \(words)").commandId
      fleet.world.wait(.seconds(3))
      let answer = try fleet.answer(id)
      return answer.standardOutputContent + answer.standardErrorContent
    }
    #expect(try ask("-h \(tls) ping").contains("no answer"))
    #expect(try ask("-h \(tls) --tls ping").contains("NOAUTH"))
    #expect(try ask("-h \(tls) --tls -a wrong ping").contains("WRONGPASS"))
    #expect(try ask("-h \(tls) --tls -a \(secret) ping") == "PONG\n")
    #expect(try ask("-h \(plain) get a").contains("connected to"))
    #expect(try ask("-h \(plain) --tls ping").contains("SSL_connect failed"))
  }
}
