import EventKernel

/// What the web server or the application of a machine answers.
extension World {
  /// The page for a request that has come to a machine.
  func page(of instance: Instance, for call: WebCall) -> WebAnswer {
    guard let contents = rootVolume(of: instance)?.contents, let system = contents.system else {
      return .plain(404, server: "app")
    }
    let method = call.request.method
    guard let server = system.webServer else {
      let path = call.request.path
      let isKnown =
        code(ofPath: path, at: instance) == 200
        || lab.workload.classes.contains { ($0.address?.path ?? "/").utf8.elementsEqual(path.utf8) }
      let name = privateDNSName(of: instance).split(separator: ".").first ?? ""
      return isKnown
        ? WebAnswer(
          200, "OK from \(instance.id) (\(name), \(instance.zone.rawValue))\n", type: "text/plain",
          server: "app")
        : WebAnswer(404, "404 Not Found\n", type: "text/plain", server: "app")
    }
    let name = server.serverHeader
    // nginx and Python serve files to those who read alone; Apache shows the page to a POST, too.
    if !["GET", "HEAD"].contains(method), server.program != .httpd || method != "POST" {
      return .plain(server.program == .python3 ? 501 : 405, server: name)
    }
    let answer = server.answer(for: call.target, in: contents.files)
    let isPlain = call.request.path.hasSuffix(".txt")
    return WebAnswer(
      answer.code, answer.page, type: isPlain ? "text/plain" : "text/html", server: name)
  }

  /// Whether something listens on a port of a machine that is up.
  func listens(_ instance: Instance, port: Int) -> Bool {
    port == 22 || (instance.isServing && app(of: instance)?.port == port)
  }
}

extension WebServer {
  /// What the packages of Amazon Linux 2023 and Ubuntu 24.04 write into the header `Server`.
  fileprivate var serverHeader: String {
    switch program {
    case .httpd: hasOwnPage ? "Apache/2.4.58 (Ubuntu)" : "Apache/2.4.65 (Amazon Linux)"
    case .nginx: directory == "/var/www/html" ? "nginx/1.24.0 (Ubuntu)" : "nginx/1.28.0"
    case .python3: "SimpleHTTP/0.6 Python/3.9.24"
    }
  }
}
