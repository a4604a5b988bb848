import Cloud
import EventKernel
import Traffic

/// Reads one fault of an experiment; its kind decides which keys may stand beside the common ones.
struct FaultReading {
  let reader: YAMLReader
  let region: Region?

  func fault() -> Experiment.PlannedFault? {
    guard reader.isMapping, let kindReader = reader.peek("kind") else {
      _ = reader.mapping(["kind"])?.required("kind")
      return nil
    }
    guard let kind = kindReader.oneOf(FaultKind.self),
      let map = reader.mapping(
        ["kind", "at", "between", "lasting", "every", "times"] + kind.parameters.map(\.rawValue))
    else { return nil }
    let window = window(map)
    let lasting =
      kind.isMomentary
      ? map.value("lasting", else: .zero) { $0.duration() } : map.required("lasting")?.duration()
    var fault: Fault? = Fault(kind)
    for parameter in kind.parameters where !read(parameter, of: map, into: &fault) { fault = nil }
    let times = map.value("times", else: 1) { $0.integer(in: 1...100) }
    // What happens more than once has to be told how long after, since faults of no time between them are one.
    let every =
      times == 1
      ? map.value("every", else: .zero) { $0.duration() }
      : map.required("every")?.duration(in: .seconds(1) ... .days(31))
    guard let fault, let window, let lasting, let times, let every else { return nil }
    return Experiment.PlannedFault(
      fault, earliest: window.lowerBound, latest: window.upperBound, lasting: lasting, times: times,
      every: every)
  }

  /// Reads what a parameter says of a fault; whether it was understood, which is told where it was not.
  private func read(_ parameter: FaultParameter, of map: YAMLMapping, into fault: inout Fault?) -> Bool {
    if map[parameter.rawValue] == nil, var usual = fault,
      usual.kind.giveUsual(parameter, in: region, to: &usual)
    {
      fault = usual
      return true
    }
    guard let reader = map.required(parameter.rawValue) else { return false }
    switch parameter {
    case .zone:
      guard let zone = zone(reader) else { return false }
      fault?.zone = zone.name
    case .type:
      guard let type = reader.text(limit: 40) else { return false }
      fault?.instanceType = type
    case .instances, .volume:
      guard let names = reader.items(1...100, { $0.text(limit: 128) }) else { return false }
      fault?.names = names
    case .database, .cache:
      guard let name = reader.identifier() else { return false }
      fault?.names = [name]
    case .target, .user:
      guard let name = reader.text(limit: 128) else { return false }
      fault?.names = [name]
    case .share:
      guard let share = reader.number(in: 0...1) else { return false }
      fault?.share = share
    case .count:
      guard let count = reader.integer(in: 1...100) else { return false }
      fault?.count = count
    case .region:
      guard let name = reader.text(limit: 40) else { return false }
      fault?.region = Region(rawValue: name)
    case .service:
      guard let service = reader.text(limit: 40), isService(service, reader) else { return false }
      fault?.service = service
    case .error:
      guard let error = reader.oneOf(InjectedError.self) else { return false }
      fault?.error = error
    case .node, .balancer:
      guard let name = reader.text(limit: 80) else { return false }
      fault?.names = [name]
    case .factor:
      guard let factor = reader.number(in: 0...1_000) else { return false }
      fault?.factor = factor
    case .delay:
      guard let delay = reader.duration() else { return false }
      fault?.delay = delay
    }
    return true
  }

  /// Whether a text names a service whose calls can fail; it is told where it does not.
  private func isService(_ text: String, _ reader: YAMLReader) -> Bool {
    let known = Fault.services
    guard !known.contains(text) else { return true }
    reader.report(
      .yamlNotOneOf,
      ["key": reader.key, "value": reader.shown, "known": .text(known.joined(separator: ", "))])
    return false
  }

  /// `at: 10m`, or `between: [8m, 12m]` for a moment drawn from the weather.
  private func window(_ map: YAMLMapping) -> ClosedRange<Duration>? {
    if let at = map["at"], map["between"] == nil { return at.duration().map { $0...$0 } }
    guard let between = map.required("between"), let ends = between.items(2...2, { $0.duration() }) else {
      return nil
    }
    guard ends[0] <= ends[1], map["at"] == nil else {
      between.report(.labFaultWindow, ["experiment": .text(VisibleText.escaped(reader.path))])
      return nil
    }
    return ends[0]...ends[1]
  }

  /// `each`, or the name of a zone of the lab's Region.
  private func zone(_ reader: YAMLReader) -> (name: Zone?, Void)? {
    guard let text = reader.text(limit: 40) else { return nil }
    if text == "each" { return (nil, ()) }
    let zone = Zone(rawValue: text)
    guard let region, zone.region == region else {
      let place = region?.rawValue ?? "ap-northeast-2"
      reader.report(
        .yamlNotOneOf,
        ["key": reader.key, "value": reader.shown, "known": .text("each, \(place)a, \(place)b …")])
      return nil
    }
    return (zone, ())
  }
}
