extension Document {
  /// One or more series over the same stretch of time.
  package struct Plot: Sendable, Equatable {
    /// A row of values at equal steps.
    package struct Series: Sendable, Equatable {
      /// What is measured, with its unit.
      package var name: [Span]
      /// The values in order of time; a value that is not finite is a gap.
      package var values: [Double]
      /// Which colour it is drawn in.
      package var style: Span.Style

      /// A series.
      package init(_ name: [Span], _ values: [Double], style: Span.Style = .plain) {
        self.name = name
        self.values = values
        self.style = style
      }
    }

    /// What stands at the two ends of the axis, as `09:00` and `24:00`.
    package struct Axis: Sendable, Equatable {
      /// At the left end.
      package var start: String
      /// At the right end.
      package var end: String

      /// In the middle, empty for nothing.
      package var middle: String

      /// The two ends.
      package init(start: String, middle: String = "", end: String) {
        self.start = start
        self.middle = middle
        self.end = end
      }
    }

    /// A stretch of time to look at, such as that of a fault, as shares of the axis from 0 to 1.
    package struct Mark: Sendable, Equatable {
      /// Where it begins.
      package var start: Double
      /// Where it ends.
      package var end: Double

      /// A stretch.
      package init(from start: Double, to end: Double) {
        self.start = start
        self.end = end
      }
    }

    /// A stretch of time in which something was the case, such as a fault.
    package struct Stretch: Sendable, Equatable {
      /// From where to where, as shares of the axis from 0 to 1.
      package var range: ClosedRange<Double>
      /// What was the case.
      package var label: String

      /// A stretch.
      package init(_ range: ClosedRange<Double>, label: String) {
        self.range = range
        self.label = label
      }
    }

    /// What stands above, empty when it needs none.
    package var title: [Span]
    /// The series, drawn one below the other.
    package var series: [Series]
    /// The ends of the axis, nil when they need no words.
    package var axis: Axis?
    /// Lines of one series: 1 is a sparkline, more a drawing with a scale.
    package var height: Int
    /// What is marked below each drawing that takes the whole width.
    package var marks: [Mark]
    /// Whether a drawing takes the whole width and is drawn with dots where the terminal has them.
    package var isFine: Bool
    /// What the values are counted in, empty when the names of the series say it.
    package var unit: String
    /// Stretches of time to be marked; only pages draw them.
    package var stretches: [Stretch]
    /// What the drawing shows, in words, for those who do not see it.
    package var summary: [Span]

    /// A plot; a sparkline for each series when no height is given.
    package init(
      title: [Span] = [], series: [Series], axis: Axis? = nil, height: Int = 1, marks: [Mark] = [],
      isFine: Bool = false, unit: String = "", stretches: [Stretch] = [], summary: [Span] = []
    ) {
      self.marks = marks
      self.isFine = isFine
      self.title = title
      self.series = series
      self.axis = axis
      self.height = height
      self.unit = unit
      self.stretches = stretches
      self.summary = summary
    }
  }
}
