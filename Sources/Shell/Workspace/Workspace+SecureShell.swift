import Cloud
package import CloudAPI
import EventKernel

extension Workspace {
  /// Runs an `ssh` line, records it, and gives what it printed.
  package mutating func perform(ssh words: [String]) -> AWSOutcome {
    let reading = FileReading(folder: folder, standardInput: standardInput)
    fileFailure = nil
    guard let line = SecureShellLine(words), !line.command.isEmpty else {
      lastStatus = 255
      var outcome = AWSOutcome(
        errorOutput: "usage: ssh -i KEYFILE [-A] [-J USER@HOST] ec2-user@HOST COMMAND\n", status: 255)
      if SecureShellLine(words) != nil { outcome.advice = .sessionWithoutCommand }
      return outcome
    }
    var key = ""
    if let file = line.keyFile, !line.isKeyItself {
      do throws(AWSFileError) {
        key = String(decoding: try reading.read(file), as: UTF8.self)
      } catch {
        fileFailure = reading.failure
        lastStatus = 255
        return AWSOutcome(
          errorOutput: "Identity file \(file) not accessible: No such file or directory.\n", status: 255)
      }
    }
    remember()
    let outcome = Self.run(line, key: line.isKeyItself ? line.keyFile ?? "" : key, catalog, on: &world)
    journal.append(.session(words: words, files: reading.files))
    lastStatus = outcome.status
    return outcome
  }

  /// Does an `ssh` line with the contents of its key's file.
  static func run(
    _ line: SecureShellLine, key: String, _ catalog: OperationCatalog, on world: inout World
  ) -> AWSOutcome {
    // A session costs as much time as a call; one that gets no answer costs the client's patience (TEACH: 10 s).
    world.advance(to: world.now + .seconds(1))
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .missing }, uniqueText: { "" })
    let client = AWSRunner(catalog: catalog, context: context).machineClient
    let answer = world.runOverSecureShell(line, privateKey: key, client: client)
    switch answer {
    case .success(let answer):
      return AWSOutcome(output: answer.output, errorOutput: answer.error, status: answer.status)
    case .failure(let failure):
      if case .timedOut = failure { world.advance(to: world.now + .seconds(9)) }
      return refusal(failure, of: line)
    }
  }

  /// What the client says when it is not let in.
  private static func refusal(_ failure: SecureShellFailure, of line: SecureShellLine) -> AWSOutcome {
    let words = failure.words(to: line.door)
    var outcome = AWSOutcome(errorOutput: "\(words)\n", status: 255)
    outcome.advice = .session(failure)
    return outcome
  }
}
