import EventKernel
import Foundation
import Testing

@Suite("durations")
struct DurationTests {
  @Test func `units agree with each other`() {
    #expect(Duration.seconds(1) == .milliseconds(1_000))
    #expect(Duration.milliseconds(1) == .microseconds(1_000))
    #expect(Duration.microseconds(1) == .nanoseconds(1_000))
    #expect(Duration.days(1) == .hours(24))
    #expect(Duration.hours(1) == .minutes(60))
    #expect(Duration.minutes(1) == .seconds(60))
    #expect(Duration.seconds(1.5) == .milliseconds(1_500))
    #expect(Duration.seconds(0.1).nanoseconds == 100_000_000)
    #expect(Duration.hours(0.5) == .minutes(30))
    #expect(Duration.seconds(90).inSeconds == 90)
    #expect(Duration.seconds(-1.9).wholeSeconds == -1)
  }

  @Test func `arithmetic saturates instead of overflowing`() {
    #expect(Duration.maximum + .nanoseconds(1) == .maximum)
    #expect(Duration.minimum - .nanoseconds(1) == .minimum)
    #expect(Duration.zero - .minimum == .maximum)
    #expect(-Duration.minimum == .maximum)
    #expect(Duration.days(Int.max) == .maximum)
    #expect(Duration.seconds(Int.min) == .minimum)
    #expect(Duration.seconds(1e300) == .maximum)
    #expect(Duration.seconds(-Double.infinity) == .minimum)
    #expect(Duration.days(100_000) * -2 == .minimum)
    #expect(Duration.days(-100_000) * -2 == .maximum)
    #expect(Duration.minimum / -1 == .maximum)
    #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
    #expect(Instant.distantPast - .seconds(1) == .distantPast)
    #expect(Instant.distantFuture - Instant.distantPast == .maximum)
  }

  @Test func `sums, products and quotients are exact within range`() {
    #expect(Duration.seconds(3) * 4 == .seconds(12))
    #expect(Duration.seconds(3) * 0.5 == .milliseconds(1_500))
    #expect(Duration.seconds(7) / 2 == .milliseconds(3_500))
    #expect(Duration.minutes(1) / Duration.seconds(30) == 2.0)
    var span = Duration.seconds(1)
    span += .seconds(2)
    span -= .milliseconds(500)
    #expect(span == .milliseconds(2_500))
    #expect(Duration.milliseconds(1) < .seconds(1))
  }

  @Test(arguments: [
    (Duration.zero, "00:00:00"), (.seconds(59.9), "00:00:59"), (.hours(27) + .minutes(3), "27:03:00"),
    (.seconds(-61), "-00:01:01"), (.milliseconds(-1), "00:00:00"), (.hours(123), "123:00:00"),
  ])
  func `the clock counts hours past a day`(_ span: Duration, _ text: String) {
    #expect(span.clock == text)
  }

  @Test func `moments, spans and seeds travel as one integer`() throws {
    let encoder = JSONEncoder()
    let moment = Instant.epoch + .seconds(5)
    #expect(String(decoding: try encoder.encode([moment]), as: UTF8.self) == "[5000000000]")
    #expect(String(decoding: try encoder.encode([Duration.minutes(-1)]), as: UTF8.self) == "[-60000000000]")
    #expect(
      String(decoding: try encoder.encode([WorldSeed(.max)]), as: UTF8.self) == "[18446744073709551615]")
    #expect(try JSONDecoder().decode([Instant].self, from: encoder.encode([moment])) == [moment])
    #expect(try JSONDecoder().decode([WeatherSeed].self, from: Data("[7]".utf8)) == [WeatherSeed(7)])
  }
}
