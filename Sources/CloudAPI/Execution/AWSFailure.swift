package import Cloud

/// Why a call gave no answer.
package enum AWSFailure: Error, Sendable, Equatable {
  /// AWS's own error about the call.
  case service(AWSError)
  /// AWS has the operation and the world does not model it.
  case operationNotModelled(service: String, operation: String)
  /// AWS has the member and the world does not model it: refused by name, never swallowed.
  case memberNotModelled(service: String, operation: String, member: String)
  /// A value of a type that AWS does not take, in AWS's words.
  case malformed(String)
  /// The client found no way to sign the call: its words, its exit status, and what is missing.
  case client(String, status: Int32, refusal: AWSOutcome.Refusal?)
}

/// Makes calls on a world: from an input of AWS's members to an answer of AWS's members.
package enum CallExecution {
  /// What is made of a call's output.
  package enum Answer: Sendable {
    /// AWS's members in AWS's order and spelling.
    case arranged
    /// Which members there are, as the operation names them and in no order; what lies in them is left out.
    case outline
    /// Nothing: the answer is `null`.
    case nothing
  }

  /// Makes one call. The world stays as it was when it fails.
  package static func execute(
    _ shape: OperationShape, input: ValueObject, on world: inout World, context: CallContext,
    answer: Answer = .arranged
  ) throws(AWSFailure) -> Value {
    guard let modelled = ModelledOperation(shape) else {
      throw .operationNotModelled(service: shape.table.cliName, operation: shape.name)
    }
    if let member = modelled.firstUnmodelled(in: input) {
      throw .memberNotModelled(service: shape.table.cliName, operation: shape.name, member: member)
    }
    // A value that the model forbids is an error whatever the operation makes of it; what the operation itself
    // finds wrong comes first, in its own words.
    if let broken = BrokenConstraint(in: input, of: shape.input) {
      var copy = world
      let refusal = AWSFailure.service(broken.refusal(by: shape.table.cliName))
      do throws(AWSFailure) {
        _ = try perform(
          modelled.operation, shape: shape, input: input, on: &copy, context: context, answer: .nothing)
      } catch {
        guard case .service(let own) = error, own.code != "DryRunOperation" else { throw refusal }
        throw error
      }
      throw refusal
    }
    return try perform(
      modelled.operation, shape: shape, input: input, on: &world, context: context, answer: answer)
  }

  private static func perform<Op: Operation>(
    _ operation: Op.Type, shape: OperationShape, input: ValueObject, on world: inout World,
    context: CallContext, answer: Answer
  ) throws(AWSFailure) -> Value {
    let decoded: Op.Input
    do {
      decoded = try ValueDecoder(ignoringCase: true).decode(Op.Input.self, from: .object(input))
    } catch {
      throw .malformed("\(error)")
    }
    let output: Op.Output
    do throws(AWSError) {
      output = try world.perform(operation, decoded, context: context)
    } catch {
      guard error.code != AWSError.notModelledCode else {
        throw .memberNotModelled(
          service: shape.table.cliName, operation: shape.name, member: error.message)
      }
      throw .service(error)
    }
    if case .nothing = answer { return .null }
    do {
      if case .outline = answer { return try ValueEncoder().encodeOutline(of: output) }
      let value = try ValueEncoder().encode(output)
      return shape.output?.arranged(value) ?? .object(ValueObject())
    } catch {
      preconditionFailure("The output of \(Op.name) cannot be encoded: \(error)")
    }
  }
}
