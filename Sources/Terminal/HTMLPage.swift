/// A page of its own around documents: nothing is fetched, nothing runs, it reads in the light, in the dark and on paper.
package struct HTMLPage: Sendable {
  /// What the page is called, in the window's title and above all.
  package var title: String
  /// The code of the language that it is written in, such as `ko`.
  package var language: String
  /// The program that makes the page; a page is known again by it.
  package var maker: String
  /// What stands below the title.
  package var lead: Document
  /// What the page is about; its headings begin at level 2.
  package var body: Document
  /// Where the page is from.
  package var foot: Document

  /// A page of these parts.
  package init(
    title: String, language: String, maker: String, lead: Document, body: Document, foot: Document
  ) {
    self.title = title
    self.language = language
    self.maker = maker
    self.lead = lead
    self.body = body
    self.foot = foot
  }

  /// The line near the beginning of a page that names its maker.
  package static func mark(of maker: String) -> String {
    "<meta name=\"generator\" content=\"\(HTMLText.escaped(Sanitizer.visible(maker)))\">"
  }

  /// The whole file, which ends with a line feed; linear in the length of the documents.
  package func render(words: RendererWords) -> String {
    let renderer = HTMLRenderer(words: words)
    let name = HTMLText.escaped(Sanitizer.visible(title))
    return """
      <!DOCTYPE html>
      <html lang="\(HTMLText.escaped(Sanitizer.visible(language)))">
      <head>
      <meta charset="utf-8">
      \(Self.mark(of: maker))
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(name)</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <header>
      <h1>\(name)</h1>
      \(renderer.render(lead))</header>
      <main>
      \(renderer.render(body))</main>
      <footer>
      \(renderer.render(foot))</footer>
      </body>
      </html>

      """
  }
}
