/// Why a file named on the command line could not be read.
package enum AWSFileError: Error, Equatable, Sendable {
  /// There is no such file.
  case missing
  /// The file lies outside what the shell lets a line read.
  case forbidden
  /// It is a directory, too large or cannot be read.
  case unreadable

  /// The words of the operating system that the AWS command line quotes.
  func words(path: String) -> String {
    switch self {
    case .missing: "[Errno 2] No such file or directory: \(PythonText.repr(path))"
    case .forbidden: "[Errno 13] Permission denied: \(PythonText.repr(path))"
    case .unreadable: "[Errno 5] Input/output error: \(PythonText.repr(path))"
    }
  }
}

/// What reading a command line needs from outside.
package struct AWSContext: Sendable {
  /// Reads a file named by `file://`, `fileb://` or `--body`; the caller keeps it within its folder.
  package let readFile: @Sendable (String) throws(AWSFileError) -> [UInt8]
  /// The names of the files that a line may read, in no order.
  package let listFiles: @Sendable () -> [String]
  /// Writes what a line downloads.
  package let writeFile: @Sendable (String, [UInt8]) throws(AWSFileError) -> Void
  /// Deletes a file that a line has moved away.
  package let removeFile: @Sendable (String) throws(AWSFileError) -> Void
  /// A text that no other call of this session gets, for the references that the client makes up.
  package let uniqueText: @Sendable () -> String
  /// The profiles, and the variables of the shell.
  package let environment: AWSEnvironment

  package init(
    environment: AWSEnvironment = AWSEnvironment(),
    readFile: @escaping @Sendable (String) throws(AWSFileError) -> [UInt8],
    uniqueText: @escaping @Sendable () -> String, listFiles: @escaping @Sendable () -> [String] = { [] },
    writeFile: @escaping @Sendable (String, [UInt8]) throws(AWSFileError) -> Void = {
      (_: String, _: [UInt8]) throws(AWSFileError) in throw .forbidden
    },
    removeFile: @escaping @Sendable (String) throws(AWSFileError) -> Void = {
      (_: String) throws(AWSFileError) in throw .forbidden
    }
  ) {
    self.environment = environment
    self.readFile = readFile
    self.listFiles = listFiles
    self.writeFile = writeFile
    self.removeFile = removeFile
    self.uniqueText = uniqueText
  }
}
