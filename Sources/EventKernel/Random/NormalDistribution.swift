/// The normal distribution of mean 0 and deviation 1.
package enum NormalDistribution {
  /// The number below which the fraction `p` of all draws lies, for `p` above 0 and below 1; relative error about 10⁻¹⁵.
  ///
  /// Wichura's algorithm AS 241 (Applied Statistics 37, 1988). By the inverse, one draw gives one number and a greater draw a greater number, so
  /// that addressed draws need no rejection.
  package static func quantile(_ p: Double) -> Double {
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, center)
    }
    let r = (-ElementaryFunctions.log(q < 0 ? p : 1 - p)).squareRoot()
    let tail = r <= 5 ? ratio(r - 1.6, middle) : ratio(r - 5, far)
    return q < 0 ? -tail : tail
  }

  /// Two polynomials from the constant term up; the second one's constant term is 1.
  private struct Rational {
    let above: (Double, Double, Double, Double, Double, Double, Double, Double)
    let below: (Double, Double, Double, Double, Double, Double, Double)
  }

  private static func ratio(_ r: Double, _ rational: Rational) -> Double {
    let (a0, a1, a2, a3, a4, a5, a6, a7) = rational.above
    let (b1, b2, b3, b4, b5, b6, b7) = rational.below
    let above = ((((((a7 * r + a6) * r + a5) * r + a4) * r + a3) * r + a2) * r + a1) * r + a0
    let below = ((((((b7 * r + b6) * r + b5) * r + b4) * r + b3) * r + b2) * r + b1) * r + 1
    return above / below
  }

  private static let center = Rational(
    above: (
      3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
      45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
    ),
    below: (
      42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
      39307.895800092710610, 28729.085735721942674, 5226.4952788528545610
    ))

  private static let middle = Rational(
    above: (
      1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
      1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4
    ),
    below: (
      2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
      0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9
    ))

  private static let far = Rational(
    above: (
      6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
      0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
      2.01033439929228813265e-7
    ),
    below: (
      0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15
    ))
}
