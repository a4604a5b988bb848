import Foundation
import ProgramHarness
import Testing

/// `skydrill lab check` of a lab that is not the program's own: an instructor's folder.
@Suite struct LabCheckTests {
  /// Gives a folder with a copy of the content whose lab has few requests.
  private func withLab(_ body: (_ home: String, _ content: ContentCopy) throws -> Void) throws {
    try BuiltProgram.withHome { home in
      let content = try ContentCopy(in: home)
      try content.replace("labs/az-outage/lab.yaml", "rate: 88", "rate: 1")
      try content.replace("labs/az-outage/lab.yaml", "weathers: 5", "weathers: 1")
      try body(home, content)
    }
  }

  @Test(arguments: ["labs/az-outage", "./labs/az-outage/", "lessons/../labs/az-outage"])
  func `a lab is named by the path of its folder`(path: String) throws {
    try withLab { home, content in
      let own = try BuiltProgram.run(
        ["lab", "check", path, "--output", "json"], home: home, folder: content.root)
      #expect(own.status == 1)
      let verdict = try #require(
        try JSONSerialization.jsonObject(with: Data(own.text.utf8)) as? [String: Any])
      #expect(verdict["lab"] as? String == "az-outage")
      #expect(verdict["passed"] as? Bool == false)
      // It is the folder's lab and not the program's of the same id.
      let version = try #require(verdict["version"] as? String)
      let file = try String(contentsOfFile: BuiltProgram.root + "/labs/az-outage/proof.tsv", encoding: .utf8)
      #expect(!file.contains(version))
    }
  }

  @Test(arguments: [
    ("kind: design", "kind: [design", "labs/az-outage/lab.yaml:3"),
    ("rate: 1", "rate: many", "labs/az-outage/lab.yaml:24"),
  ])
  func `a broken lab is told with its place`(right: String, wrong: String, place: String) throws {
    try withLab { home, content in
      try content.replace("labs/az-outage/lab.yaml", right, wrong)
      let answer = try BuiltProgram.run(["lab", "check", content.root + "/labs/az-outage"], home: home)
      #expect(answer.status == 3)
      #expect(answer.text.contains(place), "\(answer.text)")
    }
  }

  @Test func `commands whose lines end as on Windows are lines`() throws {
    try withLab { home, content in
      try Data("# a comment\r\naws ec2 describe-vpcs\r\naws ec2 nonsense\r\n".utf8)
        .write(to: URL(fileURLWithPath: home + "/commands.sky"))
      let answer = try BuiltProgram.run(
        ["lab", "check", content.root + "/labs/az-outage", "--commands", "commands.sky"], home: home,
        folder: home)
      #expect(answer.status == 3)
      #expect(answer.text.contains("commands.sky:3"), "\(answer.text)")
    }
  }

  @Test(arguments: [
    ("aws lambda list-functions\n", "lambda"), ("echo 'open\n", "quote"), ("make coffee\n", "make"),
  ])
  func `a line that cannot be done is told in a sentence`(line: String, named: String) throws {
    try withLab { home, content in
      try Data(line.utf8).write(to: URL(fileURLWithPath: home + "/commands.sky"))
      let answer = try BuiltProgram.run(
        ["--lang", "en", "lab", "check", content.root + "/labs/az-outage", "--commands", "commands.sky"],
        home: home, folder: home)
      #expect(answer.status == 3)
      #expect(answer.text.contains(named) && !answer.text.contains("(\""), "\(answer.text)")
    }
  }

  @Test func `a set-up or commands that fail are told with their line`() throws {
    try withLab { home, content in
      let path = content.root + "/labs/az-outage"
      try Data("aws ec2 describe-vpcs\naws ec2 nonsense\n".utf8)
        .write(to: URL(fileURLWithPath: home + "/commands.sky"))
      let commands = try BuiltProgram.run(
        ["lab", "check", path, "--commands", "commands.sky"], home: home, folder: home)
      #expect(commands.status == 3)
      #expect(commands.text.contains("commands.sky") && commands.text.contains("2"))
      try content.write("labs/az-outage/setup.sky", Data("aws ec2 nonsense\n".utf8))
      let broken = try BuiltProgram.run(["lab", "check", path], home: home)
      #expect(broken.status == 3)
      #expect(broken.text.contains("setup.sky"), "\(broken.text)")
    }
  }

  @Test(arguments: ["/", "./az-outage", "labs/nothing", "labs/az-outage/brief.en.md", "../labs/AZ"])
  func `a path that is no lab's folder is refused`(path: String) throws {
    try withLab { home, content in
      let answer = try BuiltProgram.run(["lab", "check", path], home: home, folder: content.root)
      #expect(answer.status == 2)
      #expect(answer.text.contains("There is no lab"), "\(answer.text)")
    }
  }
}
