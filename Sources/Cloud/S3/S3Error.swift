/// Refusals of S3 that several operations share, in AWS's words.
enum S3Error {
  static let noBucket = AWSError("NoSuchBucket", "The specified bucket does not exist")
  static let noKey = AWSError("NoSuchKey", "The specified key does not exist.")
  static let noVersion = AWSError("NoSuchVersion", "The specified version does not exist.")
  static let denied = AWSError("AccessDenied", "Access Denied")
  static let precondition = AWSError(
    "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
  static let noUpload = AWSError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
      + " completed.")
  static let malformed = AWSError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema")
  static let malformedACL = AWSError("MalformedACLError", malformed.message)
  static let notAllowed = AWSError(
    "MethodNotAllowed", "The specified method is not allowed against this resource.")
  static let aclsOff = AWSError("AccessControlListNotSupported", "The bucket does not allow ACLs")

  static func invalid(_ message: String) -> AWSError { AWSError("InvalidArgument", message) }
  static func request(_ message: String) -> AWSError { AWSError("InvalidRequest", message) }

  /// The error as a HEAD request answers it: without a body, so with the status for a code (docs: aws-api 11).
  static func withoutBody(_ error: AWSError) -> AWSError {
    switch error.code {
    case "NoSuchBucket", "NoSuchKey", "NoSuchVersion": AWSError("404", "Not Found")
    case "AccessDenied": AWSError("403", "Forbidden")
    case "MethodNotAllowed": AWSError("405", "Method Not Allowed")
    case "PreconditionFailed": AWSError("412", "Precondition Failed")
    case "304": error
    case "InvalidRange": AWSError("416", "Requested Range Not Satisfiable")
    default: AWSError("400", "Bad Request")
    }
  }
}
