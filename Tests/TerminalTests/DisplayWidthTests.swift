import Terminal
import Testing

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("가용영역", 8), ("2a 영역", 7), ("ｆｕｌｌ", 8), ("é", 1), ("e\u{301}", 1), ("🚀", 2),
    ("🇰🇷", 2),
    ("👩‍💻", 2), ("❤\u{FE0F}", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("─│█▁", 4), ("…", 1), ("“따옴표”", 8),
    ("日本", 4),
    ("\u{200B}", 0), ("µ", 1), ("✓✗", 2),
  ])
  func `columns are counted as a terminal shows them`(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(arguments: [
    ("가용", 6, Document.Table.Alignment.left, "가용  "), ("가용", 6, .right, "  가용"), ("가", 5, .centre, " 가  "),
    ("가용", 3, .left, "가용"),
  ])
  func `padding counts columns`(text: String, width: Int, side: Document.Table.Alignment, expected: String) {
    #expect(DisplayWidth.pad(text, to: width, alignment: side) == expected)
  }

  @Test(arguments: [
    ("가용영역", 8, "가용영역"), ("가용영역", 7, "가용영…"), ("가용영역", 6, "가용…"), ("abc", 1, "…"), ("abc", 0, ""),
  ])
  func `cutting never splits a syllable`(text: String, width: Int, expected: String) {
    #expect(DisplayWidth.truncate(text, to: width) == expected)
  }

  @Test(arguments: [
    ("가용 영역 하나가 멈춥니다", 12, ["가용 영역", "하나가", "멈춥니다"]),
    ("one two three", 7, ["one two", "three"]),
    ("지연 시간은 41 ms 입니다", 14, ["지연 시간은", "41 ms 입니다"]),
    ("needs 8 GiB now", 9, ["needs", "8 GiB now"]),
    ("읽는 데 8 GiB가 듭니다", 12, ["읽는 데", "8 GiB가", "듭니다"]),
    ("가나다라마바사", 6, ["가나다", "라마바", "사"]),
    ("앞 가나다라마바사", 6, ["앞", "가나다", "라마바", "사"]),
    ("가나다.", 6, ["가나", "다."]),
    ("값은 ( 안 ) 입니다", 8, ["값은", "( 안 )", "입니다"]),
    ("a .", 2, ["a", " ."]),
    ("하나\n둘 셋", 20, ["하나", "둘 셋"]),
    ("", 10, [""]),
    ("  들여 쓴 줄", 20, ["  들여 쓴 줄"]),
    ("x", 0, ["x"]),
  ])
  func `lines break where Korean and English allow it`(text: String, width: Int, expected: [String]) {
    #expect(DisplayWidth.wrap(text, width: width) == expected)
  }

  @Test(arguments: 2...24)
  func `no line is wider than asked for and nothing is lost`(width: Int) {
    let text = "가용 영역(AZ) 하나가 멈춰도 주문은 99.9% 계속됩니다. An unbreakable-identifier-i-0a1b2c3d, 318.20 USD 😀!"
    let lines = DisplayWidth.wrap(text, width: width)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test(arguments: [
    "\u{1B}[31m", "\u{1B}]0;x\u{7}", "\u{9B}1m", "\u{202E}abc", "a\u{0}b", "\u{FEFF}", "\u{2028}",
  ])
  func `nothing that steers a terminal gets through`(text: String) {
    let safe = Sanitizer.visible(text)
    let steering = safe.unicodeScalars.filter {
      $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || (0x202A...0x202E).contains($0.value)
        || $0.value == 0x2028 || $0.value == 0xFEFF
    }
    #expect(steering.isEmpty)
    #expect(safe.contains("␛") || safe.contains("\u{FFFD}"))
  }

  @Test func `harmless text stays as it is and layout is kept where asked for`() {
    #expect(Sanitizer.visible("가용 영역 🇰🇷 👩‍💻 é") == "가용 영역 🇰🇷 👩‍💻 é")
    #expect(Sanitizer.visible("a\tb\r\nc") == "a b c")
    #expect(Sanitizer.visible("가\tb\r\nc", layout: .lines) == "가      b\nc")
    let marks = "a" + String(repeating: "\u{301}", count: 1_000)
    #expect(Sanitizer.visible(marks).unicodeScalars.count == 16)
  }
}
