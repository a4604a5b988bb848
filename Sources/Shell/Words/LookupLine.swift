import Cloud

/// The words after `dig`, `nslookup` or `host`: a question about a name, and what the program prints of the answer.
struct LookupLine {
  /// The names of the programs.
  static let names = ["dig", "host", "nslookup"]

  /// The host name that is asked about.
  private(set) var host = ""
  /// The type of the records.
  private(set) var type = "A"
  private let program: String
  private var isShort = false
  private var showsAnswerAlone = false

  /// The resolver that the programs say they asked: that of the learner's computer (RFC 6761: the loopback network).
  private static let server = "127.0.0.53"
  private static let types: Set<String> = ["A", "AAAA", "CNAME", "MX", "NS", "SOA", "TXT", "ANY"]

  /// Reads the words; `nil` when one is not known or the name is missing.
  init?(_ program: String, _ arguments: [String]) {
    self.program = program
    var words = arguments[...]
    while let word = words.popFirst() {
      switch word {
      case "+short" where program == "dig": isShort = true
      case "+noall" where program == "dig": showsAnswerAlone = true
      case "-t" where program != "nslookup":
        guard let given = words.popFirst()?.uppercased(), Self.types.contains(given) else { return nil }
        type = given
      case "-4", "IN", "in": continue
      case _ where word.hasPrefix("+") && program == "dig": continue
      // Another server than that of the computer answers the same here.
      case _ where word.hasPrefix("@") && program == "dig": continue
      case _ where program == "nslookup" && (word.hasPrefix("-type=") || word.hasPrefix("-query=")):
        type = word.drop { $0 != "=" }.dropFirst().uppercased()
        guard Self.types.contains(type) else { return nil }
      case _ where word.hasPrefix("-"): return nil
      case _ where program == "dig" && Self.types.contains(word.uppercased()): type = word.uppercased()
      case _ where host.isEmpty: host = word
      // The second name is that of a server.
      case _ where program != "dig": continue
      default: return nil
      }
    }
    guard !host.isEmpty else { return nil }
    if type == "ANY" { type = "A" }
  }

  /// How the program is called, for whoever asked otherwise.
  static func usage(of program: String) -> String {
    switch program {
    case "dig": "usage: dig [+short] NAME [A|AAAA|CNAME|MX|NS|SOA|TXT]\n"
    case "host": "usage: host [-t TYPE] NAME\n"
    default: "usage: nslookup [-type=TYPE] NAME\n"
    }
  }

  /// What the program prints of an answer.
  func text(of lookup: DNSLookup) -> TextTool.Outcome {
    switch program {
    case "dig": TextTool.Outcome(output: dug(lookup))
    case "host": hosted(lookup)
    default: TextTool.Outcome(output: looked(lookup), status: lookup.records.isEmpty ? 1 : 0)
    }
  }

  private var question: String { host.hasSuffix(".") ? host : host + "." }

  private func dug(_ lookup: DNSLookup) -> String {
    if isShort { return lookup.records.map { $0.value + "\n" }.joined() }
    let answer = lookup.records.map { "\($0.name)\t\($0.ttl)\tIN\t\($0.type)\t\($0.value)\n" }.joined()
    if showsAnswerAlone { return answer }
    return """
      ; <<>> DiG 9.18 <<>> \(host)
      ;; Got answer:
      ;; ->>HEADER<<- opcode: QUERY, status: \(lookup.exists ? "NOERROR" : "NXDOMAIN"), id: 1
      ;; flags: qr rd ra; QUERY: 1, ANSWER: \(lookup.records.count), AUTHORITY: 0, ADDITIONAL: 0

      ;; QUESTION SECTION:
      ;\(question)\t\tIN\t\(type)


      """ + (answer.isEmpty ? "" : ";; ANSWER SECTION:\n\(answer)\n") + ";; SERVER: \(Self.server)#53\n"
  }

  private func hosted(_ lookup: DNSLookup) -> TextTool.Outcome {
    guard lookup.exists else {
      return TextTool.Outcome(output: "Host \(host) not found: 3(NXDOMAIN)\n", status: 1)
    }
    guard !lookup.records.isEmpty else {
      return TextTool.Outcome(output: "\(host) has no \(type) record\n")
    }
    return TextTool.Outcome(output: lookup.records.map { hosted($0) }.joined())
  }

  private func hosted(_ record: DNSRecordLine) -> String {
    let name = record.name.dropLast()
    return switch record.type {
    case "A": "\(name) has address \(record.value)\n"
    case "AAAA": "\(name) has IPv6 address \(record.value)\n"
    case "CNAME": "\(name) is an alias for \(record.value)\n"
    case "MX": "\(name) mail is handled by \(record.value)\n"
    case "NS": "\(name) name server \(record.value)\n"
    case "TXT": "\(name) descriptive text \(record.value)\n"
    default: "\(name) has \(record.type) record \(record.value)\n"
    }
  }

  private func looked(_ lookup: DNSLookup) -> String {
    let head = "Server:\t\t\(Self.server)\nAddress:\t\(Self.server)#53\n\n"
    guard lookup.exists else { return head + "** server can't find \(host): NXDOMAIN\n\n" }
    guard !lookup.records.isEmpty else { return head + "*** Can't find \(host): No answer\n\n" }
    let rows = lookup.records.map { record in
      let name = record.name.dropLast()
      return switch record.type {
      case "A": "Name:\t\(name)\nAddress: \(record.value)\n"
      case "CNAME": "\(name)\tcanonical name = \(record.value)\n"
      case "NS": "\(name)\tnameserver = \(record.value)\n"
      case "TXT": "\(name)\ttext = \(record.value)\n"
      default: "\(name)\t\(record.type) = \(record.value)\n"
      }
    }
    return head + "Non-authoritative answer:\n" + rows.joined() + "\n"
  }
}
