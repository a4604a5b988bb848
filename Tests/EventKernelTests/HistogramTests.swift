import EventKernel
import Testing

@Suite("histograms")
struct HistogramTests {
  @Test func `buckets follow each other without gap`() {
    for bucket in 0..<HistogramLayout.bucketCount {
      let low = HistogramLayout.lowerBound(ofBucket: bucket)
      #expect(HistogramLayout.index(ofNanoseconds: low) == bucket)
      #expect(HistogramLayout.index(ofNanoseconds: HistogramLayout.midpoint(ofBucket: bucket)) == bucket)
      if bucket > 0 { #expect(HistogramLayout.index(ofNanoseconds: low - 1) == bucket - 1) }
    }
    #expect(HistogramLayout.lowerBound(ofBucket: HistogramLayout.bucketCount) == HistogramLayout.limit)
    #expect(HistogramLayout.index(ofNanoseconds: .max) == HistogramLayout.bucketCount - 1)
  }

  @Test func `from a microsecond on a value is told within 1 percent`() {
    let draws = Draws(seed: 2, purpose: 0, population: 0, number: 0)
    for index in 0..<20_000 {
      let value = UInt64(ElementaryFunctions.exp(draws.uniform(6.91, 32.5, index)))
      let told = HistogramLayout.midpoint(ofBucket: HistogramLayout.index(ofNanoseconds: value))
      #expect(abs(Double(told) - Double(value)) <= 0.01 * Double(value))
    }
  }

  @Test(arguments: [0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0])
  func `quantiles are those of the sorted values within 1 percent`(_ p: Double) {
    var stream = RandomStream(seed: 6)
    var values: [UInt64] = []
    var recorder = HistogramRecorder()
    var histogram = Histogram()
    for _ in 0..<20_000 {
      let value = UInt64(1e6 + stream.exponential() * 1e9)
      values.append(value)
      recorder.record(nanoseconds: value)
      histogram.record(nanoseconds: value)
    }
    values.sort()
    let recorded = recorder.histogram
    let exact = Double(values[max(0, Int((p * 20_000).rounded(.up)) - 1)])
    #expect(abs(Double(recorded.quantile(p).nanoseconds) - exact) <= 0.01 * exact)
    #expect(recorded == histogram)
    #expect(recorded.sumNanoseconds == UInt128(values.reduce(0, +)))
    #expect(recorded.mean.nanoseconds == Int64(values.reduce(0, +) / 20_000))
    #expect(UInt64(recorded.longest.nanoseconds) == values.last)
    #expect(recorded.count == 20_000)
  }

  @Test func `merging is the same as recording all into one`() {
    var stream = RandomStream(seed: 6)
    var parts = [Histogram(), Histogram(), Histogram()]
    var whole = Histogram()
    for number in 0..<3_000 {
      let span = Duration.microseconds(stream.exponential() * 1e5)
      parts[number % 3].record(span)
      whole.record(span)
    }
    var merged = Histogram()
    for part in parts { merged.merge(part) }
    #expect(merged == whole)
    merged.merge(Histogram())
    #expect(merged == whole)
  }

  @Test func `nothing seen gives zeros, and the longest span is exact`() {
    let empty = Histogram()
    #expect(empty.isEmpty && empty.quantile(0.99) == .zero && empty.mean == .zero && empty.longest == .zero)
    var histogram = Histogram()
    histogram.record(.seconds(3))
    histogram.record(.seconds(-3))
    #expect(histogram.quantile(1) == .seconds(3))
    #expect(histogram.quantile(0.5) <= .nanoseconds(8))
    #expect(histogram.count(upTo: .seconds(4)) == 2)
    #expect(histogram.count(upTo: .seconds(2)) == 1)
    histogram.record(.days(3))
    #expect(histogram.longest == .days(3))
    #expect(Histogram(counts: [0, 2, 0], sumNanoseconds: 50, maxNanoseconds: 30).count == 2)
  }
}

@Suite("time series")
struct TimeSeriesTests {
  @Test func `values are summed, counted and compared by period`() {
    var series = TimeSeries(start: .epoch + .seconds(10), length: .seconds(10), capacity: 5)
    series.record(4, at: .epoch + .seconds(10))
    series.record(-6, at: .epoch + .seconds(19.9))
    series.record(-3, at: .epoch + .seconds(40))
    series.record(1, at: .epoch)
    series.record(1, at: .epoch + .seconds(60))
    #expect(series.periods.count == 4)
    #expect(series[0].sum == -2 && series[0].count == 2 && series[0].max == 4 && series[0].mean == -1)
    #expect(series[1].count == 0 && series[1].mean == nil)
    #expect(series[3].max == -3)
    #expect(series[99].count == 0)
    #expect(series.dropped == 2)
    #expect(series.start(ofPeriod: 3) == .epoch + .seconds(40))
    #expect(series.index(at: .epoch + .seconds(5)) == nil)
  }
}
