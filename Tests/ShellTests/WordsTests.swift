import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// What a line means to the session: variables, statuses, here-documents, what is refused and what is told instead.
@Suite struct WordsTests {
  private func lab(_ language: Language = .en) throws -> TestSession {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    return test
  }

  @Test func `variables, exports and the last status`() throws {
    let test = try lab()
    #expect(try test.run("NAME=web").status == 0)
    #expect(try test.run("export KIND=\"a b\" NAME").status == 0)
    #expect(try test.run("vars").text.contains("a b"))
    #expect(try test.run("aws ec2 describe-vpcs --vpc-ids nothing").status == 254)
    #expect(try test.run("LAST=$?").status == 0)
    #expect(try test.run("vars").text.contains("254"))
    #expect(try test.run("export 1A=x").status == 2)
    #expect(try test.run("V=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)").status == 0)
    let vpc = try #require(test.session.workspace?.variables["V"])
    #expect(vpc.hasPrefix("vpc-") && !vpc.contains("\n"))
  }

  @Test(
    arguments: Language.allCases,
    [
      "aws ec2 describe-vpcs | xargs echo", "aws ec2 describe-vpcs | yq .", "echo $(map; map)",
      "echo $(map && map)",
      "aws ec2 x `y`",
    ])
  func `what this shell does not have is refused by name, with what does it instead`(
    language: Language, line: String
  ) throws {
    let answer = try lab(language).run(line)
    #expect(answer.status == 2)
    #expect(answer.text.contains("--query"))
    #expect(!answer.text.contains("⟦"))
  }

  @Test func `the small programs of other shells print what lines need`() throws {
    let test = try lab()
    #expect(try test.run("echo \"is $(echo a  b) $(date -u +%F)\"").text == "is a b 2026-01-05\n")
    #expect(try test.run("echo -n x; true").text == "x")
    #expect(try test.run("date -u -d '1 day ago' +%Y-%m-%dT%H").text.hasPrefix("2026-01-04T"))
    #expect(try test.run("date -v-1m +%Y-%m").text == "2025-12\n")
    #expect(try test.run("date -d '31 moons ago'").status == 1)
    #expect(try test.run("MY_IP=$(curl -s https://checkip.amazonaws.com)").status == 0)
    #expect(test.session.workspace?.variables["MY_IP"] == "203.0.113.25")
    #expect(
      try test.run("X=$(curl -s https://nowhere.example)").text.contains(
        "Could not resolve host: nowhere.example"))
    #expect(try test.run("X=$(uname -a)").text.contains("`echo`"))
    #expect(try test.run("A=b$RANDOM B=b$RANDOM").status == 0)
    let numbers = ["A", "B"].compactMap { test.session.workspace?.variables[$0] }
    #expect(numbers.count == 2 && numbers[0] != numbers[1] && numbers.allSatisfy { $0.count > 1 })
    #expect(try test.run("REGION=$(aws configure get region)").status == 0)
    #expect(test.session.workspace?.variables["REGION"] == "ap-northeast-2")
    #expect(try test.run("unset A B; x").status == 2)
    #expect(try test.run("unset A").status == 0)
    #expect(try test.run("echo \"<$A>\"").text == "<>\n")
  }

  @Test(arguments: [
    ("X=$(echo 'a b c' | awk '{print $2}')", "b"), ("X=$(echo a,b | cut -d, -f2)", "b"),
    ("X=$(printf 'b\\na\\n' | sort | head -n 1)", "a"), ("X=$(echo hi | base64 | base64 -d)", "hi"),
    ("X=$(echo '{\"A\": [{\"B\": \"c\"}]}' | jq -r '.A[0].B')", "c"),
    (
      "X=$(aws ec2 describe-vpcs | jq -r '.Vpcs[] | select(.IsDefault == true) | .VpcId' | cut -c1-4)", "vpc-"
    ),
    ("X=$(aws ec2 describe-vpcs --output text | grep -c VPCS)", "1"),
    ("X=$(aws ec2 describe-vpcs --query 'Vpcs[].VpcId' --output json | jq length)", "1"),
    ("X=$(cat /dev/urandom | tr -dc a-f0-9 | fold -w 12 | head -n 1 | wc -c)", "13"),
    ("X=$(openssl rand -hex 4 | wc -c)", "9"), ("X=$(uuidgen | tr -d '\\n' | wc -c)", "36"),
    ("read -r A X <<< 'a  b c '", "b c"), ("IFS=, read -r A X B <<< 'a,b,c'", "b"),
    ("L=(a X); read -r X <<< \"${L[1]}\"; ", "X"),
  ])
  func `what tutorials do with text is done`(line: String, value: String) throws {
    let test = try lab()
    let answer = try test.run(line)
    #expect(answer.status == 0, "\(answer.text)")
    #expect(test.session.workspace?.variables["X"] == value)
  }

  @Test(arguments: [
    (".A.B = false", #"{"A":{"B":false,"C":[1,2]},"D":null}"#),
    (".A | .B = false", #"{"B":false,"C":[1,2]}"#),
    (".A.B=false|.D=\"x\"", #"{"A":{"B":false,"C":[1,2]},"D":"x"}"#),
    (".D.E = .A.B", #"{"A":{"B":true,"C":[1,2]},"D":{"E":true}}"#),
    (".A.C[0] = 7", #"{"A":{"B":true,"C":[7,2]},"D":null}"#),
    (".A.C[] |= \"n\\(.)\"", #"{"A":{"B":true,"C":["n1","n2"]},"D":null}"#),
    (".A.C[3] = []", #"{"A":{"B":true,"C":[1,2,null,[]]},"D":null}"#),
    (".A.C |= length", #"{"A":{"B":true,"C":2},"D":null}"#),
    ("\"<\\(.A.B) \\(.D)|\\(.A.C[])>\"", "\"<true null|1>\"\n\"<true null|2>\""),
    ("[.A.C[] | \"\\(.)!\"] | join(\"-\")", "\"1!-2!\""),
    ("select(.A.B == true) | .A.C[-1] = 0 | .A.C", "[1,0]"),
  ])
  func `jq assigns, and fills texts with values`(program: String, output: String) throws {
    let test = try lab()
    let document = #"{"A":{"B":true,"C":[1,2]},"D":null}"#
    let answer = try test.run("echo '\(document)' | jq -c '\(program)'")
    #expect(answer.text == output + "\n")
  }

  @Test func `jq tells what it cannot assign`() throws {
    let test = try lab()
    for (program, text) in [
      (".A.B = 1", "Cannot index number with \"B\""), (".[0] = 1", "Cannot index object with number"),
      (".A[] = 1", "Cannot iterate over number"), ("length = 1", "known here"), (".A = ", "known here"),
      (".L[-1] = 1", "Out of bounds negative array index"), (".L[999999999] = 1", "too many values"),
      ("\"\\(.A\"", "known here"), (".[\"\\(.A)\"]", "known here"),
    ] {
      let answer = try test.run("echo '{\"A\": 1, \"L\": []}' | jq '\(program)'")
      #expect(answer.status != 0 && answer.text.contains(text), "\(program): \(answer.text)")
    }
  }

  @Test func `a pipe leads into an aws line that reads what comes in, and into no other`() throws {
    let test = try lab()
    _ = try test.run("aws s3 mb s3://piped-4711")
    for (line, text) in [
      ("echo 'from stdin' | aws s3 cp - s3://piped-4711/k", ""),
      ("aws s3 cp s3://piped-4711/k -", "from stdin\n"),
      ("aws s3 cp s3://piped-4711/k - | tr a-z A-Z | aws s3 cp - s3://piped-4711/l; echo $?", "0\n"),
      ("X=$(aws s3 cp s3://piped-4711/l -); echo \"<$X>\"", "<FROM STDIN>\n"),
      (
        "echo '{\"CidrBlock\": \"10.7.0.0/16\"}' | aws ec2 create-vpc --cli-input-json file:///dev/stdin "
          + "--query Vpc.CidrBlock --output text", "10.7.0.0/16\n"
      ),
    ] {
      let answer = try test.run(line)
      #expect(answer.text == text && answer.status == 0, "\(line): \(answer.text)")
    }
    let failed = try test.run("echo x | aws s3 cp - s3://piped-4712/k")
    #expect(failed.status == 1 && failed.text.contains("NoSuchBucket"), "\(failed.text)")
    for line in ["echo x | aws s3 ls", "aws s3 ls | aws ec2 describe-vpcs", "lab x | aws s3 cp - s3://b/k"] {
      #expect(throws: ShellLineError.refused("|"), "\(line)") { try ShellLineParser.parse(line) }
    }
  }

  @Test func `the keys of a role are taken over by eval, which does nothing else`() throws {
    for line in [
      #"eval $(echo '{"K": "AKIAX", "S": "a/b+c"}' | jq -r '"export AWS_ACCESS_KEY_ID=\(.K)\nexport AWS_SECRET_ACCESS_KEY=\(.S)\n"')"#,
      #"eval "$(printf 'export AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' AKIAX a/b+c)""#,
      "eval AWS_ACCESS_KEY_ID=AKIAX; eval 'export AWS_SECRET_ACCESS_KEY=a/b+c'",
    ] {
      let test = try lab()
      #expect(try test.run(line).status == 0, "\(line)")
      let variables = try #require(test.session.workspace?.variables)
      #expect(variables["AWS_ACCESS_KEY_ID"] == "AKIAX" && variables["AWS_SECRET_ACCESS_KEY"] == "a/b+c")
      #expect(variables["export"] == nil)
    }
    for language in Language.allCases {
      let test = try lab(language)
      let before = test.session.workspace?.world
      for line in [
        "eval aws s3 mb s3://b", "eval 'A=1; aws s3 mb s3://b'", "eval 'echo a > f'", "eval 'eval B=1'",
      ] {
        let answer = try test.run(line)
        #expect(answer.status == 2 && answer.text.contains("`export NAME="), "\(line): \(answer.text)")
      }
      #expect(test.session.workspace?.world == before && test.session.workspace?.variables["A"] == nil)
      #expect(try test.run("eval").status == 0)
    }
  }

  @Test func `lists of values are those of bash`() throws {
    let test = try lab()
    #expect(try test.run("L=(a 'b c' $(echo d e))").status == 0)
    #expect(try test.run("echo \"$L|${L[1]}|${L[-1]}|${L[@]}\"").text == "a|b c|e|a b c d e\n")
    #expect(try test.run("echo ${#L[@]} ${#L}").text == "4 1\n")
    #expect(try test.run("printf '<%s>' \"${L[@]}\"").text == "<a><b c><d><e>")
    #expect(try test.run("printf '<%s>' ${L[@]}").text == "<a><b><c><d><e>")
    #expect(try test.run("read -ra L <<< 'x y'").status == 0)
    #expect(try test.run("echo ${L[1]} ${L[2]}").text.contains("y"))
    let journal = try #require(test.session.workspace?.journal)
    var again = try #require(test.session.workspace?.rebased())
    try again.replay(journal)
    #expect(again.variables["L[@]"] == "x\ny")
  }

  @Test func `a pipe shows what fails, and what jq cannot do here is told`() throws {
    let test = try lab()
    let failed = try test.run("aws ec2 describe-vpcs --vpc-ids vpc-00000000000000000 | jq .")
    #expect(failed.status == 254 && failed.text.contains("InvalidVpcID.NotFound"))
    #expect(try test.run("aws ec2 describe-vpcs | jq '.Vpcs | group_by(.VpcId)'").text.contains("--query"))
    #expect(
      try test.run("aws ec2 describe-vpcs | jq '.Vpcs.VpcId'").text.contains(
        "Cannot index array with \"VpcId\""))
    #expect(try test.run("aws ec2 describe-vpcs | awk 'BEGIN {x}'").status == 2)
    #expect(try test.run("aws ec2 describe-vpcs | grep nothing").status == 1)
    #expect(try test.run("echo '{\"a\": [1]}' | jq .").text == "{\n  \"a\": [\n    1\n  ]\n}\n")
    #expect(try test.run("echo a | head").text == "a\n")
  }

  @Test func `the keys of a role are taken over in one line`() throws {
    let test = try lab()
    #expect(
      try test.run("export $(printf 'AWS_%s=%s ' ACCESS_KEY_ID AKIAX SECRET_ACCESS_KEY b)").status == 0)
    let variables = try #require(test.session.workspace?.variables)
    #expect(variables["AWS_ACCESS_KEY_ID"] == "AKIAX" && variables["AWS_SECRET_ACCESS_KEY"] == "b")
    #expect(try test.run("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY").status == 0)
    #expect(try test.run("X=$(printf '[%-4s|%3d]%%\\n' ab 7 c 10)").status == 0)
    #expect(test.session.workspace?.variables["X"] == "[ab  |  7]%\n[c   | 10]%")
    #expect(try test.run("X=$(printf '%f' 1)").status != 0)
  }

  @Test func `the words that scripts begin with do nothing, and sleep lets time pass`() throws {
    let test = try lab()
    let before = try #require(test.session.workspace?.world)
    for line in ["set -e", "set -euo pipefail", "true", ":"] { #expect(try test.run(line).status == 0) }
    #expect(test.session.workspace?.world == before)
    let refused = try test.run("sleep abc")
    #expect(refused.status == 2 && refused.text.contains("abc") && !refused.text.contains("no command"))
    #expect(try test.run("sleep 90").status == 0)
    #expect(try test.run("sleep 2m").status == 0)
    let after = try #require(test.session.workspace?.world)
    #expect(after.now - before.now == EventKernel.Duration.seconds(210))
    #expect(try test.run("sleep 9999999999").status != 0)
    #expect(try test.run("sleep soon").status != 0)
  }

  @Test func `what becomes of user data is told of a launch in a substitution too`() throws {
    let test = try lab()
    let image = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    let launch = "aws ec2 run-instances --image-id \(image) --instance-type t3.micro --user-data hello"
    let told = try test.run("ID=$(\(launch) --query 'Instances[0].InstanceId' --output text)")
    #expect(told.status == 0)
    #expect(told.text.contains("#!"))
  }

  @Test(arguments: [
    "aws ec2 create-security-group --group-name g --description My security group",
    "aws ec2 create-tags --resources i-1 --tags Key=Name,Value=My server",
  ])
  func `a value without its quotes is told`(line: String) throws {
    #expect(try lab().run(line).text.contains("--description 'My security group'"))
  }

  @Test func `a file's name where the file is meant is told`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "words-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }
    let test = try TestSession(.en, home: folder.path)
    _ = try test.run("lab start az-outage")
    _ = try test.run("cat > trust.json <<EOF\n{}\nEOF")
    let line = "aws iam create-role --role-name r --assume-role-policy-document"
    #expect(try test.run("\(line) trust.json").text.contains("file://trust.json"))
    #expect(try test.run("\(line) file:trust.json").text.contains("file://trust.json"))
    #expect(try !test.run("\(line) '{}'").text.contains("file://trust.json"))
  }

  @Test func `a pasted document becomes a file that aws reads`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "words-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }
    var workspace = try #require(try lab().session.workspace)
    workspace.folder = WorkFolder(path: folder.path)
    let text = """
      cat > trust.json << 'EOF'
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole"}]}
      EOF
      """
    guard case .wrote(file: "trust.json", bytes: let count) = try workspace.execute(text), count > 100 else {
      Issue.record("the file is not written")
      return
    }
    let line = "aws iam create-role --role-name web --assume-role-policy-document file://trust.json"
    guard case .aws(let outcome) = try workspace.execute(line), outcome.status == 0 else {
      Issue.record("the file is not read")
      return
    }
    _ = try workspace.execute("A=$(base64 -w0 trust.json) B=$(cat trust.json)")
    #expect(workspace.variables["A"]?.hasPrefix("eyJWZXJz") == true)
    #expect(workspace.variables["B"]?.contains("sts:AssumeRole") == true)
    #expect(throws: LineFailure.file("../trust.json")) {
      try workspace.execute("cat > ../trust.json <<EOF\nx\nEOF")
    }
    #expect(throws: LineFailure.self) { try workspace.execute("A=$(cat missing)") }
  }

  @Test func `a failing line in a substitution is explained like a line of its own`() throws {
    let test = try lab()
    let line = "aws ec2 create-subnet --vpc-id vpc-1 --cidr-block 10.0.0.0/24"
    let alone = try test.run(line)
    let within = try test.run("S=$(\(line))")
    #expect(within.status == alone.status)
    let paragraphs = alone.text.split(separator: "\n")
    #expect(paragraphs.count > 1 && paragraphs.allSatisfy { within.text.contains($0) })
  }

  @Test func `nothing of a pasted function is carried out`() throws {
    let test = try lab()
    let before = test.session.workspace?.world
    let answer = try test.run("cleanup() {\n  aws s3 mb s3://made-by-a-body\n}")
    #expect(answer.status == 2 && answer.text.contains("cleanup()"))
    #expect(test.session.workspace?.world == before)
  }

  @Test func `an asterisk that fits no file is a word, which the service refuses as the AWS CLI does`() throws
  {
    let answer = try lab().run("aws ec2 describe-vpcs *")
    #expect(answer.status == 252)
    #expect(answer.text.contains("Unknown options: *"))
  }

  @Test func `a here-document is the standard input of the line`() throws {
    let test = try lab()
    let line = """
      aws ec2 create-vpc --cli-input-json file:///dev/stdin <<EOF
      {"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "vpc",
        "Tags": [{"Key": "Name", "Value": "${WEB_1}"}]}]}
      EOF
      """
    #expect(try test.run(line).status == 0)
    let id = try #require(test.session.workspace?.variables["WEB_1"])
    #expect(
      try test.run("aws ec2 describe-vpcs --query 'Vpcs[].Tags[].Value' --output text").text.contains(id))
    #expect(try test.run("aws ec2 describe-vpcs --cli-input-json file:///dev/stdin").status == 252)
  }

  @Test(arguments: [
    ("aws x <<EOF", true), ("aws x <<EOF\nb", true), ("aws x <<EOF\nb\nEOF", false),
    ("aws x <<'E F'\nE F", false),
    ("aws x \\", true), ("aws 'x", true), ("aws $(aws y", true), ("aws x # \\", false), ("aws x | \\", false),
    ("aws x <<EOF \\\n --y\nEOF", false),
  ])
  func `a line goes on until all of it is there`(text: String, isOpen: Bool) {
    #expect(LineContinuation.isOpen(text) == isOpen)
  }

  @Test func `a quoted delimiter takes the text as it is`() throws {
    let literal = try ShellLineParser.parse("a <<'E'\n$X `b` \\\\\nE")
    #expect(literal.hereDocument == [.text("$X `b` \\\\\n")])
    let expanded = try ShellLineParser.parse("a <<E\n$X \\$Y \"q\"\nE\n")
    #expect(expanded.hereDocument == [.variable(name: "X", isQuoted: true), .text(" $Y \"q\"\n")])
  }
}
