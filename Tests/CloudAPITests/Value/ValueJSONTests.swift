import CloudAPI
import Foundation
import Testing

@Suite("JSON")
struct ValueJSONTests {
  @Test(arguments: [
    ("null", "null"), (" true ", "true"), ("[]", "[]"), ("{}", "{}"), ("-0", "0"), ("-0.0", "-0.0"),
    ("1.0", "1.0"),
    ("1e2", "100.0"), ("1E-7", "1e-07"), ("0.1", "0.1"), ("1e16", "1e+16"),
    ("123456789012345.0", "123456789012345.0"),
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9.223372036854776e+18"),
    ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"), ("0.0001", "0.0001"),
    ("0.00001234", "1.234e-05"), (#""\u00e9\uac00\ud83d\ude42\/""#, #""é가🙂/""#),
    (#""\u0000\u001f""#, #""\u0000\u001f""#),
    (#"{"b":1,"a":2,"b":3}"#, #"{"b":3,"a":2}"#), ("[1,[2,{\"x\":[]}]]", "[1,[2,{\"x\":[]}]]"),
  ])
  func `a text reads and prints`(_ text: String, _ printed: String) throws {
    #expect(try Value(json: text).json(.compact) == printed)
  }

  @Test(arguments: [
    ("", "Expecting value: line 1 column 1 (char 0)"), ("nul", "Expecting value: line 1 column 1 (char 0)"),
    ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
    ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
    ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
    ("{a:1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ("{\"a\":1,}", "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"),
    ("{\n \"가\": x}", "Expecting value: line 2 column 7 (char 8)"),
    ("1 2", "Extra data: line 1 column 3 (char 2)"),
    ("01", "Extra data: line 1 column 2 (char 1)"), ("1.", "Extra data: line 1 column 2 (char 1)"),
    ("-", "Expecting value: line 1 column 1 (char 0)"),
    ("\"ab", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("\"a\nb\"", "Invalid control character at: line 1 column 3 (char 2)"),
    ("\"a\\x\"", "Invalid \\escape: line 1 column 3 (char 2)"),
    ("\"\\ud83d\"", "Unpaired surrogate: line 1 column 2 (char 1)"),
    ("\"\\udc00\"", "Unpaired surrogate: line 1 column 2 (char 1)"),
    ("1e999", "Number out of range: line 1 column 1 (char 0)"),
    ("NaN", "Expecting value: line 1 column 1 (char 0)"),
    ("\u{FEFF}1", "Expecting value: line 1 column 1 (char 0)"),
    ("\"\\", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("[1", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
  ])
  func `a fault is named with its place`(_ text: String, _ message: String) throws {
    let error = #expect(throws: ValueJSONError.self) { try Value(json: text) }
    #expect(error?.message == message)
  }

  @Test func `depth and size are bounded`() throws {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try Value(json: deep).json(.compact) == deep)
    #expect(throws: ValueJSONError.self) { try Value(json: "[\(deep)]") }
    #expect(throws: ValueJSONError.self) { try Value(json: String(repeating: "[{\"a\":", count: 1_000_000)) }
    let error = #expect(throws: ValueJSONError.self) {
      try Value(json: "[1, 2, 3]", limits: Value.JSONLimits(bytes: 8))
    }
    #expect(error?.reason == .tooLarge(limit: 8))
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xEA, 0xB0, 0x22],
  ])
  func `bytes that are no UTF-8 are refused`(_ bytes: [UInt8]) {
    let error = #expect(throws: ValueJSONError.self) { try Value(json: bytes) }
    #expect(error?.reason == .invalidUTF8)
  }

  @Test func `pretty printing is that of the AWS CLI`() throws {
    let value = try Value(json: #"{"가":[1,{"a":[],"b":{}}],"t":"\u007f\u0001\t"}"#)
    #expect(
      value.json()
        == "{\n    \"가\": [\n        1,\n        {\n            \"a\": [],\n            \"b\": {}\n        }\n    ],\n"
        + "    \"t\": \"\u{7F}\\u0001\\t\"\n}")
    #expect(value.json(.python) == #"{"\uac00": [1, {"a": [], "b": {}}], "t": "\u007f\u0001\t"}"#)
    #expect(value.json(.pythonCompact) == #"{"\uac00":[1,{"a":[],"b":{}}],"t":"\u007f\u0001\t"}"#)
  }

  @Test func `keys are told apart by bytes and large objects stay quick`() throws {
    let value = try Value(json: "{\"\\u00e9\": 1, \"e\\u0301\": 2}")
    #expect(value.object?.members.count == 2)
    #expect(value["\u{E9}"] == .integer(1))
    var object = ValueObject()
    for number in 0..<50_000 { object["k\(number)"] = .integer(Int64(number)) }
    object["k7"] = nil
    #expect(object["k49999"] == .integer(49_999))
    #expect(object["k7"] == nil)
    #expect(object.keys.prefix(9).last == "k9")
  }

  @Test func `twenty thousand broken texts crash nothing and what reads prints and reads again`() throws {
    var noise = SeededNoise(seed: 0x5EED_0001)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "\\u12", "\\ud83d", "1", "-", "1.5e3", "e", "true",
      "nul", "null",
      " ", "\n", "가", "\u{0}", "\"k\":", "[1,", "{\"x\":1}", "0", ".",
    ]
    for _ in 0..<20_000 {
      var bytes = (0..<noise.below(14)).flatMap { _ in Array(noise.element(pieces).utf8) }
      if noise.below(4) == 0, !bytes.isEmpty { bytes[noise.below(bytes.count)] = UInt8(noise.below(256)) }
      guard let value = parsed(bytes) else { continue }
      #expect(parsed(Array(value.json().utf8)) == value)
      #expect(parsed(Array(value.json(.python).utf8)) == value)
    }
  }

  private func parsed(_ bytes: [UInt8]) -> Value? {
    do {
      return try Value(json: bytes)
    } catch {
      return nil
    }
  }
}
