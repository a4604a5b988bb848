import Cloud
package import CloudAPI
import EventKernel

extension Workspace {
  /// Runs a `curl` line, records it, and gives what it printed; `-o` fills a file of the work folder.
  package mutating func perform(curl words: [String]) -> AWSOutcome {
    fileFailure = nil
    let line: CurlLine
    do throws(CurlLine.Problem) {
      line = try CurlLine(words)
    } catch {
      lastStatus = error.status
      return AWSOutcome(errorOutput: error.text + "\n", status: error.status)
    }
    if let page = AddressPage.answer(to: line.url) {
      lastStatus = 0
      return AWSOutcome(output: page, status: 0)
    }
    remember()
    let answer = Self.run(line, on: &world)
    journal.append(.request(words: words))
    var outcome = AWSOutcome(
      output: answer.page, errorOutput: answer.error, status: answer.status)
    outcome.advice = answer.failure.map { .request($0, line.url) }
    if let file = line.file {
      outcome.output = ""
      if file != "/dev/null", answer.failure == nil {
        do throws(AWSFileError) {
          try folder.write(file, Array(answer.page.utf8))
        } catch {
          fileFailure = FileFailure(name: file, error: error)
          outcome.errorOutput += "curl: (23) client returned ERROR on write\n"
          outcome.status = 23
        }
      }
    }
    outcome.output += answer.summary
    lastStatus = outcome.status
    return outcome
  }

  /// Does a `curl` line: it costs as much time as a session, and what nobody answers the client's patience.
  static func run(_ line: CurlLine, on world: inout World) -> CurlOutcome {
    world.advance(to: world.now + .seconds(1))
    let outcome = world.curl(line)
    world.advance(to: world.now + outcome.elapsed)
    return outcome
  }
}

/// Pages that answer with the address of who asks, outside of the world.
private enum AddressPage {
  /// The learner's address as such a page shows it; `nil` for any other page.
  static func answer(to url: String) -> String? {
    var name = url[...]
    for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
    let host = OutsideHost(String(name.prefix { $0 != "/" }))
    return host?.tellsAddress == true ? "\(Account.learnerAddress)\n" : nil
  }
}
