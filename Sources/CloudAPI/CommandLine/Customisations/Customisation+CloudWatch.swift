extension Customisation {
  /// The customisations of `aws cloudwatch`.
  static func cloudWatch(_ operation: String) -> Customisation {
    operation == "put-metric-data" ? putMetricData : Customisation()
  }

  /// The options that make up one datum.
  private static var putMetricData: Customisation {
    let simple = ["metric-name", "timestamp", "unit", "value", "dimensions", "statistic-values"]
    return Customisation(
      check: { (given: GivenOptions) throws(AWSUsageError) in
        try given.refuse("metric-data", with: simple)
      },
      add: { (name: String, given: GivenOptions, input: inout ValueObject) throws(AWSUsageError) in
        guard let word = given.word(name) else { return false }
        let entry: (String, Value)
        switch name {
        case "metric-name": entry = ("MetricName", .string(word))
        case "unit": entry = ("Unit", .string(word))
        case "timestamp": entry = ("Timestamp", .string(word))
        case "value": entry = ("Value", try decimal(word))
        case "storage-resolution":
          guard let number = PythonText.integer(word) else {
            throw .value("invalid literal for int() with base 10: \(PythonText.repr(word))")
          }
          entry = ("StorageResolution", number)
        case "dimensions":
          entry = (
            "Dimensions",
            .array(
              try pairs(word).map { pair in
                .object(
                  ValueObject([(key: "Name", value: .string(pair.0)), (key: "Value", value: .string(pair.1))])
                )
              })
          )
        case "statistic-values":
          var statistics = ValueObject()
          for (key, text) in try pairs(word) { statistics[key] = try decimal(text) }
          entry = ("StatisticValues", .object(statistics))
        default: return false
        }
        input.changeFirst("MetricData") { $0[entry.0] = entry.1 }
        return true
      })
  }

  private static func decimal(_ text: String) throws(AWSUsageError) -> Value {
    guard let number = PythonText.float(text) else {
      throw .value("[<class 'decimal.ConversionSyntax'>]")
    }
    return .number(number)
  }

  /// `Host=a,Env=b` as pairs.
  private static func pairs(_ text: String) throws(AWSUsageError) -> [(String, String)] {
    var result: [(String, String)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else {
        throw .value(
          sides.count < 2
            ? "not enough values to unpack (expected 2, got 1)" : "too many values to unpack (expected 2)")
      }
      result.append((sides[0], sides[1]))
    }
    return result
  }
}
