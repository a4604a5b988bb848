/// How many of the resources found become the target.
enum FISSelection: Equatable {
  case all
  case count(Int)
  case percent(Int)

  /// Reads `ALL`, `COUNT(n)` and `PERCENT(n)`.
  init?(_ text: String) {
    if text == "ALL" {
      self = .all
      return
    }
    for (word, most) in [("COUNT(", 500), ("PERCENT(", 100)] where text.hasPrefix(word) && text.hasSuffix(")")
    {
      guard let number = Int(text.dropFirst(word.utf8.count).dropLast()), (1...most).contains(number) else {
        return nil
      }
      self = word == "COUNT(" ? .count(number) : .percent(number)
      return
    }
    return nil
  }

  /// How many of a number; a percentage is rounded down (FIS User Guide, targets).
  func size(of count: Int) -> Int {
    switch self {
    case .all: count
    case .count(let most): min(most, count)
    case .percent(let share): count * share / 100
    }
  }
}
