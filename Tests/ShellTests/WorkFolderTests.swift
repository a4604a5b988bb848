import Foundation
import Shell
import Terminal
import Testing
import Texts

/// What lines do with the files of the work folder, and that they reach nothing outside it.
@Suite struct WorkFolderTests {
  private static func sandbox(_ language: Language = .en) throws -> TestSession {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "home-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    return test
  }

  @Test func `files and folders are made, listed and deleted`() throws {
    let test = try Self.sandbox()
    for line in [
      "mkdir site", "mkdir -p site/css site", "echo hello > site/index.html", "echo x > site/css/a.css",
      "echo y > b.txt && echo z > .hidden",
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 0 && answer.text.isEmpty, "\(line): \(answer.text)")
    }
    for (line, text) in [
      ("ls", "b.txt\nsite\n"), ("ls site", "css\nindex.html\n"),
      ("ls site/index.html b.txt", "site/index.html\nb.txt\n"),
      ("ls b.txt site", "b.txt\n\nsite:\ncss\nindex.html\n"), ("ls -A | wc -l", "3\n"),
      ("ls -a", ".\n..\n.hidden\nb.txt\nsite\n"),
      ("ls -l site | awk '{print $5, $9}' | tail -1", "6 index.html\n"),
      ("ls -l b.txt | cut -c1-10", "-rw-r--r--\n"),
      ("for f in $(ls site); do echo \"<$f>\"; done", "<css>\n<index.html>\n"),
      ("rm b.txt .hidden; ls", "site\n"), ("rm -f b.txt; echo $?", "0\n"), ("rm -rf site nothing && ls", ""),
    ] {
      #expect(try test.run(line).text == text, "\(line)")
    }
    let path = try #require(test.session.workspace?.folder.path)
    #expect(try test.run("pwd").text == path + "\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test(
    arguments: [
      ("ls nothing", 2, "ls: cannot access 'nothing': No such file or directory"),
      ("rm nothing", 1, "rm: cannot remove 'nothing': No such file or directory"),
      ("rm *.log", 1, "`*` and `?` stand for themselves here"), ("rm -rf *", 1, "stand for themselves here"),
      ("rm site", 1, "rm: cannot remove 'site': Is a directory"),
      ("rm -rf .", 1, "rm: refusing to remove '.' or '..' directory"),
      ("rm -r site/..", 1, "refusing to remove"),
      ("rm -rf ./", 1, "refusing to remove"),
      ("rm -rf /", 1, "Permission denied"), ("rm -r ../work", 1, "Permission denied"),
      ("rm -rf ~/x", 1, "Permission denied"), ("rm", 1, "missing operand"),
      ("mkdir site", 1, "mkdir: cannot create directory 'site': File exists"),
      ("mkdir a/b", 1, "mkdir: cannot create directory 'a/b': No such file or directory"),
      ("mkdir -p site/f/g", 1, "Not a directory"), ("mkdir /tmp/x", 1, "Permission denied"),
      ("mkdir -m 700 x", 1, "known here: [-p] FOLDER"), ("ls ..", 2, "only the work folder"),
      ("ls -R", 2, "known here: [-l]"),
      ("ls /", 2, "Permission denied"), ("pwd x", 1, "known here"),
    ] as [(String, Int32, String)])
  func `what cannot be done is told as those programs tell it`(line: String, status: Int32, text: String)
    throws
  {
    let test = try Self.sandbox()
    _ = try test.run("mkdir site; echo x > site/f")
    let answer = try test.run(line)
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.text.replacing("\n", with: " ").contains(text), "\(answer.text)")
    #expect(try test.run("ls site").text == "f\n")
  }

  @Test func `a link is neither followed nor listed`() throws {
    let test = try Self.sandbox()
    let path = try #require(test.session.workspace?.folder.path)
    let outside = NSTemporaryDirectory() + "outside-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("kept".utf8).write(to: URL(fileURLWithPath: outside + "/kept"))
    defer {
      do { try FileManager.default.removeItem(atPath: outside) } catch { Issue.record(error) }
    }
    _ = try test.run("mkdir site")
    try FileManager.default.createSymbolicLink(atPath: path + "/site/out", withDestinationPath: outside)
    #expect(try test.run("ls site").text.isEmpty)
    for line in ["ls site/out", "rm site/out/kept", "rm -r site/out", "mkdir site/out/x"] {
      #expect(try test.run(line).text.contains("Permission denied"), "\(line)")
    }
    #expect(try test.run("rm -r site").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["kept"])
  }

  @Test(arguments: Language.allCases)
  func `where files lie is told, with what does it here`(language: Language) throws {
    let test = try Self.sandbox(language)
    for (line, named) in [
      ("cd site", ["`ls`", "`pwd`"]), ("tree", ["`ls`"]), ("touch a", ["`cp ", "`rm "]),
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 2)
      for name in named { #expect(answer.text.contains(name), "\(answer.text)") }
    }
    let without = try TestSession(language)
    _ = try without.run("sandbox start")
    let answer = try without.run("ls")
    #expect(answer.status == 2 && !answer.text.contains("⟦"), "\(answer.text)")
  }

  @Test(arguments: Language.allCases)
  func `a place outside the folder, and an input that does not come, are told`(language: Language) throws {
    let test = try Self.sandbox(language)
    _ = try test.run("aws s3 mb s3://told-4711; echo x > index.html; aws s3 cp index.html s3://told-4711/")
    for (line, named) in [
      (
        "aws s3 cp s3://told-4711/index.html /tmp/x.html",
        ["[Errno 13] Permission denied: '/tmp/x.html'", "`x.html`"]
      ),
      ("aws s3 cp s3://told-4711/index.html ../y.html", ["`y.html`"]),
      ("aws s3 cp - s3://told-4711/k", ["`<<EOF`", "`echo text |"]),
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 1, "\(answer.text)")
      for name in named { #expect(answer.text.contains(name), "\(answer.text)") }
    }
    #expect(try test.run("aws s3 cp s3://told-4711/index.html x.html").status == 0)
  }

  @Test func `the journal as a script goes into a file`() throws {
    let test = try Self.sandbox()
    _ = try test.run("aws ec2 create-vpc --cidr-block 10.9.0.0/16")
    let script = try test.run("export bash").text
    #expect(try test.run("export bash > out.sh").text.isEmpty)
    #expect(try test.run("cat out.sh").text == script && script.contains("10.9.0.0/16"))
    #expect(try test.run("export bash > ../out.sh").status == 3)
    #expect(try test.run("export A=1 > out.sh").status == 2)
  }

  @Test func `files are copied and moved`() throws {
    let test = try Self.sandbox()
    _ = try test.run("mkdir site; echo a > a; echo b > b")
    for (line, text) in [
      ("cp a c && cat c a", "a\na\n"), ("mv c site && ls site && ls", "c\na\nb\nsite\n"),
      ("mv -f b site/c && cat site/c; ls", "b\na\nsite\n"), ("cp a site/; ls site", "a\nc\n"),
      ("sed s/a/x/ a > tmp && mv tmp a; cat a", "x\n"),
      ("mv a A && cat A && mv A a", "x\n"),
    ] {
      #expect(try test.run(line).text == text, "\(line)")
    }
    for (line, text) in [
      ("cp a", "known here"), ("mv site other", "is a folder"), ("cp no b", "cannot stat 'no'"),
      ("cp a a", "same file"), ("mv a ./a", "same file"), ("mv a .", "same file"),
      ("mv a ../a", "Permission denied"), ("cp /etc/hosts a", "Permission denied"),
      ("cp a a/b", "cannot create"),
    ] {
      let answer = try test.run(line)
      #expect(answer.status == 1 && answer.text.contains(text), "\(line): \(answer.text)")
    }
    #expect(try test.run("cat a").text == "x\n")
  }

  @Test func `tee hands on what it writes into files`() throws {
    let test = try Self.sandbox()
    for (line, text) in [
      ("echo x | tee f", "x\n"), ("echo y | tee -a f g > /dev/null; cat f g", "x\ny\ny\n"),
      ("tee h > /dev/null <<EOF\na $((1 + 1))\nEOF\ncat h", "a 2\n"),
      ("X=$(echo z | tee f | wc -c); echo $X; cat f", "2\nz\n"),
      ("echo x | tee > i; cat i", "x\n"),
    ] {
      #expect(try test.run(line).text == text, "\(line)")
    }
    for line in ["echo x | tee ../f", "echo x | tee -i f", "tee f"] {
      #expect(try test.run(line).status == 1, "\(line)")
    }
    #expect(try test.run("cat f").text == "z\n")
  }

  @Test func `sed changes files in place, and jq prints a document that is changed`() throws {
    let test = try Self.sandbox()
    _ = try test.run("cat > c.json <<EOF\n{\n  \"Enabled\": true,\n  \"Comment\": \"\"\n}\nEOF")
    #expect(try test.run("sed -i 's/\"Enabled\": true,/\"Enabled\": false,/' c.json").text.isEmpty)
    #expect(
      try test.run("jq '.Comment = \"x\"' c.json > d.json && jq -c . d.json").text
        == #"{"Enabled":false,"Comment":"x"}"# + "\n")
    _ = try test.run("printf 'a b' > e; sed -i.bak -e s/a/c/ -e s/b/d/ e")
    #expect(try test.run("cat e e.bak").text == "c da b")
    #expect(try test.run("sed -i '' s/c/x/ e; cat e").text == "x d")
    for (line, status) in [
      ("sed -i s/a/b/ nothing", 2), ("sed -i s/a/b/ ../e", 2), ("sed -i s/a/b/", 1),
      ("sed -i 's/\\(a\\)/b/' e", 2), ("sed -Ei s/a/b/ e", 2),
    ] as [(String, Int32)] {
      #expect(try test.run(line).status == status, "\(line)")
    }
    #expect(try test.run("cat e").text == "x d")
  }

  @Test func `names of files and folders complete`() throws {
    let test = try Self.sandbox()
    _ = try test.run("mkdir -p site/css; echo x > site/css/a.css")
    let completer = LineCompleter(session: test.session)
    for (line, names) in [
      ("rm si", ["site/css/a.css", "site", "site/css"]), ("mkdir -p site/", ["site/css"]),
      ("ls site/css", ["site/css", "site/css/a.css"]),
    ] {
      let found = completer.completion(line, cursor: line.utf8.count).candidates.map(\.text)
      #expect(found == names, "\(line)")
    }
  }
}
