/// Where the cursor stands in a shorthand word such as `Name=vpc-id,Values=` or `DeviceName=/dev/sdf,Ebs={VolumeSize=`.
struct ShorthandCursor {
  /// A structure, map or list that is open at the cursor.
  struct Level {
    /// What it is; `nil` where the word does not fit the model.
    let shape: Shape?
    /// What the operation reads of it.
    let read: MemberProbe.Members
    /// The member whose value is being written.
    var member: String?
    /// The members that were written, with the text of their values.
    var written: [String: String] = [:]
  }

  /// The open levels, the innermost last; never empty.
  private(set) var levels: [Level]
  /// The word up to what is completed.
  private(set) var before = ""
  /// What was typed of what is completed.
  private(set) var typed = ""
  /// A list whose next element may follow the comma at the cursor, where a member may follow too.
  private(set) var continued: String?
  /// Whether nothing can be completed: within quotes, or behind a bracket.
  private(set) var isFree = false

  /// Reads a word up to the cursor. Linear in its length.
  init(_ word: String, shape: Shape, read: MemberProbe.Members) {
    levels = [Level(shape: shape, read: read)]
    var quote: Character?
    for character in word {
      if let open = quote {
        typed.append(character)
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "\"", "'":
        if typed.isEmpty { quote = character }
        typed.append(character)
      case "=": endName(character)
      case ",": endValue(character)
      case "{", "[":
        if typed.isEmpty { open(character) } else { typed.append(character) }
      case "}", "]": close(character)
      default: typed.append(character)
      }
    }
    isFree = isFree || typed.first == "\"" || typed.first == "'"
  }

  /// The innermost level.
  var level: Level {
    get { levels[levels.count - 1] }
    set { levels[levels.count - 1] = newValue }
  }

  /// The shape of the value at the cursor; `nil` where a member's name stands.
  var valueShape: Shape? {
    guard let shape = level.shape else { return nil }
    if shape.kind == .list { return shape.element }
    guard let value = memberShape else { return nil }
    return value.kind == .list ? value.element : value
  }

  /// The shape of the member whose value is being written, or of a map's values.
  private var memberShape: Shape? {
    level.member.flatMap { level.shape?.kind == .map ? level.shape?.element : level.shape?.member($0)?.shape }
  }

  private mutating func keep(_ character: Character) {
    before += typed + String(character)
    typed = ""
  }

  private mutating func endName(_ sign: Character) {
    guard level.member == nil, level.shape?.kind != .list else {
      typed.append(sign)
      return
    }
    let name = typed
    continued = nil
    level.member = name
    level.written[name] = ""
    keep(sign)
  }

  private mutating func endValue(_ sign: Character) {
    isFree = false
    if let member = level.member {
      level.written[member] = typed
      continued = memberShape?.kind == .list ? member : nil
      level.member = nil
    }
    keep(sign)
  }

  private mutating func open(_ sign: Character) {
    let below = level.member.flatMap { level.read.byName[$0.lowercased()] } ?? level.read
    let inner = sign == "[" && level.shape?.kind != .list ? memberShape : valueShape
    levels.append(Level(shape: inner, read: below))
    keep(sign)
  }

  private mutating func close(_ sign: Character) {
    guard levels.count > 1 else {
      typed.append(sign)
      return
    }
    levels.removeLast()
    keep(sign)
    isFree = true
  }
}
