import Terminal
import Testing

/// Drawings over the whole width: with dots, with blocks, and with nothing but ASCII.
struct PlotDrawingTests {
  private static let words = RendererWords { String($0.dropFirst("terminal.".count)) }

  private static func plot(_ values: [Double], marks: [Document.Plot.Mark] = []) -> Document {
    Document([
      .plot(
        Document.Plot(
          series: [.init([], values)], axis: .init(start: "0:00", middle: "0:30", end: "1:00"), height: 2,
          marks: marks, isFine: true))
    ])
  }

  private static func drawn(_ document: Document, _ signs: PlotSigns, width: Int = 24) -> String {
    ANSIRenderer(width: width, colour: false, signs: signs, words: words).render(document)
  }

  @Test func `dots stand two by four in a sign`() {
    // Eight levels in two lines; each value fills five signs, which are ten columns of dots.
    let document = Document([.plot(.init(series: [.init([], [0, 1, 4, 8])], height: 2, isFine: true))])
    #expect(Self.drawn(document, .dots, width: 23) == "8 ┤               ⣿⣿⣿⣿⣿\n0 ┤     ⣀⣀⣀⣀⣀⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿\n")
  }

  @Test func `a dumb terminal and plain text get ASCII alone`() {
    let document = Self.plot([0, 1, 4, 8], marks: [.init(from: 0.5, to: 1)])
    let dumb = Self.drawn(document, .ascii, width: 20)
    #expect(
      dumb == "8 |             ####\n0 |     ....########\n   0:00  0:30   1:00\n           ^--------\n",
      "\(dumb)")
    let plain = PlainRenderer(width: 20, words: Self.words).render(document)
    #expect(plain.allSatisfy(\.isASCII) && plain.contains("highest 8") && plain.contains("####"))
    #expect(plain.contains("^---"))
  }

  @Test func `blocks stand where a terminal has no dots, and marks below where they belong`() {
    let text = Self.drawn(
      Self.plot([1, 1, 1, 1, 2, 2, 2, 2], marks: [.init(from: 0, to: 0.25)]), .blocks, width: 20)
    #expect(text == "2 ┤         ████████\n0 ┤█████████████████\n   0:00  0:30   1:00\n   ▲────\n", "\(text)")
  }

  @Test(
    arguments: [PlotSigns.dots, .blocks, .ascii],
    [[], [.nan], [0, 0], [5], [Double.infinity, -.infinity], [-1, 1]])
  func `no values, gaps and one value draw lines of the width at most`(signs: PlotSigns, values: [Double]) {
    let marks = [Document.Plot.Mark(from: -3, to: .nan), .init(from: 0.9, to: 0.1), .init(from: 1, to: 7)]
    for width in [20, 21, 80] {
      let text = Self.drawn(Self.plot(values, marks: marks), signs, width: width)
      #expect(!text.isEmpty)
      #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width }, "\(text)")
    }
  }

  @Test func `a short peak shows in a drawing that is narrower than its values`() {
    var values = [Double](repeating: 0, count: 5_000)
    values[4_321] = 7
    for signs in [PlotSigns.dots, .blocks, .ascii] {
      let lines = Self.drawn(Self.plot(values), signs).split(separator: "\n")
      #expect(lines[0].dropFirst(3).contains { $0 != " " }, "\(signs)")
    }
  }

  @Test(
    arguments: [
      (nil, .ascii), ("dumb", .ascii), ("", .ascii), ("linux", .blocks), ("xterm-256color", .dots),
      ("screen", .dots),
    ] as [(String?, PlotSigns)])
  func `what a terminal shows is known by its name`(terminal: String?, signs: PlotSigns) {
    #expect(PlotSigns(terminal: terminal) == signs)
  }
}
