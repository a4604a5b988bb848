import CloudAPI
import Foundation
import ProgramHarness
import Shell
import Testing
import Texts

/// `report` tells of the last run on the screen and as a page, and what it prints as JSON is what docs/report.schema.json says.
@Suite struct ReportTests {
  /// A sandbox with a work folder of its own.
  private func sandbox(_ language: Language = .en, json: Bool = false) throws -> TestSession {
    let test = try TestSession(
      language, home: NSTemporaryDirectory() + "report-\(UUID().uuidString)", json: json)
    _ = try test.run("sandbox start")
    return test
  }

  private func page(_ name: String, of test: TestSession) throws -> String {
    let folder = try #require(test.session.workspace?.folder)
    return String(decoding: try folder.read(name), as: UTF8.self)
  }

  @Test(arguments: Language.allCases)
  func `the last run is told from all sides, with sums that agree`(language: Language) throws {
    let test = try sandbox(language)
    let nothing = try test.run("report")
    #expect(nothing.status == 2 && nothing.text.contains("`run 5m`"))
    _ = try test.run("experiment run zone-loss")
    let (text, status) = try test.run("report")
    #expect(status == 0 && !text.contains("⟦"))
    let headings = ["faults", "timeline", "causes", "classes", "parts", "targets", "databases", "cost"]
    for id in headings { #expect(text.contains(test.session.text("report.heading.\(id)"))) }
    #expect(text.contains("zone-loss"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: Language.allCases)
  func `a page stands alone, is in order, and escapes what learners name`(language: Language) throws {
    let test = try sandbox(language)
    _ = try test.run(
      "aws ec2 create-tags --resources $WEB_1 --tags 'Key=Name,Value=<script>alert(1)</script>'")
    _ = try test.run("experiment run zone-loss")
    let written = try test.run("report --html my.html")
    #expect(written.status == 0 && written.text.contains("my.html"))
    let html = try page("my.html", of: test)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\">"))
    #expect(!html.contains("<script") && html.contains("&lt;script&gt;"))
    // Nothing is fetched: no address of another place stands in it.
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("url("))
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
    #expect(html.matches(of: /<h1>/).count == 1)
    for landmark in ["header", "main", "footer"] {
      #expect(html.components(separatedBy: "<\(landmark)>").count == 2)
    }
    var level = 1
    for heading in html.matches(of: /<h([1-6])>/) {
      let next = try #require(Int(heading.output.1))
      #expect(next <= level + 1)
      level = next
    }
    let drawings = html.components(separatedBy: "role=\"img\">").dropFirst()
    #expect(drawings.count >= 3)
    for drawing in drawings { #expect(drawing.hasPrefix("\n<title>") && drawing.contains("<desc>")) }
    let tables = html.components(separatedBy: "<table>").dropFirst()
    #expect(tables.count >= 7)
    for table in tables { #expect(table.hasPrefix("\n<caption>") && table.contains("scope=\"col\"")) }
    for name in ["figure", "table", "svg", "ul", "li", "p", "th", "td", "div"] {
      let opened = html.matches(of: try Regex("<\(name)[ >]")).count
      #expect(opened == html.components(separatedBy: "</\(name)>").count - 1, "\(name)")
    }
  }

  @Test func `a page takes the place of an older page and of nothing else, inside the work folder`() throws {
    let test = try sandbox()
    _ = try test.run("run 1m")
    #expect(try test.run("report --html a.html").text.contains("is written: a.html"))
    let again = try test.run("report --html a.html")
    #expect(again.status == 0 && again.text.contains("in place of an older one"))
    _ = try test.run("echo '{}' > policy.json")
    let other = try test.run("report --html policy.json")
    #expect(other.status == 3 && other.text.contains("`rm policy.json`"))
    #expect(try page("policy.json", of: test) == "{}\n")
    for name in ["../a.html", "/tmp/a.html", "~/a.html", ".aws/config"] {
      #expect(try test.run("report --html \(name)").status == 3, "\(name)")
    }
    for words in ["--html", "--html a b", "a.html", "--json"] {
      #expect(try test.run("report \(words)").status == 2, "\(words)")
    }
  }

  @Test(arguments: Language.allCases)
  func `a fault that was in force before the run is told of first`(language: Language) throws {
    let test = try sandbox(language)
    let words = language == .ko ? "전부터 계속" : "in force since"
    func told(_ line: String) throws -> Bool {
      let text = try test.run(line).text
      #expect(!text.contains("⟦"))
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words)
    }
    _ = try test.run("fault zone-power 2a 5m --live")
    #expect(try !told("run 10s"))
    for line in ["run 30s", "report", "explain", "plot lost"] { #expect(try told(line), "\(line)") }
    _ = try test.run("report --html my.html")
    #expect(try page("my.html", of: test).contains(words))
    // Once it is over, no run has it.
    _ = try test.run("run 5m")
    #expect(try told("report"))
    #expect(try !told("run 10s"))
  }

  @Test func `scripts read since when a fault was in force`() throws {
    let test = try sandbox(json: true)
    _ = try test.run("fault zone-power 2a 5m --live")
    _ = try test.run("run 10s")
    _ = try test.run("run 30s")
    let text = try String(contentsOfFile: TestSession.root + "/docs/report.schema.json", encoding: .utf8)
    let schema = JSONSchema(root: try Value(json: text))
    for (line, definition) in [("report", "report"), ("explain", "explained")] {
      let answer = try test.run(line).text
      #expect(schema.flaws(of: try Value(json: answer), definition: definition) == [])
      let told = try #require(
        try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any], "\(answer)")
      let standing = try #require(told["standing"] as? [[String: Any]])
      #expect(standing.map { $0["code"] as? String } == ["zone-power"])
      #expect(standing.first?["before"] as? Double == 10 && standing.first?["end"] as? Double == 290)
      #expect((told["faults"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func `what is printed as JSON fits the schema, and the schema refuses what does not`() throws {
    let text = try String(contentsOfFile: TestSession.root + "/docs/report.schema.json", encoding: .utf8)
    let schema = JSONSchema(root: try Value(json: text))
    let test = try sandbox(json: true)
    let lines = [
      ("run 1m", "liveRun"), ("fault zone-power 2a 2m", "measured"),
      ("plot p95", "plotted"), ("plot utilisation web-1", "plotted"),
      ("experiment run zone-loss", "measured"), ("report --html a.html", "report"), ("report", "report"),
      ("explain", "explained"), ("explain slow", "explained"), ("map", "map"), ("top", "status"),
      ("cost", "cost"), ("cost --by resource", "cost"), ("cost --by tag Name", "cost"),
      ("cost --by hour", "cost"), ("traffic show", "traffic"), ("traffic set retries 2", "traffic"),
      ("survey --minutes 2", "survey"),
    ]
    for (line, definition) in lines {
      let answer = try test.run(line)
      let value = try Value(json: answer.text)
      #expect(schema.flaws(of: value, definition: definition) == [], "\(line)")
      #expect(schema.flaws(of: value) == [], "\(line)")
      guard case .object(let object) = value else {
        Issue.record("\(line) prints no object")
        continue
      }
      let more = Value.object(ValueObject(object.members + [(key: "more", value: .null)]))
      #expect(!schema.flaws(of: more, definition: definition).isEmpty)
      let less = Value.object(ValueObject(Array(object.members.dropFirst())))
      #expect(!schema.flaws(of: less, definition: definition).isEmpty)
    }
  }

  @Test func `the verdict of a check fits the schema, and report tells its worst run`() throws {
    let home = NSTemporaryDirectory() + "verdict-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(atPath: home) } catch { print("\(home): \(error)") } }
    let content = try ContentCopy(in: home)
    try content.shortenLab()
    let text = try String(contentsOfFile: TestSession.root + "/docs/report.schema.json", encoding: .utf8)
    let schema = JSONSchema(root: try Value(json: text))
    let test = try TestSession(data: content.root, json: true)
    _ = try test.run("lab start az-outage")
    let verdict = try Value(json: try test.run("check").text)
    #expect(schema.flaws(of: verdict, definition: "verdict") == [])
    let report = try Value(json: try test.run("report").text)
    #expect(schema.flaws(of: report, definition: "report") == [])
    guard case .object(let members) = report else {
      Issue.record("report prints no object")
      return
    }
    #expect(members["verdict"] == verdict && members["live"] == .bool(false))
    // What was chosen for teaching is named by each check that rests on it.
    guard case .object(let judged) = verdict, case .array(let checks)? = judged["checks"] else {
      Issue.record("check prints no checks")
      return
    }
    let values = checks.map { check -> [Value] in
      guard case .object(let item) = check, case .array(let values)? = item["teaching"] else { return [] }
      return values
    }
    #expect(values.contains([.string("month")]) && values.contains([.string("network")]))
    #expect(values.contains { $0.contains(.string("instance-boot")) })
  }
}
