import Testing
import Texts

struct NumberFormatTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (79_240, "79,240"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `integers are grouped by three digits`(value: Int, expected: String) {
    #expect(NumberFormat.integer(value) == expected)
  }

  @Test(arguments: [
    (318.2, "318.20 USD"), (1318.2, "1,318.20 USD"), (0, "0.00 USD"), (-0.001, "0.00 USD"), (-3, "-3.00 USD"),
    (.nan, "— USD"),
  ])
  func `money has two decimals and its code`(value: Double, expected: String) {
    #expect(NumberFormat.usd(value) == expected)
  }

  @Test(arguments: [
    (0.999, 1, "99.9%"), (0.99996, 1, "99.9%"), (0.99996, 2, "99.99%"), (1, 1, "100.0%"), (0, 0, "0%"),
    (0.999, 0, "99%"), (0.125, 1, "12.5%"), (1.5, 0, "150%"),
  ])
  func `what is not all never rounds to all`(fraction: Double, digits: Int, expected: String) {
    #expect(NumberFormat.percent(fraction, digits: digits) == expected)
  }

  @Test(
    arguments: [
      (0, "0 s", "0초"), (250, "0.3 µs", "0.3 µs"), (41_000_000, "41 ms", "41 ms"),
      (1_500_000, "1.5 ms", "1.5 ms"),
      (1_000_000_000, "1 s", "1초"), (8_500_000_000, "8.5 s", "8.5초"), (59_999_000_000, "1 min", "1분"),
      (130_000_000_000, "2 min 10 s", "2분 10초"), (3_605_000_000_000, "1 h 5 s", "1시간 5초"),
      (7_200_000_000_000, "2 h", "2시간"), (90_061_000_000_000, "1 d 1 h 1 min", "1일 1시간 1분"),
      (-130_000_000_000, "-2 min 10 s", "-2분 10초"),
    ] as [(Int64, String, String)])
  func `a duration reads as a person would say it`(nanoseconds: Int64, english: String, korean: String) {
    #expect(NumberFormat.duration(nanoseconds: nanoseconds, language: .en) == english)
    #expect(NumberFormat.duration(nanoseconds: nanoseconds, language: .ko) == korean)
  }

  @Test func `the longest durations are written too`() {
    #expect(NumberFormat.duration(nanoseconds: .max, language: .en).contains("d"))
    #expect(NumberFormat.duration(nanoseconds: .min, language: .ko).hasPrefix("-"))
  }
}
