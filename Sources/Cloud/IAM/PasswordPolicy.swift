/// What passwords for the console must be.
package struct PasswordPolicy: Sendable, Equatable {
  package var minimumLength = 6
  package var needsSymbols = false
  package var needsNumbers = false
  package var needsUppercase = false
  package var needsLowercase = false
  package var usersMayChange = false
  /// Days after which a password must be changed; `nil` for never.
  package var maximumAge: Int?
  package var reusePrevention: Int?
  package var hardExpiry: Bool?
}

extension PasswordPolicy {
  /// What holds where the account has no policy of its own: eight characters of three kinds (IAM User Guide).
  static let standard = PasswordPolicy(minimumLength: 8)

  /// Whether a password is long and mixed enough.
  func accepts(_ password: String) -> Bool {
    let bytes = Array(password.utf8)
    let hasUpper = bytes.contains { 65...90 ~= $0 }
    let hasLower = bytes.contains { 97...122 ~= $0 }
    let hasDigit = bytes.contains { 48...57 ~= $0 }
    let hasSymbol = bytes.contains { "!@#$%^&*()_+-=[]{}|'".utf8.contains($0) }
    guard (minimumLength...128).contains(password.unicodeScalars.count) else { return false }
    if self == .standard { return [hasUpper, hasLower, hasDigit, hasSymbol].count { $0 } >= 3 }
    return (hasUpper || !needsUppercase) && (hasLower || !needsLowercase) && (hasDigit || !needsNumbers)
      && (hasSymbol || !needsSymbols)
  }

  /// AWS's words about a password that is not.
  var complaint: String {
    "Password does not conform to the account password policy: it must have a length greater than or equal to "
      + "\(minimumLength)"
      + (self == .standard
        ? " and at least three kinds of characters." : " and the required kinds of characters.")
  }
}
