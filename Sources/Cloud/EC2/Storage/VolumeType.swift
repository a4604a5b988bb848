/// A kind of EBS volume with its limits (facts: EC2 2.11; CreateVolume, API reference of 2026-11).
package enum VolumeType: String, Sendable, CaseIterable {
  case standard, gp2, gp3, io1, io2, st1, sc1

  /// The sizes that a volume can have, in GiB.
  package var sizes: ClosedRange<Int> {
    switch self {
    case .standard: 1...1_024
    case .gp2: 1...16_384
    case .gp3: 1...65_536
    case .io1: 4...16_384
    case .io2: 4...65_536
    case .st1, .sc1: 125...16_384
    }
  }

  /// The I/O operations a second that a caller can ask for; `nil` where the size or the kind decides.
  package var settableIOPS: ClosedRange<Int>? {
    switch self {
    case .gp3: 3_000...80_000
    case .io1: 100...64_000
    case .io2: 100...256_000
    case .standard, .gp2, .st1, .sc1: nil
    }
  }

  /// The most I/O operations a second for each GiB, where AWS limits them.
  package var iopsPerGiB: Int? {
    switch self {
    case .io1: 50
    case .io2: 1_000
    case .gp3: 500
    case .standard, .gp2, .st1, .sc1: nil
    }
  }

  /// The MiB a second that a caller can ask for; `nil` where they follow from the rest.
  package var settableThroughput: ClosedRange<Int>? { self == .gp3 ? 125...2_000 : nil }

  /// Whether a machine can start from such a volume.
  package var isBootable: Bool { self != .st1 && self != .sc1 }

  /// The I/O operations a second that a volume gives for ever, as AWS lists them; `nil` where it lists none.
  package func listedIOPS(sizeGiB: Int, asked: Int?) -> Int? {
    switch self {
    case .gp2: min(16_000, max(100, 3 * sizeGiB))
    case .gp3: asked ?? 3_000
    case .io1, .io2: asked
    case .standard, .st1, .sc1: nil
    }
  }
}

/// What is asked of a volume, checked against the limits of its kind.
package struct VolumePlan: Sendable, Equatable {
  package var type: VolumeType
  package var sizeGiB: Int
  /// As asked for; `nil` for the kind's default.
  package var iops: Int?
  /// MiB a second as asked for; `nil` for the kind's default.
  package var throughput: Int?
  package var isEncrypted: Bool
  /// The ARN of the key that it was to be encrypted with and that does not exist; the Region's own key when `nil`.
  package var missingKey: String? = nil

  /// The I/O operations a second as AWS lists them.
  package var listedIOPS: Int? { type.listedIOPS(sizeGiB: sizeGiB, asked: iops) }
  /// The MiB a second as AWS lists them: only for gp3.
  package var listedThroughput: Int? { type == .gp3 ? throughput ?? 125 : nil }

  /// Throws AWS's error for a size, a rate or a combination that the kind does not take.
  func check() throws(AWSError) {
    guard sizeGiB >= type.sizes.lowerBound else {
      throw AWSError(
        "InvalidParameterValue",
        "Volume of \(sizeGiB)GiB is too small for volume type \(type.rawValue); minimum is \(type.sizes.lowerBound)GiB."
      )
    }
    guard sizeGiB <= type.sizes.upperBound else {
      throw AWSError(
        "InvalidParameterValue",
        "Volume of \(sizeGiB)GiB is too large for volume type \(type.rawValue); maximum is \(type.sizes.upperBound)GiB."
      )
    }
    try checkIOPS()
    try Self.check(throughput, within: type.settableThroughput, "throughput", of: type)
    try checkThroughputRatio()
  }

  /// Throws when a gp3 volume is to carry more than 0.25 MiB for each I/O operation. The ratio is known up to 1,000 MiB/s,
  /// the maximum until 2025: operations that suffice for that may carry more (facts: EC2 2.11).
  private func checkThroughputRatio() throws(AWSError) {
    guard type == .gp3, let throughput, let listedIOPS, throughput * 4 > listedIOPS, listedIOPS < 4_000
    else { return }
    throw AWSError(
      "InvalidParameterValue",
      "Throughput (MiBps) to iops ratio is too high; maximum is 0.25 MiBps per iops for volumes of type gp3.")
  }

  /// Whether AWS's ratio of operations to size holds for a rate: for gp3 only above the 3,000 that every size has, and only
  /// of sizes too small for 16,000, the maximum until 2025; of larger ones it is not known (facts: EC2 2.11).
  private func isRatioHeld(at iops: Int, ratio: Int) -> Bool {
    type != .gp3 || iops > 3_000 && ratio * sizeGiB < 16_000
  }

  private func checkIOPS() throws(AWSError) {
    if iops == nil, type == .io1 || type == .io2 {
      throw AWSError(
        "InvalidParameterCombination", "The parameter iops must be specified for \(type.rawValue) volumes.")
    }
    try Self.check(iops, within: type.settableIOPS, "iops", of: type)
    if let iops, let ratio = type.iopsPerGiB, iops > ratio * sizeGiB, isRatioHeld(at: iops, ratio: ratio) {
      let asked = (iops + sizeGiB - 1) / sizeGiB
      throw AWSError(
        "InvalidParameterValue",
        "Iops to volume size ratio of \(asked) is too high; maximum is \(ratio) for volumes of type "
          + "\(type.rawValue).")
    }
  }

  private static func check(
    _ value: Int?, within range: ClosedRange<Int>?, _ name: String, of type: VolumeType
  ) throws(AWSError) {
    guard let value else { return }
    guard let range else {
      throw AWSError(
        "InvalidParameterCombination", "The parameter \(name) is not supported for \(type.rawValue) volumes.")
    }
    guard value >= range.lowerBound else {
      throw AWSError(
        "InvalidParameterValue", "Volume \(name) of \(value) is too low; minimum is \(range.lowerBound).")
    }
    guard value <= range.upperBound else {
      throw AWSError(
        "InvalidParameterValue", "Volume \(name) of \(value) is too high; maximum is \(range.upperBound).")
    }
  }
}

extension VolumeType {
  /// The kind that a call names.
  static func named(_ text: String?) throws(AWSError) -> VolumeType? {
    guard let text else { return nil }
    guard let type = VolumeType(rawValue: text) else {
      throw AWSError("UnknownVolumeType", "Unsupported volume type '\(text)' for volume creation.")
    }
    return type
  }
}
