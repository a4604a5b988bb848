// What calls about plans ask for (AWS Service Authorization Reference: Savings Plans).

extension SavingsPlan {
  /// The ARN of a plan by its id.
  static func arn(_ id: String) -> String {
    "arn:aws:savingsplans::\(Account.id):savingsplan/\(id)"
  }
}

extension DescribeSavingsPlans {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let named = (input.savingsPlanIds ?? []).map(SavingsPlan.arn) + (input.savingsPlanArns ?? [])
    return Access(defaultAction, world, context)
      .on((named.isEmpty ? [SavingsPlan.arn("*")] : named).map { AccessTarget($0) }).requests
  }
}

extension ReturnSavingsPlan {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: SavingsPlan.arn(input.savingsPlanId ?? "*"), in: world, context: context)
  }
}
