/// Reads the checks and medals of a lab against its experiments.
struct CheckReading {
  private enum Over: String, CaseIterable {
    case experiment
    case cost
    case world
  }

  private enum Variation: String, CaseIterable {
    case eachZone
  }

  let start: StartWorld

  /// The checks of a list, which sum to 100 points and of which one is the main one.
  func checks(_ reader: YAMLReader) -> [Check]? {
    guard let checks = reader.items(1...20, { check($0) }), reader.reportDuplicates(checks.map(\.id)) else {
      return nil
    }
    let mains = checks.count { $0.role == .main }
    let sum = checks.reduce(0) { $0 + $1.points }
    if mains != 1 { reader.report(.labMainCount, ["count": .integer(mains)]) }
    if sum != 100 { reader.report(.labPointsSum, ["sum": .integer(sum)]) }
    return mains == 1 && sum == 100 ? checks : nil
  }

  private func check(_ reader: YAMLReader) -> Check? {
    guard
      let map = reader.mapping([
        "id", "title", "role", "points", "over", "experiment", "for", "measure", "atMost", "atLeast",
        "expect", "because", "full", "zero", "unit",
      ])
    else { return nil }
    let id = map.required("id")?.identifier()
    let title = map.required("title")?.bilingual(limit: 200)
    let role = map.required("role")?.oneOf(Check.Role.self)
    let points = map.required("points")?.integer(in: 0...100)
    let scope = Self.scope(map, start)
    let measure = map.required("measure")?.query(of: scope?.tree)
    let name = id ?? reader.path
    let bound = bound(map, name)
    let grading = grading(map, bound, name)
    let unit = self.unit(map, bound)
    let forEachZone = map.value("for", else: false) { $0.oneOf(Variation.self).map { _ in true } }
    guard let id, let title, let role, let points, let scope, let measure, let bound, let grading, let unit,
      let forEachZone, hasZones(scope, forEachZone, reader, id)
    else { return nil }
    return Check(
      id: id, title: title, role: role, points: points, scope: scope, forEachZone: forEachZone,
      measure: measure, bound: bound, grading: grading.value, unit: unit)
  }

  /// What a mapping's `over` and `experiment` name; an unknown `start` leaves the experiment's name unchecked.
  static func scope(_ map: YAMLMapping, _ start: StartWorld?) -> Check.Scope? {
    guard let over = map.required("over")?.oneOf(Over.self) else { return nil }
    guard over == .experiment else {
      guard let stray = map["experiment"] else { return over == .cost ? .cost : .world }
      stray.report(.yamlUnknownKey, ["key": stray.key, "known": "over: experiment"])
      return nil
    }
    guard let reader = map.required("experiment"), let id = reader.identifier() else { return nil }
    guard let start, start.experiment(id) == nil else { return .experiment(id) }
    let known = start.experiments.map(\.id).joined(separator: ", ")
    reader.report(.labUnknownName, ["name": .text(id), "known": .text(known)])
    return nil
  }

  /// Exactly one of `atMost`, `atLeast` and `expect`; `expect` needs `because`, the others do not take it.
  private func bound(_ map: YAMLMapping, _ name: String) -> Check.Bound? {
    let given = [map["atMost"], map["atLeast"], map["expect"]].compactMap { $0 }
    guard given.count == 1 else {
      map.reader.report(.labBoundCount, ["name": .text(VisibleText.escaped(name))])
      return nil
    }
    if let most = map["atMost"] { return most.number().map { .atMost($0) } }
    if let least = map["atLeast"] { return least.number().map { .atLeast($0) } }
    let expected = map["expect"]?.boolean()
    let because = map.required("because")?.text(limit: 1_000)
    guard let expected, let because else { return nil }
    return .expect(expected, because: because)
  }

  /// `full` and `zero`, both or neither; they enclose the bound, `full` on the good side.
  private func grading(
    _ map: YAMLMapping, _ bound: Check.Bound?, _ name: String
  ) -> (value: Check.Grading?, Void)? {
    guard let bound, map["full"] != nil || map["zero"] != nil else { return (nil, ()) }
    let full = map.required("full")?.number()
    let zero = map.required("zero")?.number()
    guard let full, let zero else { return nil }
    let encloses =
      switch bound {
      case .atMost(let most): full <= most && most <= zero && full < zero
      case .atLeast(let least): zero <= least && least <= full && zero < full
      case .expect: false
      }
    guard encloses else {
      map.reader.report(.labGrading, ["check": .text(VisibleText.escaped(name))])
      return nil
    }
    return (Check.Grading(full: full, zero: zero), ())
  }

  private func unit(_ map: YAMLMapping, _ bound: Check.Bound?) -> Check.Unit? {
    if case .expect = bound { return map.value("unit", else: .count) { $0.oneOf(Check.Unit.self) } }
    return map.required("unit")?.oneOf(Check.Unit.self)
  }

  /// A check runs for each zone exactly when its experiment's faults move through them.
  private func hasZones(
    _ scope: Check.Scope, _ forEachZone: Bool, _ reader: YAMLReader, _ id: String
  ) -> Bool {
    var name = ""
    var moves = false
    if case .experiment(let experiment) = scope {
      name = experiment
      moves = start.experiment(experiment)?.movesThroughZones ?? false
    }
    guard moves == forEachZone else {
      reader.report(.labCheckZones, ["check": .text(id), "experiment": .text(name)])
      return false
    }
    return true
  }

  /// The medals of a list, each at least as strict as the check that it stands on.
  func medals(_ reader: YAMLReader, _ checks: [Check]) -> [Medal]? {
    guard let medals = reader.items(0...10, { medal($0, checks) }),
      reader.reportDuplicates(medals.map(\.id))
    else { return nil }
    return medals
  }

  private func medal(_ reader: YAMLReader, _ checks: [Check]) -> Medal? {
    guard let map = reader.mapping(["id", "title", "check", "atMost", "atLeast"]) else { return nil }
    let id = map.required("id")?.identifier()
    let title = map.required("title")?.bilingual(limit: 200)
    let name = map.required("check")?.identifier()
    let bound = bound(map, id ?? reader.path)
    guard let id, let title, let name, let bound else { return nil }
    guard let check = checks.first(where: { $0.id == name }) else {
      let known = checks.map(\.id).joined(separator: ", ")
      map["check"]?.report(.labUnknownName, ["name": .text(name), "known": .text(known)])
      return nil
    }
    let isStricter =
      switch (bound, check.bound) {
      case (.atMost(let medal), .atMost(let pass)): medal <= pass
      case (.atLeast(let medal), .atLeast(let pass)): medal >= pass
      case (.atMost, _), (.atLeast, _), (.expect, _): false
      }
    guard isStricter else {
      reader.report(.labMedalBound, ["medal": .text(id), "check": .text(name)])
      return nil
    }
    return Medal(id: id, title: title, check: name, bound: bound)
  }
}
