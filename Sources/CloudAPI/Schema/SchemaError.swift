/// Why an operation table could not be used; always a damaged installation, never the learner's mistake.
package enum SchemaError: Error, Equatable, Sendable {
  /// The file is missing or cannot be read.
  case unreadable(path: String)
  /// The file is not what `Scripts/derive-api.py` writes; `detail` names the part.
  case damaged(path: String, detail: String)
}
