/// What the policies of a caller say of a request.
package enum PolicyDecision: Sendable, Equatable {
  /// A statement allows it and none denies it.
  case allowed
  /// A statement denies it, whatever others allow.
  case explicitlyDenied
  /// No statement allows it.
  case implicitlyDenied
}

extension PolicyDecision {
  /// Decides a request by identity policies: an explicit deny wins, else an allow, else it is denied (facts: IAM).
  package static func of(_ request: RequestFacts, under policies: [PolicyDocument]) -> PolicyDecision {
    var allowed = false
    for policy in policies {
      for statement in policy.statements where statement.applies(to: request) {
        switch statement.effect {
        case .deny: return .explicitlyDenied
        case .allow: allowed = true
        }
      }
    }
    return allowed ? .allowed : .implicitlyDenied
  }
}

extension PolicyDocument.Statement {
  fileprivate func applies(to request: RequestFacts) -> Bool {
    actions.matches(request.action, ignoringCase: true)
      && resources.matches(request.resource, ignoringCase: false)
      && conditions.allSatisfy { $0.holds(for: request) }
  }
}

extension PolicyDocument.Matching {
  fileprivate func matches(_ text: String, ignoringCase: Bool) -> Bool {
    switch self {
    case .any(let patterns):
      patterns.contains { Wildcard.matches(text, pattern: $0, ignoringCase: ignoringCase) }
    case .none(let patterns):
      !patterns.contains { Wildcard.matches(text, pattern: $0, ignoringCase: ignoringCase) }
    }
  }
}

extension PolicyDocument.Condition {
  fileprivate func holds(for request: RequestFacts) -> Bool {
    let found = request.values(of: key)?.first
    switch comparison {
    case .stringEquals:
      return found.map { value in values.contains { $0.utf8.elementsEqual(value.utf8) } } ?? false
    case .stringNotEquals:
      return found.map { value in !values.contains { $0.utf8.elementsEqual(value.utf8) } } ?? true
    case .stringLike:
      return found.map { value in
        values.contains { Wildcard.matches(value, pattern: $0, ignoringCase: false) }
      } ?? false
    case .stringNotLike:
      return found.map { value in
        !values.contains { Wildcard.matches(value, pattern: $0, ignoringCase: false) }
      } ?? true
    case .bool:
      return found.map { value in values.contains { $0.lowercased() == value.lowercased() } } ?? false
    case .boolIfExists:
      return found.map { value in values.contains { $0.lowercased() == value.lowercased() } } ?? true
    }
  }
}

/// Patterns with `*` for any run of characters and `?` for one.
package enum Wildcard {
  /// Whether the whole text matches the pattern. O(text × pattern) at worst, without recursion.
  package static func matches(_ text: String, pattern: String, ignoringCase: Bool) -> Bool {
    let text = Array((ignoringCase ? text.lowercased() : text).utf8)
    let pattern = Array((ignoringCase ? pattern.lowercased() : pattern).utf8)
    let star = UInt8(ascii: "*")
    let one = UInt8(ascii: "?")
    var t = 0
    var p = 0
    var lastStar: Int?
    var resume = 0
    while t < text.count {
      if p < pattern.count, pattern[p] == star {
        lastStar = p
        resume = t
        p += 1
      } else if p < pattern.count, pattern[p] == one || pattern[p] == text[t] {
        t += 1
        p += 1
      } else if let star = lastStar {
        p = star + 1
        resume += 1
        t = resume
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == star { p += 1 }
    return p == pattern.count
  }
}
