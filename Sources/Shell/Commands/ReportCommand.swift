import CloudAPI
import Terminal
import Texts

/// `report [--html FILE]`: the last run from all sides, on the screen or as a page in the work folder.
package enum ReportCommand: ShellCommand {
  package static let name = "report"

  /// The option that asks for a page.
  private static let html = "--html"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let file: String?
    switch arguments.count {
    case 0: file = nil
    case 2 where arguments[0] == html: file = arguments[1]
    default: throw CommandFailure("report.usage")
    }
    if let file { try check(file, in: session) }
    let reported = try session.reportedRun()
    guard let file else {
      return CommandOutput(
        ReportResult(reported, file: nil), RunReport(reported, in: session, isPage: false).document)
    }
    let replaces = try write(reported, to: file, in: session)
    var document = Document()
    document.paragraph(
      session.text(replaces ? "report.replaced" : "report.written", ["file": .string(file)]), style: .good)
    if let path = try session.openWorkspace().folder.path {
      document.paragraph(session.text("report.where"), style: .muted)
      // In one line, however long, so that it can be copied.
      document.code(path + "/" + file)
    }
    return CommandOutput(ReportResult(reported, file: file), document)
  }

  /// Throws where no page can stand under a name, before anything is judged again for it.
  private static func check(_ file: String, in session: Session) throws(CommandFailure) {
    let folder = try session.openWorkspace().folder
    guard folder.path != nil else { throw CommandFailure("edit.no-folder") }
    guard WorkFolder.isInside(file), !file.hasSuffix("/"), !WorkFolder.isOfClient(file), folder.isPlain(file)
    else { throw CommandFailure("report.outside", ["file": .string(file)], status: 3) }
  }

  /// Writes the page; whether it stands in the place of an older one.
  ///
  /// - Throws: `CommandFailure` where another file has the name; nothing is written then.
  private static func write(
    _ reported: ReportedRun, to file: String, in session: Session
  ) throws(CommandFailure) -> Bool {
    let folder = try session.openWorkspace().folder
    let page = RunReport(reported, in: session, isPage: true).page(of: session.reportedPlace)
    let bytes = Array(page.render(words: session.screen.rendererWords).utf8)
    let old: Result<[UInt8], AWSFileError>
    do throws(AWSFileError) {
      old = .success(try folder.read(file))
    } catch {
      old = .failure(error)
    }
    let replaces: Bool
    switch old {
    case .success(let bytes) where RunReport.isPage(bytes): replaces = true
    case .failure(.missing): replaces = false
    case .success, .failure:
      throw CommandFailure("report.other-file", ["file": .string(file)], status: 3)
    }
    do throws(AWSFileError) {
      try folder.write(file, bytes)
    } catch {
      throw CommandFailure("report.not-written", ["file": .string(file)], status: 3)
    }
    return replaces
  }
}
