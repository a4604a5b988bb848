/// One thing that a lab asks of an architecture: a number read from a document and held against a bound.
package struct Check: Equatable, Sendable {
  /// What a check counts for.
  package enum Role: String, CaseIterable, Sendable, Codable {
    /// The lab's point; each lab has exactly one.
    case main
    /// Counts once the main check is better than in the start world, and must hold to pass.
    case side
    /// Gives points and is not needed to pass.
    case bonus
  }

  /// What a check reads.
  package enum Scope: Equatable, Sendable {
    /// The report of a run of the experiment with this id.
    case experiment(String)
    /// The bill.
    case cost
    /// The world as it stands.
    case world
  }

  /// What the measure must be.
  package enum Bound: Equatable, Sendable {
    /// A number not above this one.
    case atMost(Double)
    /// A number not below this one.
    case atLeast(Double)
    /// A boolean; `because` says, in the author's words, why no number can be asked.
    case expect(Bool, because: String)
  }

  /// How points are shared out between two values: all of them at `full`, none at `zero`.
  package struct Grading: Equatable, Sendable {
    /// The value from which all points are given.
    package let full: Double
    /// The value at which no point is left.
    package let zero: Double

    /// A grading; `full` and `zero` differ and enclose the check's bound.
    package init(full: Double, zero: Double) {
      self.full = full
      self.zero = zero
    }
  }

  /// What the measure counts.
  package enum Unit: String, CaseIterable, Sendable, Codable {
    case requests
    case seconds
    case milliseconds
    /// US dollars a month of 730 hours.
    case usd
    case count
    /// 0 to 1, printed as a percentage.
    case ratio
  }

  /// The check's name, unique in its lab.
  package let id: String
  /// What is asked, for the learner.
  package let title: BilingualText
  /// What it counts for.
  package let role: Role
  /// Its points; those of all checks of a lab sum to 100.
  package let points: Int
  /// What it reads.
  package let scope: Scope
  /// Whether the experiment runs once with the fault in each zone, and the worst counts.
  package let forEachZone: Bool
  /// What is read; gives one number, or a boolean for `.expect`.
  package let measure: Query
  /// What the measure must be.
  package let bound: Bound
  /// How points are shared out; `nil` gives all or none.
  package let grading: Grading?
  /// What the measure counts; `.count` for a boolean.
  package let unit: Unit

  /// A check that a reader has verified.
  package init(
    id: String, title: BilingualText, role: Role, points: Int, scope: Scope, forEachZone: Bool,
    measure: Query,
    bound: Bound, grading: Grading?, unit: Unit
  ) {
    self.id = id
    self.title = title
    self.role = role
    self.points = points
    self.scope = scope
    self.forEachZone = forEachZone
    self.measure = measure
    self.bound = bound
    self.grading = grading
    self.unit = unit
  }
}

extension Check.Bound {
  /// The bound's number; `nil` for a boolean.
  package var number: Double? {
    switch self {
    case .atMost(let number), .atLeast(let number): number
    case .expect: nil
    }
  }

  /// Whether a number satisfies the bound; a bound on a boolean is satisfied by none.
  package func holds(_ value: Double) -> Bool {
    switch self {
    case .atMost(let most): value <= most
    case .atLeast(let least): value >= least
    case .expect: false
    }
  }
}

/// A named threshold on a check's measure, beyond what passing needs.
package struct Medal: Equatable, Sendable {
  /// The medal's name, unique in its lab.
  package let id: String
  /// What it is for, for the learner.
  package let title: BilingualText
  /// The check whose measure counts.
  package let check: String
  /// What the measure must be.
  package let bound: Check.Bound

  /// A medal.
  package init(id: String, title: BilingualText, check: String, bound: Check.Bound) {
    self.id = id
    self.title = title
    self.check = check
    self.bound = bound
  }
}
