import Terminal
import Testing

struct DocumentTests {
  @Test(
    arguments: [
      ("그냥 글", [Document.Span("그냥 글")]),
      ("`check` 하세요", [.code("check"), Document.Span(" 하세요")]),
      ("a **b** *c*", ["a ", .strong("b"), " ", Document.Span("c", form: .emphasis)]),
      ("``a`b``", [.code("a`b")]), ("홀로 ` 남은", ["홀로 ` 남은"]), ("2 * 3 * 4", ["2 * 3 * 4"]), ("**", ["**"]),
      ("`**`", [.code("**")]), ("", []),
    ] as [(String, [Document.Span])])
  func `inline markup becomes spans`(markup: String, spans: [Document.Span]) {
    #expect(Document.Span.parse(inlineMarkup: markup) == spans)
  }

  @Test func `blocks of a kind stand together`() {
    var document = Document()
    document.verdict(.init(.pass, title: ["a"]))
    document.verdict(.init(.fail, title: ["b"]))
    document.keyValue("x", "1")
    document.keyValue("y", "2")
    #expect(document.blocks.count == 2)
  }

  private static let words = RendererWords { String($0.dropFirst("terminal.".count)) }

  /// One of each block, with an escape sequence where somebody else's text stands.
  private static let sample: Document = {
    var document = Document()
    document.heading("채점 **결과**", level: 1)
    document.paragraph("가용 영역 `2a` 하나가 멈춰도 주문은 계속됩니다.\u{1B}[31m")
    document.list(["하나", "`둘` <b>"], ordered: true)
    document.table(
      Document.Table(
        columns: [.init("영역"), .init("실패", .right)],
        rows: [[["2a"], ["79,240"]], [[.code("2c")], ["0"]]]))
    document.code("aws ec2 <x>", language: "sh")
    document.verdict(
      .init(
        .fail, title: ["영역 하나를 견딤"], note: ["요청 79,240건 손실"],
        details: [.paragraph(["두 서버가 모두 2a에 있습니다."])]))
    document.verdict(.init(.pass, title: ["예산"], note: ["232.10 USD"]))
    document.verdict(.init(.undecided, title: ["빠름"]))
    document.tree([.init(["www"], children: [.init(["web 1"], children: [.init(["db"])]), .init(["web 2"])])])
    document.plot(
      .init(
        series: [.init(["요청"], [0, 1, 2, 4, .nan, 1_240], style: .good)],
        axis: .init(start: "09:00", end: "10:00")))
    document.keyValue("월 비용", "318.20 USD", style: .warn)
    document.rule()
    document.callout(.warning, "조심하세요.")
    return document
  }()

  @Test func `a screen without colour shows code in backticks`() {
    let text = ANSIRenderer(width: 60, colour: false, words: DocumentTests.words).render(DocumentTests.sample)
    #expect(
      text == """
        채점 결과

        가용 영역 `2a` 하나가 멈춰도 주문은 계속됩니다.␛[31m

        1. 하나
        2. `둘` <b>

        영역    실패
        ────  ──────
        2a    79,240
        2c         0

            aws ec2 <x>

        ✗ 영역 하나를 견딤  요청 79,240건 손실
            두 서버가 모두 2a에 있습니다.
        ✓ 예산              232.10 USD
        · 빠름

        www
        ├─ web 1
        │  └─ db
        └─ web 2

        요청  ▁▁▁▁ █  1,240
              09:00 10:00

        월 비용  318.20 USD

        ────────────────────────────────────────────────────────────

        │ warning
        │ 조심하세요.

        """)
  }

  @Test func `colour is only colour`() {
    let renderer = ANSIRenderer(width: 60, colour: true, words: DocumentTests.words)
    let text = renderer.render(Document([.paragraph([.code("x"), " ", Document.Span("y", style: .bad)])]))
    #expect(text == "\u{1B}[36mx\u{1B}[0m \u{1B}[31my\u{1B}[0m\n")
    let sample = renderer.render(DocumentTests.sample)
    let bare = sample.replacing(/\x1B\[[0-9;]*m/, with: "")
    #expect(!bare.contains("\u{1B}") && bare.contains("␛[31m"))
  }

  @Test func `a screen reader gets words and figures`() {
    let text = PlainRenderer(width: nil, words: DocumentTests.words).render(DocumentTests.sample)
    #expect(
      text == """
        채점 결과

        가용 영역 `2a` 하나가 멈춰도 주문은 계속됩니다.␛[31m

        1. 하나
        2. `둘` <b>

        영역: 2a, 실패: 79,240
        영역: `2c`, 실패: 0

            aws ec2 <x>

        fail: 영역 하나를 견딤: 요청 79,240건 손실
          두 서버가 모두 2a에 있습니다.
        pass: 예산: 232.10 USD
        undecided: 빠름

        www
          web 1
            db
          web 2

        요청: lowest 0, highest 1,240, first 0, last 1,240

        월 비용: 318.20 USD

        warning:
          조심하세요.

        """)
  }

  @Test func `HTML is escaped`() {
    let text = HTMLRenderer(words: DocumentTests.words).render(DocumentTests.sample)
    #expect(text.contains("<h1>채점 <strong>결과</strong></h1>"))
    #expect(text.contains("<li><p><code>둘</code> &lt;b&gt;</p>\n</li>"))
    #expect(text.contains("<pre><code class=\"language-sh\">aws ec2 &lt;x&gt;</code></pre>"))
    #expect(text.contains("<td class=\"right\">79,240</td>"))
    #expect(text.contains("<li class=\"fail\"><span class=\"mark\">fail</span>"))
    #expect(!text.contains("\u{1B}") && !text.contains("<b>") && !text.contains("<x>"))
  }

  @Test func `a plot is drawn on a page with a scale, and told in words`() {
    let plot = Document.Plot(
      title: ["<응답>"], series: [.init(["a"], [0, 30, .nan, 60]), .init(["b"], [5, 5, 5, 5], style: .bad)],
      axis: .init(start: "0", end: "4"), unit: "ms",
      stretches: [.init(0.25...0.5, label: "정전 & 복구")])
    let text = HTMLRenderer(words: DocumentTests.words).render(Document([.plot(plot)]))
    #expect(text.contains("<title>&lt;응답&gt;</title>"))
    #expect(text.contains("<desc>a: lowest 0, highest 60, first 0, last 60. b: "))
    #expect(text.contains("정전 &amp; 복구") && !text.contains("정전 & 복구"))
    // The scale ends at 100; the gap ends the line, and the value behind it is a dot.
    #expect(text.contains(">100</text>") && text.contains(">50</text>"))
    #expect(text.contains("d=\"M139.3 208h0L301.8 154.6M626.8 101.2h0\""))
    #expect(text.contains("class=\"stretch\" x=\"220.5\" y=\"30\" width=\"162.5\""))
  }

  @Test func `a page names its maker, and tables name their rows and columns`() {
    let table = Document.Table(
      columns: [.init("이름"), .init("수", .right)], rows: [[["웹"], ["2"]]], caption: ["서버"], headsRows: true)
    let page = HTMLPage(
      title: "<보고서>", language: "ko", maker: "Test", lead: Document(), body: Document([.table(table)]),
      foot: Document())
    let text = page.render(words: DocumentTests.words)
    #expect(text.contains("<title>&lt;보고서&gt;</title>") && text.contains("<html lang=\"ko\">"))
    #expect(text.contains(HTMLPage.mark(of: "Test")))
    #expect(text.contains("<caption>서버</caption>") && text.contains("<th scope=\"row\">웹</th>"))
    #expect(text.contains("<th scope=\"col\" class=\"right\">수</th>"))
  }

  @Test func `Markdown keeps its signs for itself`() {
    let text = MarkdownRenderer(words: DocumentTests.words).render(DocumentTests.sample)
    #expect(text.hasPrefix("# 채점 **결과**\n\n가용 영역 `2a` 하나가"))
    #expect(text.contains("2. `둘` \\<b\\>\n"))
    #expect(text.contains("| 영역 | 실패 |\n| --- | ---: |\n| 2a | 79,240 |\n"))
    #expect(text.contains("- ✗ fail: **영역 하나를 견딤**: 요청 79,240건 손실"))
    #expect(text.contains("> **warning**\n>\n> 조심하세요."))
    let fence = MarkdownRenderer(words: DocumentTests.words)
      .render(Document([.code(language: "a b\n", "```\nx"), .paragraph([.code("a`b")])]))
    #expect(fence == "````ab\n```\nx\n````\n\n`` a`b ``\n")
  }

  @Test(arguments: [20, 30, 44, 80, 200])
  func `no line of a screen is wider than the screen`(width: Int) {
    let text = ANSIRenderer(width: width, colour: false, words: DocumentTests.words).render(
      DocumentTests.sample)
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width })
  }

  @Test func `a table that is too wide is folded, then listed`() {
    let table = Document.Table(
      columns: [.init("이름"), .init("설명"), .init("수", .right)],
      rows: [[["web-server"], ["요청을 받아 데이터베이스에 씁니다"], ["12"]]])
    func shown(_ width: Int) -> String {
      ANSIRenderer(width: width, colour: false, words: DocumentTests.words).render(Document([.table(table)]))
    }
    #expect(
      shown(34) == """
        이름        설명                수
        ──────────  ──────────────────  ──
        web-server  요청을 받아         12
                    데이터베이스에
                    씁니다

        """)
    let narrow = Document.Table(
      columns: (1...6).map { Document.Table.Column("제목 \($0)") },
      rows: [(1...6).map { [Document.Span("값 \($0) 하나 둘")] }])
    let listed = ANSIRenderer(width: 24, colour: false, words: DocumentTests.words)
      .render(Document([.table(narrow)]))
    #expect(listed.hasPrefix("제목 1: 값 1 하나 둘\n제목 2: 값 2 하나 둘\n"))
  }

  @Test(arguments: [20, 30, 44])
  func `a word of code is not cut, as it is there to be copied`(width: Int) {
    let name = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    var document = Document()
    document.paragraph("가장 새로운 이미지는 `--image-id \(name)`입니다. 어느 리전에서나 같습니다.")
    for text in [
      ANSIRenderer(width: width, colour: false, words: DocumentTests.words).render(document),
      PlainRenderer(width: width, words: DocumentTests.words).render(document),
    ] {
      #expect(text.contains(name))
      #expect(
        text.split(separator: "\n").filter { !$0.contains(name) }.allSatisfy {
          DisplayWidth.of(String($0)) <= width
        })
    }
  }

  @Test func `a drawing has a scale`() {
    let plot = Document.Plot(series: [.init(["요청"], [0, 4, 8])], height: 2)
    let text = ANSIRenderer(width: 40, colour: false, words: DocumentTests.words).render(
      Document([.plot(plot)]))
    #expect(text == "요청\n8 ┤  █\n0 ┤ ██\n")
  }

  @Test(
    arguments: [
      ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"), ([5, 5], "██"), ([0, 0], "▁▁"), ([], ""), ([.nan, 1], " █"),
      ([-.infinity, .infinity], "  "), ([-1, 0, 1], "▁▅█"),
    ] as [([Double], String)])
  func `values become a sparkline`(values: [Double], expected: String) {
    #expect(sparkline(values) == expected)
  }

  @Test func `a short peak is not averaged away`() {
    var values = [Double](repeating: 0, count: 1_000)
    values[503] = 9
    #expect(Sparkline.text(values, width: 10) == "▁▁▁▁▁█▁▁▁▁")
  }
}
