import Terminal
import Testing

/// Lines of the shell that are wider than the screen.
@Suite struct ShellFoldingTests {
  private static let line =
    "WEB=$(aws ec2 run-instances --image-id $IMAGE --tag-specifications 'ResourceType=instance, Tags=[{Key=a b}]' --output text)"

  private func rows(_ code: String, width: Int) -> [String] {
    var document = Document()
    document.code(code, language: "sky")
    return ANSIRenderer(width: width, colour: false, words: RendererWords { $0 }).render(document)
      .split(separator: "\n").map(String.init)
  }

  @Test(arguments: [60, 80, 100])
  func `a line that is too wide is folded between words and says the same when it is joined again`(width: Int)
  {
    let rows = rows(Self.line, width: width)
    #expect(rows.count > 1)
    for row in rows.dropLast() { #expect(row.hasSuffix(" \\")) }
    let joined = rows.map { row in
      let text = row.drop { $0 == " " }
      return String(text.hasSuffix(" \\") ? text.dropLast(2) : text)
    }.joined(separator: " ")
    #expect(joined == Self.line)
    for row in rows { #expect(DisplayWidth.of(row) <= width) }
  }

  @Test func `a line that fits, and one whose word is too wide, stay as they are`() {
    #expect(rows(Self.line, width: 200) == ["    " + Self.line])
    let word = String(repeating: "x", count: 100)
    #expect(rows(word, width: 80) == ["    " + word])
  }
}
