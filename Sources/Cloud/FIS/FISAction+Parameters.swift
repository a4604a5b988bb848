import EventKernel

extension FISAction {
  /// How long it lasts by its parameters; `nil` for what is done at once.
  var duration: Duration? {
    ["duration", "durationBeforeInterruption", "startInstancesAfterDuration"].lazy
      .compactMap { parameters?[$0] }.compactMap(FISDuration.read).first
  }

  /// The values of a parameter that has several, separated by commas.
  func list(_ name: String) -> [String] { parameters?[name]?.commaSeparated ?? [] }

  /// The share of calls that it meets, 0 to 1.
  var share: Double { Double(Int(parameters?["percentage"] ?? "") ?? 100) / 100 }
}

extension FISActionKind.Parameter {
  /// Whether a text is a value of it.
  func takes(_ text: String) -> Bool {
    switch kind {
    case .text: !text.isEmpty
    case .duration(let minutes):
      FISDuration.read(text).map {
        $0 >= .minutes(minutes.lowerBound) && $0 <= .minutes(minutes.upperBound)
      } ?? false
    case .flag: text == "true" || text == "false"
    case .percentage: Int(text).map { (1...100).contains($0) } ?? false
    case .choice(let texts): texts.contains(text)
    }
  }
}

extension String {
  /// The parts between commas, without spaces before them.
  var commaSeparated: [String] { split(separator: ",").map { String($0.drop { $0 == " " }) } }
}
