import EventKernel

/// A web server that a script or an administrator put on a machine.
package struct WebServer: Sendable, Equatable {
  /// The programs that a machine can serve with.
  package enum Program: String, Sendable, CaseIterable {
    case httpd, nginx, python3
  }

  package let program: Program
  /// The port on which it listens.
  package let port: Int
  /// The directory whose files it serves.
  package let directory: String
  /// Whether the system starts it at every boot.
  package var isEnabled: Bool
  /// Whether its package brings a page of its own, which shows while nobody wrote one.
  let hasOwnPage: Bool

  /// What it is to those who send requests: little memory, and up within a second (TEACH).
  package var app: AppProfile { AppProfile(memoryGiB: 0.1, port: port, warmUp: .seconds(1)) }

  init(_ program: Program, port: Int = 80, directory: String? = nil, isEnabled: Bool = false) {
    self.program = program
    self.port = port
    self.isEnabled = isEnabled
    self.directory = directory ?? Self.directory(of: program)
    hasOwnPage = program != .httpd
  }

  /// A server of Ubuntu's packages, which serve one directory and bring a page (Ubuntu Server documentation).
  init(ofUbuntu program: Program) {
    self.program = program
    port = 80
    isEnabled = false
    directory = "/var/www/html"
    hasOwnPage = true
  }

  /// Where the packages of Amazon Linux 2023 look for pages.
  private static func directory(of program: Program) -> String {
    switch program {
    case .httpd: "/var/www/html"
    case .nginx: "/usr/share/nginx/html"
    case .python3: "/root"
    }
  }

  /// What it answers for a path: a page that was written, else what the program has of itself.
  ///
  /// Apache of Amazon Linux shows its test page with 403 while there is no `index.html`; nginx has a page of its own;
  /// Python lists the directory.
  func answer(for path: String, in files: Table<String, String>) -> (code: Int, page: String) {
    let path = String(path.prefix { $0 != "?" })
    let file = directory + (path.hasSuffix("/") ? path + "index.html" : path)
    if let page = files[file], !file.hasSuffix("/") { return (200, page) }
    guard path == "/" else { return (404, "404 Not Found\n") }
    switch program {
    case .httpd where hasOwnPage: return (200, "Apache2 Default Page: It works!\n")
    case .httpd: return (403, "It works! (test page of Apache, without an index.html)\n")
    case .nginx: return (200, "Welcome to nginx!\n")
    case .python3: return (200, "Directory listing for /\n")
    }
  }
}

extension World {
  /// The code with which the application of an instance answers a check of a path.
  func code(ofPath path: String, at instance: Instance) -> Int {
    // A version that answers every request with an error answers health checks so too; one that fails for some does not.
    if badDeploys(on: instance).contains(where: { $0.errorShare >= 1 }) { return 500 }
    guard let contents = rootVolume(of: instance)?.contents, let system = contents.system else { return 404 }
    if let server = system.webServer { return server.answer(for: path, in: contents.files).code }
    return path == system.app?.healthPath ? 200 : 404
  }
}
