/// The media types that the client guesses from the endings of files' names.
enum MediaTypes {
  private static let byEnding: [String: String] = [
    "css": "text/css", "csv": "text/csv", "gif": "image/gif", "htm": "text/html", "html": "text/html",
    "ico": "image/vnd.microsoft.icon", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
    "json": "application/json", "mjs": "text/javascript", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "tar": "application/x-tar",
    "txt": "text/plain", "webm": "video/webm", "webp": "image/webp", "xml": "text/xml",
    "zip": "application/zip",
  ]

  /// The type of a file by its name; `nil` when the ending says nothing.
  static func type(of name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return byEnding[name[name.index(after: dot)...].lowercased()]
  }
}
