/// What the account owes so far.
package struct BillingState: Sendable, Equatable {
  package init() {}
}
