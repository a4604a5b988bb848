import CloudAPI
import EventKernel
import Testing

@Suite("values and Codable types")
struct CodingTests {
  struct Tag: Codable, Equatable {
    var key: String
    var value: String
  }

  enum Tenancy: String, Codable {
    case standard = "default"
    case dedicated
  }

  struct Instance: Codable, Equatable {
    var instanceId: String
    var amiLaunchIndex: Int
    var keyName: String?
    var load: Double
    var ebsOptimized: Bool
    var tenancy: Tenancy
    var launchTime: Instant
    var tags: [Tag]
    var names: [String]
    var port: UInt16?
  }

  private let instance = Instance(
    instanceId: "i-1", amiLaunchIndex: 0, keyName: nil, load: 1, ebsOptimized: true, tenancy: .standard,
    launchTime: .epoch, tags: [Tag(key: "Name", value: "web")], names: [], port: 443)

  private let encoded = #"""
    {"instanceId":"i-1","amiLaunchIndex":0,"load":1.0,"ebsOptimized":true,"tenancy":"default","launchTime":"2026-01-05T00:00:00+00:00","tags":[{"key":"Name","value":"web"}],"names":[],"port":443}
    """#

  @Test func `members keep their order, nil is left out, times are ISO 8601`() throws {
    #expect(try ValueEncoder().encode(instance).json(.compact) == encoded)
  }

  @Test func `what was encoded decodes to the same`() throws {
    #expect(try ValueDecoder().decode(Instance.self, from: ValueEncoder().encode(instance)) == instance)
    let many = try ValueEncoder().encode([instance, instance])
    #expect(try ValueDecoder().decode([Instance].self, from: many) == [instance, instance])
    #expect(try ValueDecoder().decode(Value.self, from: many) == many)
  }

  @Test(arguments: [
    ("1767571200", 0), ("1767571200.5", 500_000_000), ("\"2026-01-05\"", 0),
    ("\"2026-01-05T00:00:01Z\"", 1_000_000_000),
    ("\"2026-01-05T09:00:00+09:00\"", 0), ("\"1767571201\"", 1_000_000_000),
  ])
  func `a time reads from ISO 8601 and from seconds`(_ json: String, _ nanoseconds: Int64) throws {
    #expect(try ValueDecoder().decode(Instant.self, from: Value(json: json)).nanoseconds == nanoseconds)
  }

  @Test(arguments: ["1e300", "\"nan\"", "\"notatime\"", "\"inf\"", "true"])
  func `what is no time is refused`(_ json: String) throws {
    let value = try Value(json: json)
    #expect(throws: ValueDecodingError.self) { try ValueDecoder().decode(Instant.self, from: value) }
  }

  @Test(arguments: [
    (
      #"{"Tags": [{"Key": 1}]}"#,
      ValueDecodingError.wrongType(path: "Tags[0].Key", expected: "string", value: "1", type: "int")
    ),
    (#"{"Tags": [{"Key": "a", "Value": "b"}, {"Key": "a"}]}"#, .missing(path: "Tags[1]", member: "value")),
    (#"{"Tags": {}}"#, .wrongType(path: "Tags", expected: "list", value: "{}", type: "dict")),
    (#"{"Tags": ["x"]}"#, .wrongType(path: "Tags[0]", expected: "structure", value: "x", type: "str")),
    ("{}", .missing(path: "", member: "tags")),
    (#"{"Tags": [], "Port": 70000}"#, .invalidValue(path: "Port", value: "70000")),
    (#"{"Tags": [], "Tenancy": "host"}"#, .invalidValue(path: "Tenancy", value: "host")),
  ])
  func `an error carries the path as AWS writes it`(_ json: String, _ expected: ValueDecodingError) throws {
    struct Request: Decodable {
      var tags: [Tag]
      var port: UInt16?
      var tenancy: Tenancy?
    }
    let value = try Value(json: json)
    let error = #expect(throws: ValueDecodingError.self) {
      try ValueDecoder(ignoringCase: true).decode(Request.self, from: value)
    }
    #expect(error == expected)
  }

  @Test func `a member of the same case goes before one of another`() throws {
    let value = try Value(json: #"{"KEY": "a", "key": "b", "Value": "c"}"#)
    let tag = try ValueDecoder(ignoringCase: true).decode(Tag.self, from: value)
    #expect(tag == Tag(key: "b", value: "c"))
    #expect(throws: ValueDecodingError.missing(path: "", member: "value")) {
      try ValueDecoder().decode(Tag.self, from: value)
    }
  }

  @Test func `dictionaries, nested containers and single values go both ways`() throws {
    let value = try ValueEncoder().encode(["a": [Int8(-1): "x"]])
    #expect(try ValueDecoder().decode([String: [Int8: String]].self, from: value) == ["a": [-1: "x"]])
    #expect(try ValueEncoder().encode(UInt64.max) == .number(18_446_744_073_709_551_616))
    let nothing: Int? = nil
    #expect(try ValueEncoder().encode([nothing, 1]) == [.null, .integer(1)])
    #expect(try ValueDecoder().decode([Int?].self, from: [.null, .integer(1)]) == [nil, 1])
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("가용", "6rCA7Jqp"),
  ])
  func `Base64 goes both ways`(_ text: String, _ base64: String) {
    #expect(Base64.encode(text.utf8) == base64)
    #expect(Base64.decode(base64) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_"])
  func `what is no Base64 is refused`(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
