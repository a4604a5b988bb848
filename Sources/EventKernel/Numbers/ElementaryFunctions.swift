/// Exponential, logarithm and power, made of IEEE 754 basic operations only, in one fixed order.
///
/// A C library may round these functions otherwise than the next one does; ours give the same bits on every machine. Errors stay below one unit
/// in the last place, except where the result is subnormal.
package enum ElementaryFunctions {
  /// e to the power `x`; 0 below −745.13, infinity above 709.78.
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    return exp(x, 0)
  }

  /// The natural logarithm of `x`; −infinity at 0, NaN below it.
  package static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 { return .nan }
    if x == 0 { return -.infinity }
    let (mantissa, exponent) = split(x)
    let f = mantissa - 1
    let s = f / (2 + f)
    let halfSquare = 0.5 * f * f
    let k = Double(exponent)
    return k * ln2Head - ((halfSquare - (s * (halfSquare + tail(s * s)) + k * ln2Rest)) - f)
  }

  /// `x` to the power `y`, with the special cases of C's `pow`.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let odd = isOddInteger(y)
    if x == 0 || x.isInfinite || y.isInfinite { return limit(x, y, odd: odd) }
    if x > 0 { return positivePower(x, y) }
    guard odd || isInteger(y) else { return .nan }
    let magnitude = positivePower(-x, y)
    return odd ? -magnitude : magnitude
  }

  private static let ln2Head = 0x1.62e42fee00000p-1
  private static let ln2Rest = 0x1.a39ef35793c76p-33

  /// `x` = mantissa · 2^exponent with a mantissa between √½ and √2; `x` is finite and above 0.
  private static func split(_ x: Double) -> (mantissa: Double, exponent: Int) {
    let subnormal = x < 0x1p-1022
    let bits = (subnormal ? x * 0x1p54 : x).bitPattern
    let exponent = Int(bits >> 52) - (subnormal ? 1077 : 1023)
    let mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    return mantissa > 1.4142135623730951 ? (mantissa * 0.5, exponent + 1) : (mantissa, exponent)
  }

  /// 2z/3 + 2z²/5 + … for z = s², s = f/(2+f): what ln(1+f)/s has beyond 2.
  private static func tail(_ z: Double) -> Double {
    var sum = 2.0 / 21.0
    sum = sum * z + 2.0 / 19.0
    sum = sum * z + 2.0 / 17.0
    sum = sum * z + 2.0 / 15.0
    sum = sum * z + 2.0 / 13.0
    sum = sum * z + 2.0 / 11.0
    sum = sum * z + 2.0 / 9.0
    sum = sum * z + 2.0 / 7.0
    sum = sum * z + 2.0 / 5.0
    sum = sum * z + 2.0 / 3.0
    return sum * z
  }

  /// e to the power `head + rest`, where `rest` is far smaller than `head` and the sum within the range of `exp`.
  private static func exp(_ head: Double, _ rest: Double) -> Double {
    // Adding 1.5·2⁵² leaves the nearest whole number in the last bits.
    let k = (head * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52
    let high = head - k * ln2Head
    let low = k * ln2Rest
    let r = high - low
    let correction = (high - r) - low + rest
    var sum = 1.0 / 6_227_020_800.0
    sum = sum * r + 1.0 / 479_001_600.0
    sum = sum * r + 1.0 / 39_916_800.0
    sum = sum * r + 1.0 / 3_628_800.0
    sum = sum * r + 1.0 / 362_880.0
    sum = sum * r + 1.0 / 40_320.0
    sum = sum * r + 1.0 / 5_040.0
    sum = sum * r + 1.0 / 720.0
    sum = sum * r + 1.0 / 120.0
    sum = sum * r + 1.0 / 24.0
    sum = sum * r + 1.0 / 6.0
    sum = sum * r + 0.5
    let one = 1 + r
    let lost = r - (one - 1)
    let curved = r * r * sum
    return scale(one + (lost + (curved + correction * (1 + r + curved))), Int(k))
  }

  /// `x` · 2^`exponent`, rounded once.
  private static func scale(_ x: Double, _ exponent: Int) -> Double {
    if exponent > 1000 { return x * 0x1p1000 * power(exponent - 1000) }
    if exponent < -1000 { return x * 0x1p-1000 * power(exponent + 1000) }
    return x * power(exponent)
  }

  private static func power(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}

extension ElementaryFunctions {
  private static func isInteger(_ y: Double) -> Bool {
    abs(y) >= 0x1p53 || Double(Int64(y)) == y
  }

  private static func isOddInteger(_ y: Double) -> Bool {
    abs(y) < 0x1p53 && Double(Int64(y)) == y && Int64(y) & 1 != 0
  }

  /// `pow` where a side is 0 or infinite.
  private static func limit(_ x: Double, _ y: Double, odd: Bool) -> Double {
    if y.isInfinite {
      if abs(x) == 1 { return 1 }
      return (abs(x) > 1) == (y > 0) ? .infinity : 0
    }
    let magnitude = x.isInfinite == (y > 0) ? Double.infinity : 0
    return odd && x.sign == .minus ? -magnitude : magnitude
  }

  /// `pow` for a finite `x` above 0 and a finite `y`, by a logarithm of twice the precision.
  private static func positivePower(_ x: Double, _ y: Double) -> Double {
    let logarithm = preciseLog(x)
    let rough = logarithm.head * y
    if rough > 709.79 { return .infinity }
    if rough < -745.2 { return 0 }
    let product = DoubleDouble.product(logarithm.head, y)
    return exp(product.head, product.rest + logarithm.rest * y)
  }

  private static func preciseLog(_ x: Double) -> DoubleDouble {
    let (mantissa, exponent) = split(x)
    let f = mantissa - 1
    let s = DoubleDouble.quotient(f, DoubleDouble.sum(2, f))
    let z = s * s
    var series = 1.0 / 25.0
    series = series * z.head + 1.0 / 23.0
    series = series * z.head + 1.0 / 21.0
    series = series * z.head + 1.0 / 19.0
    series = series * z.head + 1.0 / 17.0
    series = series * z.head + 1.0 / 15.0
    series = series * z.head + 1.0 / 13.0
    series = series * z.head + 1.0 / 11.0
    series = series * z.head + 1.0 / 9.0
    series = series * z.head + 1.0 / 7.0
    let fifth = DoubleDouble(head: 0.2, rest: -1.1102230246251565e-17)
    let third = DoubleDouble(head: 1.0 / 3.0, rest: 1.850371707708594e-17)
    let inner = third + z * (fifth + z * DoubleDouble(head: series, rest: 0))
    let twice = DoubleDouble(head: 2 * s.head, rest: 2 * s.rest)
    let ln2 = DoubleDouble(head: 0x1.62e42fefa39efp-1, rest: 0x1.abc9e3b39803fp-56)
    return ln2 * DoubleDouble(head: Double(exponent), rest: 0) + (twice + twice * (z * inner))
  }
}
