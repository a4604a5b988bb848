/// A question whose key is never typed: the simulator runs the template's commands and a JMESPath reads the answer.
package struct SimulatedQuestion: Equatable, Sendable, Encodable {
  /// A parameter and the values among which a seed chooses.
  package struct Parameter: Equatable, Sendable, Encodable {
    /// Its name, which stands as `{name}` in the stem, the commands and the query.
    package let name: String
    /// The values as they are written into texts, at least two.
    package let values: [String]

    /// A parameter.
    package init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  /// What a measure looks at.
  package enum Scope: String, CaseIterable, Sendable, Encodable {
    case experiment
    case cost
    case world
  }

  /// What is read from the simulated world.
  package struct Measure: Equatable, Sendable, Encodable {
    /// What is looked at.
    package let over: Scope
    /// A JMESPath that gives a number, or the id of a choice.
    package let query: String

    /// A measure.
    package init(over: Scope, query: String) {
      self.over = over
      self.query = query
    }
  }

  /// What the learner gives.
  package enum Form: Equatable, Sendable, Encodable {
    /// A number in a unit, this far from the measured one.
    case number(unit: MeasureUnit, tolerance: NumberAnswer.Tolerance)
    /// The choice whose id the measure gives; `isCorrect` of these choices says nothing.
    case choice([Choice])
  }

  /// The parameters in the order of the file.
  package let parameters: [Parameter]
  /// The lines that build the world.
  package let commands: [String]
  /// What is read.
  package let measure: Measure
  /// What the learner gives.
  package let form: Form

  /// A template.
  package init(parameters: [Parameter], commands: [String], measure: Measure, form: Form) {
    self.parameters = parameters
    self.commands = commands
    self.measure = measure
    self.form = form
  }
}

/// One variant of a simulated question: the template with its parameters drawn.
package struct SimulatedVariant: Equatable, Sendable, Encodable {
  /// The seed of which it was drawn, which is also the seed of its world.
  package let seed: UInt64
  /// Each parameter's value, in the order of the file.
  package let values: [SimulatedValue]
  /// The stem with its values.
  package let stem: BilingualText
  /// The explanation with its values.
  package let explanation: BilingualText
  /// The lines that build the world, with their values.
  package let commands: [String]
  /// What is read, with its values.
  package let measure: SimulatedQuestion.Measure
}

/// A parameter's drawn value.
package struct SimulatedValue: Equatable, Sendable, Encodable {
  /// The parameter's name.
  package let name: String
  /// The value.
  package let value: String
}

/// What the simulator answered.
package enum SimulatedResult: Equatable, Sendable, Codable {
  /// A measured number, in the unit of the question's form.
  case number(Double)
  /// The id of the right choice.
  case choice(String)
}

/// Runs a variant's commands in a world of its own and reads the measure; the shell supplies it.
package typealias SimulatedAnswerer = (SimulatedVariant) throws -> SimulatedResult
