/// An unevaluated sum of two Doubles: about 106 bits of precision for a few steps where 53 are not enough.
struct DoubleDouble {
  var head: Double
  var rest: Double

  /// `a` + `b` without error.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let head = a + b
    let part = head - a
    return DoubleDouble(head: head, rest: (a - (head - part)) + (b - part))
  }

  /// `a` · `b` without error, for magnitudes below 2⁹⁹⁰.
  ///
  /// Factors are cut in halves of 26 bits: a fused multiply-add would be shorter, but is no basic operation on every machine.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let head = a * b
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    let rest = ((aHigh * bHigh - head) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    return DoubleDouble(head: head, rest: rest)
  }

  /// `a` / `b` to twice the precision.
  static func quotient(_ a: Double, _ b: DoubleDouble) -> DoubleDouble {
    let head = a / b.head
    let back = product(head, b.head)
    let rest = (((a - back.head) - back.rest) - head * b.rest) / b.head
    return DoubleDouble(head: head, rest: rest)
  }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let heads = sum(left.head, right.head)
    return sum(heads.head, heads.rest + (left.rest + right.rest))
  }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let heads = product(left.head, right.head)
    return sum(heads.head, heads.rest + (left.head * right.rest + left.rest * right.head))
  }

  private static func halves(_ a: Double) -> (high: Double, low: Double) {
    let stretched = a * 134_217_729
    let high = stretched - (stretched - a)
    return (high, a - high)
  }
}
