import Cloud
import EventKernel
import Testing

/// Secrets, versions, tags and filters of Parameter Store, and the documents of commands.
struct ParameterStoreTests {
  @Test func `a secret shows its value only when it is decrypted`() throws {
    var world = try TestWorld.make()
    try world.ask(PutParameter.self, #"{"name": "/shop/key", "value": "hush", "type": "SecureString"}"#)
    let closed = try world.ask(GetParameter.self, #"{"name": "/shop/key"}"#).parameter
    #expect(closed.value.hasPrefix("AQICAH"))
    #expect(
      try world.ask(GetParameter.self, #"{"name": "/shop/key", "withDecryption": true}"#).parameter.value
        == "hush")
    #expect(
      try world.ask(GetParametersByPath.self, #"{"path": "/shop", "withDecryption": true}"#).parameters.map(
        \.value) == ["hush"])
    #expect(try world.ask(DescribeParameters.self, "{}").parameters.map(\.keyId) == ["alias/aws/ssm"])
    #expect(
      refusedCode {
        try world.ask(
          PutParameter.self, #"{"name": "/a", "value": "b", "type": "String", "keyId": "alias/aws/ssm"}"#)
      } == "ValidationException")
  }

  @Test func `earlier versions stay readable until the name is forgotten`() throws {
    var world = try TestWorld.make()
    for value in ["a", "b", "c"] {
      try world.ask(
        PutParameter.self, #"{"name": "/v", "value": "\#(value)", "type": "String", "overwrite": true}"#)
    }
    let history = try world.ask(GetParameterHistory.self, #"{"name": "/v"}"#).parameters
    #expect(history.map(\.value) == ["a", "b", "c"])
    #expect(history.map(\.version) == [1, 2, 3])
    let second = try world.ask(GetParameter.self, #"{"name": "/v:2"}"#).parameter
    #expect(second.value == "b" && second.selector == ":2")
    #expect(try world.ask(GetParameter.self, #"{"name": "/v"}"#).parameter.selector == nil)
    let some = try world.ask(GetParameters.self, #"{"names": ["/v:1", "/v:9"]}"#)
    #expect(some.parameters.map(\.value) == ["a"] && some.invalidParameters == ["/v:9"])
    #expect(some.parameters.map(\.selector) == [":1"])
    #expect(
      refusedCode { try world.ask(GetParameter.self, #"{"name": "/v:9"}"#) } == "ParameterVersionNotFound")
    let gone = try world.ask(DeleteParameters.self, #"{"names": ["/v", "/w"]}"#)
    #expect(gone.deletedParameters == ["/v"])
    #expect(gone.invalidParameters == ["/w"])
    #expect(
      refusedCode { try world.ask(GetParameterHistory.self, #"{"name": "/v"}"#) } == "ParameterNotFound")
  }

  @Test(
    arguments: [
      (#"^\\d{1,4}$"#, "2024", true), (#"^\\d{1,4}$"#, "20245", false), ("[a-z]+-[^x]*", "ab-cd", true),
      ("[a-z]+-[^x]*", "ab-xd", false), ("a?b.", "bz", true), ("abc", "abcd", false),
    ])
  func `values fit the pattern of their parameter`(pattern: String, value: String, fits: Bool) throws {
    var world = try TestWorld.make()
    let code = refusedCode {
      try world.ask(
        PutParameter.self,
        #"{"name": "/p", "value": "\#(value)", "type": "String", "allowedPattern": "\#(pattern)"}"#)
    }
    #expect(code == (fits ? nil : "ParameterPatternMismatchException"))
  }

  @Test func `parameters are found by filters and by the tags that they carry`() throws {
    var world = try TestWorld.make()
    try world.ask(
      PutParameter.self,
      #"{"name": "/shop/a/x", "value": "1", "type": "String", "tags": [{"key": "stage", "value": "test"}]}"#)
    try world.ask(PutParameter.self, #"{"name": "/other", "value": "1", "type": "SecureString"}"#)
    func found(_ filter: String) throws -> [String] {
      try world.ask(DescribeParameters.self, #"{"parameterFilters": [\#(filter)]}"#).parameters.map(\.name)
    }
    #expect(try found(#"{"key": "Type", "values": ["SecureString"]}"#) == ["/other"])
    #expect(try found(#"{"key": "Name", "option": "Contains", "values": ["shop"]}"#) == ["/shop/a/x"])
    #expect(try found(#"{"key": "Path", "option": "Recursive", "values": ["/shop"]}"#) == ["/shop/a/x"])
    #expect(try found(#"{"key": "Path", "values": ["/shop"]}"#) == [])
    #expect(try found(#"{"key": "tag:stage", "values": ["test"]}"#) == ["/shop/a/x"])
    #expect(refusedCode { _ = try found(#"{"key": "Colour", "values": ["x"]}"#) } == "ValidationException")
    try world.ask(
      RemoveTagsFromParameter.self,
      #"{"resourceType": "Parameter", "resourceId": "/shop/a/x", "tagKeys": ["stage"]}"#)
    try world.ask(
      AddTagsToParameter.self,
      #"{"resourceType": "Parameter", "resourceId": "/shop/a/x", "tags": [{"key": "b", "value": "c"}]}"#)
    let tags = try world.ask(
      ListTagsOfParameter.self, #"{"resourceType": "Parameter", "resourceId": "/shop/a/x"}"#)
    #expect(tags.tagList.map(\.key) == ["b"])
    #expect(
      refusedCode {
        try world.ask(ListTagsOfParameter.self, #"{"resourceType": "Parameter", "resourceId": "/none"}"#)
      } == "InvalidResourceId")
  }

  @Test func `documents that only AWS has are refused by name`() throws {
    var world = try TestWorld.make()
    let send = { (name: String) in #"{"documentName": "\#(name)", "instanceIds": ["i-0123456789abcdef0"]}"# }
    #expect(
      refusedCode { try world.ask(SendCommand.self, send("AWS-UpdateSSMAgent")) } == "InvalidInstanceId")
    for name in ["AWS-RunPatchBaseline", "AWS-ApplyPatchBaseline", "AmazonCloudWatch-ManageAgent"] {
      #expect(refusedCode { try world.ask(SendCommand.self, send(name)) } == "NotModelled")
    }
    #expect(refusedCode { try world.ask(SendCommand.self, send("Mine")) } == "InvalidDocument")
    let named = try world.ask(ListDocuments.self, #"{"filters": [{"key": "Name", "values": ["AWS-Run"]}]}"#)
    #expect(
      named.documentIdentifiers.map(\.name) == ["AWS-RunShellScript", "AWS-RunPowerShellScript"])
  }
}
