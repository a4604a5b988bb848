import Cloud

/// `[ … ]`, `[[ … ]]` and `test …`: comparisons of words and numbers, and questions about files.
struct TestLine {
  /// The names under which it is called.
  static let names = ["[", "[[", "test"]

  /// 0 where it holds, 1 where it does not, 2 where it cannot be read.
  let status: Int32
  /// Why it cannot be read, as a shell says it.
  let error: String?

  private static let forms =
    "known here: -z TEXT, -n TEXT, A = B, A != B, A -eq B (-ne -lt -le -gt -ge), -e FILE, -f FILE, -s FILE, ! in front"

  /// - Parameters:
  ///   - name: `[`, `[[` or `test`; the first two want their end.
  ///   - read: reads a file of the work folder; `nil` when there is none.
  init(_ name: String, _ arguments: [String], read: (String) -> [UInt8]?) {
    var words = arguments[...]
    if name != "test" {
      let end = name == "[" ? "]" : "]]"
      guard words.last == end else {
        self.init(status: 2, error: "\(name): missing `\(end)'")
        return
      }
      words.removeLast()
    }
    var isTurned = false
    while words.count > 1, words.first == "!" {
      isTurned.toggle()
      words.removeFirst()
    }
    // Within `[[` an empty value stays a word of its own, which is gone when the words come here.
    if name == "[[", let sign = words.first, words.count < 3 {
      if words.count == 2, Self.compares(sign) { words.insert("", at: words.startIndex) }
      if words.count == 1, Self.asks(sign) || Self.compares(sign) { words.append("") }
    }
    switch Self.holds(Array(words), isPattern: name == "[[", read: read) {
    case .success(let holds): self.init(status: holds != isTurned ? 0 : 1, error: nil)
    case .failure(let failure): self.init(status: 2, error: "\(name): \(failure.text)")
    }
  }

  private init(status: Int32, error: String?) {
    self.status = status
    self.error = error
  }

  private struct Failure: Error { let text: String }

  private static func compares(_ word: String) -> Bool {
    ["=", "==", "!="].contains(word) || compared[word] != nil
  }

  private static func asks(_ word: String) -> Bool { ["-z", "-n", "-e", "-f", "-s"].contains(word) }

  private static let compared: [String: @Sendable (Int, Int) -> Bool] = [
    "-eq": { $0 == $1 }, "-ne": { $0 != $1 }, "-lt": { $0 < $1 }, "-le": { $0 <= $1 }, "-gt": { $0 > $1 },
    "-ge": { $0 >= $1 },
  ]

  private static func holds(
    _ words: [String], isPattern: Bool, read: (String) -> [UInt8]?
  ) -> Result<Bool, Failure> {
    switch words.count {
    case 0: return .success(false)
    case 1: return .success(!words[0].isEmpty)
    case 2:
      switch words[0] {
      case "-z": return .success(words[1].isEmpty)
      case "-n": return .success(!words[1].isEmpty)
      case "-e", "-f": return .success(read(words[1]) != nil)
      case "-s": return .success(read(words[1])?.isEmpty == false)
      default:
        let isValueMissing = compares(words[0]) || compares(words[1])
        return .failure(
          Failure(
            text: isValueMissing
              ? "\(words[0]): unary operator expected (an empty variable stands in double quotes)" : forms))
      }
    case 3:
      let (left, sign, right) = (words[0], words[1], words[2])
      switch sign {
      case "=", "==", "!=":
        let isEqual = isPattern ? Wildcard.matches(left, pattern: right, ignoringCase: false) : left == right
        return .success(isEqual == (sign != "!="))
      default:
        guard let comparison = compared[sign] else { return .failure(Failure(text: forms)) }
        for word in [left, right] where Int(word) == nil {
          return .failure(Failure(text: "\(word): integer expression expected"))
        }
        return .success(comparison(Int(left) ?? 0, Int(right) ?? 0))
      }
    default: return .failure(Failure(text: forms))
    }
  }
}
