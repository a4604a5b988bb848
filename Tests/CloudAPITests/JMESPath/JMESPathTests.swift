import CloudAPI
import Foundation
import Testing

@Suite("JMESPath")
struct JMESPathTests {
  @Test func `the recorded cases are there`() throws {
    #expect(ValueRoot.cases("searches").count > 100)
    #expect(ValueRoot.cases("errors").count > 100)
  }

  @Test(arguments: ValueRoot.cases("searches"))
  func `a search answers what the AWS CLI's library answers`(_ recorded: RecordedCase) throws {
    let expression = try #require(recorded["expression"]?.text)
    let data = try #require(try ValueRoot.recorded()["data"])
    let result = try JMESPath(expression).search(data)
    #expect(result.json() == recorded["result"]?.json(), "\(expression)")
  }

  @Test(arguments: ValueRoot.cases("errors"))
  func `an error is worded as the AWS CLI words it`(_ recorded: RecordedCase) throws {
    let expression = try #require(recorded["expression"]?.text)
    let data = try #require(try ValueRoot.recorded()["data"])
    let error = #expect(throws: JMESPathError.self) { try JMESPath(expression).search(data) }
    #expect(error?.message == recorded["message"]?.text)
  }

  @Test func `a syntax error names the option and its value`() throws {
    let error = #expect(throws: JMESPathError.self) { try JMESPath("Reservations[*") }
    #expect(
      error?.message(forQuery: "Reservations[*")
        == "Bad value for --query Reservations[*: Invalid jmespath expression: Incomplete expression:\n"
        + "\"Reservations[*\"\n               ^")
    let unknown = #expect(throws: JMESPathError.self) { try JMESPath("foo()").search(.null) }
    #expect(unknown?.message(forQuery: "foo()") == "Unknown function: foo()")
    let empty = #expect(throws: JMESPathError.self) { try JMESPath("") }
    #expect(empty == .emptyExpression)
  }

  @Test(arguments: [
    ("a.b", #"{"a": {"b": 1}}"#, "1"), ("a", "[1]", "null"), ("\"a b\"", #"{"a b": 2}"#, "2"),
    ("a[1]", #"{"a": [1, 2]}"#, "2"), ("[-1]", "[1, 2]", "2"), ("[9]", "[1]", "null"),
    ("[::2]", "[1, 2, 3]", "[1,3]"),
    ("[2:0:-1]", "[1, 2, 3]", "[3,2]"), ("[-9:9]", "[1, 2]", "[1,2]"), ("[9:]", "[1]", "[]"),
    ("[99999999999999999999]", "[1]", "null"), ("[::99999999999999999999]", "[1, 2]", "[1]"),
    ("[::-99999999999999999999]", "[1, 2]", "[2]"),
    ("a[*].b", #"{"a": [{"b": 1}, {"c": 2}, {"b": 3}]}"#, "[1,3]"),
    ("a.*.b", #"{"a": {"x": {"b": 1}, "y": {"b": 2}}}"#, "[1,2]"),
    ("[]", "[[1], [2, [3]], 4]", "[1,2,[3],4]"),
    ("a[].b[].c", #"{"a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": [{"c": 3}]}]}"#, "[1,2,3]"),
    ("[?a > `1`].a", #"[{"a": 1}, {"a": 2}, {"a": "3"}]"#, "[2]"),
    ("[?a == 'x' || b].c", #"[{"a":"x","c":1},{"b":[],"c":2}]"#, "[1]"),
    ("[?@ != null]", "[1, null]", "[1]"), ("[?!a]", #"[{"a": 0}, {"a": ""}]"#, #"[{"a":""}]"#),
    ("[a, b]", #"{"a": 1}"#, "[1,null]"), ("{x: a, \"y\": b}", #"{"a": 1}"#, #"{"x":1,"y":null}"#),
    ("[a]", "null", "null"),
    ("a || b && c", #"{"a": [], "b": 1, "c": 2}"#, "2"), ("a | b", #"{"a": {"b": 1}}"#, "1"),
    ("[*].a | [0]", #"[{"a": 1}]"#, "1"),
    ("`[1, \"a\"]`", "null", #"[1,"a"]"#), ("'it\\'s'", "null", #""it's""#), ("`\"\\`\"`", "null", #""`""#),
    ("'\\\\'", "null", #""\\\\""#),
    ("`1` == `1.0`", "null", "true"), ("`true` == `1`", "null", "false"), ("'a' < 'b'", "null", "true"),
    ("'a' < `1`", "null", "null"),
    ("a <= b", #"{"a": 1, "b": 1.0}"#, "true"), ("a >= b", #"{"a": null, "b": 1}"#, "null"),
    ("abs(`-1`)", "null", "1"), ("abs(`-9223372036854775808`)", "null", "9.223372036854776e+18"),
    ("avg(`[1, 2]`)", "null", "1.5"),
    ("avg(`[2, 2]`)", "null", "2.0"), ("ceil(`1.2`)", "null", "2"), ("floor(`-1.2`)", "null", "-2"),
    ("ceil(`1e300`)", "null", "1e+300"),
    ("sum(`[9223372036854775807, 1]`)", "null", "9.223372036854776e+18"),
    ("contains('abab', 'bab')", "null", "true"),
    ("contains('aab', 'ab')", "null", "true"), ("contains('a', '')", "null", "true"),
    ("contains('a', `1`)", "null", "false"),
    ("length('가\\u0301')", "null", "7"), ("reverse('abc')", "null", #""cba""#),
    ("sort(['b', 'a', 'B'])", "{}", #"["B","a","b"]"#),
    ("sort_by(@, &[0])[*][1]", "[[1, \"a\"], [0, \"b\"], [1, \"c\"]]", #"["b","a","c"]"#),
    ("max_by(@, &a).b", #"[{"a":1,"b":1},{"a":1,"b":2}]"#, "1"),
    ("min_by(@, &a).b", #"[{"a":1,"b":1},{"a":1,"b":2}]"#, "1"), ("max_by(@, &a)", "[]", "null"),
    ("map(&a, @)", #"[{"a":1},{}]"#, "[1,null]"),
    ("merge(@, {b: `2`})", #"{"a":1,"b":1}"#, #"{"a":1,"b":2}"#),
    ("not_null(a, b)", #"{"b": false}"#, "false"),
    ("to_number('1e3')", "null", "1000.0"), ("to_number('0x1')", "null", "null"),
    ("to_number('inf')", "null", "null"),
    ("to_string(`{\"a\": [1.0]}`)", "null", #""{\"a\":[1.0]}""#), ("to_array(`1`)", "null", "[1]"),
    ("join('-', `[]`)", "null", #""""#),
    ("keys(@)", #"{"b":1,"a":2}"#, #"["b","a"]"#), ("type(`1`)", "null", #""number""#),
    ("values(@)", #"{"b":1,"a":2}"#, "[1,2]"),
  ])
  func `an expression gives its result`(_ expression: String, _ data: String, _ result: String) throws {
    #expect(try JMESPath(expression).search(Value(json: data)).json(.compact) == result)
  }

  @Test(arguments: [
    ("", "("), ("", "["), ("", "!"), ("", "a[?"), ("", "abs("), ("", "{a:"), ("a", "[*]"), ("a", ".*"),
    ("a", "==a"),
    ("@", "|[@]"), ("@", "|to_array(@)"), ("", "aaaaaaaaaaaaaaaa"),
  ])
  func `an expression beyond the bounds is an error`(_ start: String, _ link: String) {
    #expect(throws: JMESPathError.self) { try JMESPath(start + String(repeating: link, count: 5_000)) }
    #expect(throws: JMESPathError.self) { try JMESPath(start + String(repeating: link, count: 5_000) + "a") }
  }

  @Test func `a literal that is nested too deep is an error`() {
    let literal = "`" + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "`"
    let error = #expect(throws: JMESPathError.self) { try JMESPath(literal) }
    #expect(error == .tooDeep(limit: JMESPath.maximumNesting))
  }

  @Test func `long flat expressions are taken`() throws {
    for link in [".a", "[0]", "|a", "||a", "&&a", "[]"] {
      let expression = "a" + String(repeating: link, count: 9_000)
      #expect(throws: Never.self) { try JMESPath(expression).search(.null) }
    }
  }

  @Test(arguments: [
    ("|[@,@]", ""), ("|[@,@][]", ""), ("|join('',[@,@])", ""), ("|[@,@]", "|[@,@]|@==@"),
    ("|[@,@]", "|to_string(@)"),
    ("|[@,@]", "|abs(@)"), ("|[@,@]", "|contains(@, @)"), ("|[@,@]", "|sort_by(@, &@)"),
    ("|[@,@]", "|max(@)"),
    ("|reverse(join('',[@,@]))", ""),
  ])
  func `work that doubles at each step is stopped`(_ link: String, _ end: String) throws {
    let expression = "'ab'" + String(repeating: link, count: 40) + end
    let query = try JMESPath(expression)
    let error = #expect(throws: JMESPathError.self) { try query.search("x", steps: 20_000) }
    #expect(error == .tooManySteps(limit: 20_000))
  }

  @Test func `twenty thousand broken expressions crash nothing`() throws {
    var noise = SeededNoise(seed: 0x5EED_0002)
    let pieces = [
      "a", "b", ".", "*", "[", "]", "[]", "[?", "[*]", "(", ")", "{", "}", ",", ":", "@", "|", "||", "&&",
      "&", "!", "==", "<", ">=",
      "`1`", "`{\"a\":[1,2]}`", "'s'", "\"q\"", "1", "-1", "0", "length(", "sort_by(@,&a)", "to_string(@)",
      "keys(@)", "map(&@,@)", " ",
      "\\", "`", "'", "가", "[0]", "[::-1]", "merge(", "max(", "sum(@)", "not_null(",
    ]
    let data = try Value(json: #"{"a": [1, {"a": [2, {"b": "x"}]}, []], "b": {"a": "y", "b": null}}"#)
    var answers = 0
    for _ in 0..<20_000 {
      let expression = (0..<1 + noise.below(9)).map { _ in noise.element(pieces) }.joined()
      do {
        let result = try JMESPath(expression).search(data, steps: 10_000)
        #expect(
          try Value(json: result.json(), limits: Value.JSONLimits(depth: 256)) == result, "\(expression)")
        answers += 1
      } catch let error as JMESPathError {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(answers > 500)
  }
}
