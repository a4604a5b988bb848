import EventKernel
import Foundation
import Testing

/// Arguments and the nearest Double to the exact result, computed with 80 decimal digits.
private struct Reference: Sendable {
  let x: Double
  var y = 0.0
  let result: Double
}

private let exponentials: [Reference] = [
  Reference(x: 0x1.56e1fc2f8f359p-997, result: 0x1p0),
  Reference(x: -0x1.79ca10c924223p-67, result: 0x1p0),
  Reference(x: 0x1.12e0be826d695p-30, result: 0x1.000000044b830p0),
  Reference(x: 0x1p-1, result: 0x1.a61298e1e069cp0),
  Reference(x: -0x1p-1, result: 0x1.368b2fc6f960ap-1),
  Reference(x: 0x1.62e42fefa39efp-2, result: 0x1.6a09e667f3bccp0),
  Reference(x: 0x1.62e42fefa39f0p-2, result: 0x1.6a09e667f3bcdp0),
  Reference(x: 0x1p0, result: 0x1.5bf0a8b145769p1),
  Reference(x: -0x1p0, result: 0x1.78b56362cef38p-2),
  Reference(x: 0x1p1, result: 0x1.d8e64b8d4ddaep2),
  Reference(x: 0x1.4000000000000p3, result: 0x1.5829dcf950560p14),
  Reference(x: -0x1.4000000000000p3, result: 0x1.7cd79b5647c9bp-15),
  Reference(x: 0x1.62ccccccccccdp6, result: 0x1.f4705bbffae5cp127),
  Reference(x: -0x1.5d33333333333p6, result: 0x1.09874c0b9cacbp-126),
  Reference(x: 0x1.5e00000000000p9, result: 0x1.d945df4f8ec8ep1009),
  Reference(x: 0x1.62e3d70a3d70ap9, result: 0x1.fe9ce5c4c52b4p1023),
  Reference(x: -0x1.5e00000000000p9, result: 0x1.14f2b0fb9307fp-1010),
  Reference(x: -0x1.6226666666666p9, result: 0x1.19e98b83de7a3p-1022),
  Reference(x: 0x1.921fb54442d18p1, result: 0x1.724046eb09339p4),
  Reference(x: -0x1.ccccccccccccdp-1, result: 0x1.a053cc0086e1ep-2),
]

private let logarithms: [Reference] = [
  Reference(x: 0x0.0000000000001p-1022, result: -0x1.74385446d71c3p9),
  Reference(x: 0x1p-1022, result: -0x1.6232bdd7abcd2p9),
  Reference(x: 0x1.b7cdfd9d7bdbbp-34, result: -0x1.7069e2aa2aa5bp4),
  Reference(x: 0x1.999999999999ap-4, result: -0x1.26bb1bbb55515p1),
  Reference(x: 0x1p-1, result: -0x1.62e42fefa39efp-1),
  Reference(x: 0x1.6a09e667f3bccp-1, result: -0x1.62e42fefa39f1p-2),
  Reference(x: 0x1.6a09e667f3bcdp-1, result: -0x1.62e42fefa39eep-2),
  Reference(x: 0x1.fffffffffffffp-1, result: -0x1p-53),
  Reference(x: 0x1.0000000000001p0, result: 0x1.fffffffffffffp-53),
  Reference(x: 0x1.199999999999ap0, result: 0x1.8663f793c46ccp-4),
  Reference(x: 0x1.6a09e667f3bcdp0, result: 0x1.62e42fefa39f0p-2),
  Reference(x: 0x1p1, result: 0x1.62e42fefa39efp-1),
  Reference(x: 0x1.5bf0a8b145769p1, result: 0x1p0),
  Reference(x: 0x1.8000000000000p1, result: 0x1.193ea7aad030bp0),
  Reference(x: 0x1.4000000000000p3, result: 0x1.26bb1bbb55516p1),
  Reference(x: 0x1.86a0000000000p16, result: 0x1.7069e2aa2aa5bp3),
  Reference(x: 0x1.249ad2594c37dp332, result: 0x1.cc845b54b54f2p7),
  Reference(x: 0x1.fffffffffffffp1023, result: 0x1.62e42fefa39efp9),
  Reference(x: 0x1.fae147ae147aep-1, result: -0x1.495453e6fd4bcp-7),
  Reference(x: 0x1.028f5c28f5c29p0, result: 0x1.460d6ccca367cp-7),
]

private let powers: [Reference] = [
  Reference(x: 0x1p1, y: 0x1p-1, result: 0x1.6a09e667f3bcdp0),
  Reference(x: 0x1.4000000000000p3, y: -0x1.8000000000000p1, result: 0x1.0624dd2f1a9fcp-10),
  Reference(x: 0x1.ccccccccccccdp-1, y: 0x1.e06522c3f35bap-3, result: 0x1.f3805cb4251a8p-1),
  Reference(x: 0x1.000001ad7f29bp0, y: 0x1.dcd6500000000p29, result: 0x1.349445c228792p144),
  Reference(x: 0x1p-1, y: -0x1.999999999999ap-3, result: 0x1.2611186bae675p0),
  Reference(x: 0x1.edd2f1a9fbe77p6, y: 0x1.e000000000000p2, result: 0x1.1412532898d74p52),
  Reference(x: 0x1.d99999999999ap1, y: -0x1.6800000000000p3, result: 0x1.b324375a5eac1p-22),
  Reference(x: 0x1.4f8b588e368f1p-17, y: 0x1.3bcd35a858794p-3, result: 0x1.5b00190109ccbp-3),
  Reference(x: 0x1.6a09e667f3bcdp0, y: 0x1.f400000000000p9, result: 0x1.0000000000134p500),
  Reference(x: 0x1.ffffffaa19c47p-1, y: 0x1.2a05f20000000p33, result: 0x1.a8c1d5664706fp-145),
  Reference(x: 0x1.3880000000000p14, y: -0x1.ccccccccccccdp-1, result: 0x1.1a4b797bd4dd2p-13),
  Reference(x: 0x1.c000000000000p2, y: 0x1.8000000000000p1, result: 0x1.5700000000000p8),
  Reference(x: 0x0.0000000000001p-1022, y: 0x1.3333333333333p-2, result: 0x1.bdb8cdadbe161p-323),
  Reference(x: 0x1.7e43c8800759cp996, y: -0x1.051eb851eb852p0, result: 0x1.6789e3750f743p-1017),
  Reference(x: 0x1.8000000000000p0, y: 0x1.a900000000000p10, result: 0x1.5a63b3b6d05e3p994),
  Reference(x: 0x1.3b851eb851eb8p2, y: 0x1.ddb22d0e56042p-2, result: 0x1.0d6a71b490252p1),
  Reference(x: -0x1.8000000000000p1, y: 0x1.8000000000000p1, result: -0x1.b000000000000p4),
  Reference(x: -0x1.4000000000000p1, y: 0x1p2, result: 0x1.3880000000000p5),
  Reference(x: 0x1.b333333333333p0, y: -0x1.2c20000000000p10, result: 0x1.f76438181ce9dp-920),
  Reference(x: 0x1.999999999999ap-4, y: 0x1.2c00000000000p8, result: 0x1.56e1fc2f8f3bdp-997),
]

/// How many representable numbers lie between two of the same sign.
private func steps(_ a: Double, _ b: Double) -> UInt64 {
  a.sign == b.sign
    ? UInt64(
      (Int64(bitPattern: a.magnitude.bitPattern) - Int64(bitPattern: b.magnitude.bitPattern)).magnitude)
    : .max
}

@Suite("elementary functions")
struct ElementaryFunctionsTests {
  @Test(arguments: exponentials)
  fileprivate func `exp is within one unit in the last place`(_ reference: Reference) {
    #expect(steps(ElementaryFunctions.exp(reference.x), reference.result) <= 1)
  }

  @Test(arguments: logarithms)
  fileprivate func `log is within one unit in the last place`(_ reference: Reference) {
    #expect(steps(ElementaryFunctions.log(reference.x), reference.result) <= 1)
  }

  @Test(arguments: powers)
  fileprivate func `pow is within one unit in the last place`(_ reference: Reference) {
    #expect(steps(ElementaryFunctions.pow(reference.x, reference.y), reference.result) <= 1)
  }

  @Test func `sweeps agree with the C library to a part in 10 to the 15`() {
    let draws = Draws(seed: 7, purpose: 0, population: 0, number: 0)
    for index in 0..<20_000 {
      let x = draws.uniform(-700, 700, 3 * index)
      let base = ElementaryFunctions.exp(draws.uniform(-20, 20, 3 * index + 1))
      let y = draws.uniform(-30, 30, 3 * index + 2)
      #expect(abs(ElementaryFunctions.exp(x) / Foundation.exp(x) - 1) < 1e-15)
      #expect(abs(ElementaryFunctions.log(base) - Foundation.log(base)) <= 1e-15 * abs(Foundation.log(base)))
      #expect(abs(ElementaryFunctions.pow(base, y) / Foundation.pow(base, y) - 1) < 1e-15)
    }
  }

  @Test func `the rims of exp and log are those of IEEE 754`() {
    #expect(ElementaryFunctions.exp(0) == 1)
    #expect(ElementaryFunctions.exp(710) == .infinity)
    #expect(ElementaryFunctions.exp(-746) == 0)
    #expect(ElementaryFunctions.exp(-.infinity) == 0)
    #expect(ElementaryFunctions.exp(.nan).isNaN)
    #expect(ElementaryFunctions.exp(-740) > 0)
    #expect(ElementaryFunctions.log(1) == 0)
    #expect(ElementaryFunctions.log(0) == -.infinity)
    #expect(ElementaryFunctions.log(-1).isNaN)
    #expect(ElementaryFunctions.log(.infinity) == .infinity)
    #expect(ElementaryFunctions.log(.nan).isNaN)
  }

  @Test(arguments: [-.infinity, -3, -2.5, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, 3, 1e300, .infinity, .nan])
  func `the rims of pow are those of C`(_ x: Double) {
    for y in [-.infinity, -1e300, -3, -2, -0.5, -0.0, 0.0, 0.5, 1, 2, 3, 1e300, .infinity, .nan] {
      let ours = ElementaryFunctions.pow(x, y)
      let theirs = Foundation.pow(x, y)
      let close = ours == theirs && ours.sign == theirs.sign || abs(ours / theirs - 1) < 1e-15
      #expect(close || ours.isNaN && theirs.isNaN, "pow(\(x), \(y)) is \(ours), not \(theirs)")
    }
  }
}
