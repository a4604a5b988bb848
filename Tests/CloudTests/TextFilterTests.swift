import Cloud
import Testing

/// The filters of text, against what the programs of the same names print (GNU coreutils, grep, sed and gawk on Debian).
@Suite struct TextFilterTests {
  private func run(_ words: String, _ input: String) -> TextFilter.Outcome? {
    var parts: [String] = []
    var quoted = false
    var current: String?
    for character in words {
      if character == "'" {
        quoted.toggle()
        current = current ?? ""
      } else if character == " ", !quoted {
        if let current { parts.append(current) }
        current = nil
      } else {
        current = (current ?? "") + String(character)
      }
    }
    if let current { parts.append(current) }
    return TextFilter(parts[0], Array(parts.dropFirst()))?.run(input)
  }

  @Test(arguments: [
    ("awk '{print $1}'", "a b\n c  d\n", "a\nc\n"), ("awk '{print $NF, $1}'", "a b c\n", "c a\n"),
    ("awk -F: '{print $2}'", "a:b:c\nx\n", "b\n\n"), ("awk 'NR==2{print $2}'", "a b\nc d\n", "d\n"),
    ("awk '/run/ {print NR\":\"$1}'", "a run\nb\nc run\n", "1:a\n3:c\n"),
    ("awk 'NR>1'", "a\nb\nc\n", "b\nc\n"),
    ("awk '{print}'", "a  b\n", "a  b\n"),
    ("awk '{total += $3} END {print total}'", "a b 10\nc d 32\n", "42\n"),
    ("awk -F, '{s+=$NF;} END{print \"sum:\", s/1024/2, NR}'", "x,1024\ny,2048\n", "sum: 1.5 2\n"),
    ("awk 'NR>1 {s+=$1} END {print s}'", "9\n1.25kg\n-0.5\nnone\n", "0.75\n"),
    ("awk '/x/ {s+=$1} END {print s}'", "1\n", "\n"), ("awk '{s+=$1} END {print s/3}'", "10\n", "3.33333\n"),
    ("awk '{s+=$1} END {print s/3}'", "10000000\n", "3.33333e+06\n"),
    ("awk '{s+=$1} END {print s/3000000}'", "1\n", "3.33333e-07\n"),
    ("awk '{s+=$1} END {print s/64}'", "-1\n", "-0.015625\n"),
    ("cut -f2", "a\tb\tc\nx\n", "b\nx\n"), ("cut -d, -f1,3", "a,b,c\n", "a,c\n"),
    ("cut -d ' ' -f 2-", "a b c\n", "b c\n"),
    ("cut -c1-3", "abcdef\n", "abc\n"), ("cut -c-2", "abc\n", "ab\n"),
    ("head -1", "a\nb\n", "a\n"), ("head -n 2", "a\nb\nc\n", "a\nb\n"), ("head -c 2", "abc", "ab"),
    ("tail -1", "a\nb\n", "b\n"), ("tail -n +2", "a\nb\nc\n", "b\nc\n"),
    ("grep b", "abc\nx\n", "abc\n"), ("grep -v b", "abc\nx\n", "x\n"), ("grep -c a", "a\nb\na\n", "2\n"),
    ("grep -i ABC", "xabcx\n", "xabcx\n"), ("grep -n b", "a\nb\n", "2:b\n"),
    ("grep -o '[0-9]*'", "a12b3\n", "12\n3\n"),
    ("grep -oE 'i-[0-9a-f]+'", "x i-0ab y i-1\n", "i-0ab\ni-1\n"), ("grep '^a.*c$'", "abc\nabcd\n", "abc\n"),
    ("grep -E 'a|c'", "a\nb\nc\n", "a\nc\n"), ("grep 'a\\|c'", "a\nb\nc\n", "a\nc\n"),
    ("grep -F a.c", "abc\na.c\n", "a.c\n"),
    ("grep '[^a-c]'", "abc\nabd\n", "abd\n"), ("grep '[[:digit:]]'", "a\n1\n", "1\n"),
    ("grep -E 'ab?c'", "ac\nabc\nabbc\n", "ac\nabc\n"),
    ("sort", "b\na\nB\n", "B\na\nb\n"), ("sort -r", "a\nb\n", "b\na\n"),
    ("sort -n", "10\n9\n1\n", "1\n9\n10\n"),
    ("sort -u", "b\na\nb\n", "a\nb\n"), ("sort -k2", "a 2\nb 1\n", "b 1\na 2\n"),
    ("sort -t, -k2 -n", "a,10\nb,9\n", "b,9\na,10\n"),
    ("uniq", "a\na\nb\na\n", "a\nb\na\n"), ("uniq -c", "a\na\nb\n", "      2 a\n      1 b\n"),
    ("wc -l", "a\nb\n", "2\n"), ("wc -w", "a b\nc\n", "3\n"), ("wc -c", "abc", "3\n"),
    ("wc", "a b\nc\n", "      2       3       6\n"),
    ("tr a-z A-Z", "abc-1\n", "ABC-1\n"), ("tr -d '\\n'", "a\nb\n", "ab"),
    ("tr '\\t' '\\n'", "a\tb\n", "a\nb\n"),
    ("tr -s ' '", "a   b\n", "a b\n"), ("tr -dc a-f0-9", "xa1\ny2z", "a12"),
    ("tr '[:lower:]' '[:upper:]'", "ab\n", "AB\n"),
    ("sed s/a/b/", "aa\n", "ba\n"), ("sed s/a/b/g", "aXa\n", "bXb\n"),
    ("sed 's|/|-|g'", "a/b/c\n", "a-b-c\n"),
    ("sed -n 2p", "a\nb\nc\n", "b\n"), ("sed 1d", "a\nb\n", "b\n"), ("sed -n '/b/p'", "a\nb\n", "b\n"),
    ("sed 's/b*/x/g'", "abc\n", "xaxcx\n"), ("sed 's/[0-9]/<&>/'", "a1\n", "a<1>\n"),
    ("sed '$d'", "a\nb\n", "a\n"),
    ("sed -e s/a/b/ -e s/b/c/", "a\n", "c\n"), ("fold -w 2", "abcde\n", "ab\ncd\ne\n"),
  ])
  func `a filter prints what the program of its name does`(words: String, input: String, output: String) {
    #expect(run(words, input)?.output == output, "\(words)")
  }

  @Test(arguments: [
    "awk '{s+=$1} END {print t}'", "awk '{s-=$1} END {print s}'", "awk '{s+=$1} END {print $1}'",
    "awk '{s+=$1} END {print s/0}'", "awk '{s+=$1}'", "awk '{NR+=$1} END {print NR}'", "awk", "cut -f",
    "cut -f0", "cut -f3-1", "grep", "grep '\\(a\\)'",
    "grep -E '(a|b)'",
    "grep -P a", "head -n x", "tail -f", "sed -i s/a/b/", "sed s/a/b", "sed 's/a/\\1/'", "sort --parallel=2",
    "tr a",
    "wc -x", "nothing", "grep '[a'", "tr '[:unknown:]' a", "fold -w 0",
  ])
  func `a form that is not known is no filter`(words: String) {
    #expect(run(words, "a\n") == nil, "\(words)")
  }

  @Test func `grep fails where no line matches`() {
    #expect(run("grep x", "a\n")?.status == 1)
    let quiet = run("grep -q a", "a\n")
    #expect(quiet?.status == 0 && quiet?.output == "")
  }

  @Test func `a search that would take too long ends`() {
    let text = String(repeating: "a", count: 60_000)
    #expect(run("sed 's/a*a*a*b/x/'", text)?.status == 4)
    #expect(run("grep 'a*a*a*a*b'", text)?.status == 1)
  }
}
