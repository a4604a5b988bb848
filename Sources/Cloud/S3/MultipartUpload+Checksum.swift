import EventKernel

/// The checksums of uploads in parts (S3 User Guide: checking object integrity, multipart uploads).
extension MultipartUpload {
  /// The algorithm by which its parts are checked.
  var checksumAlgorithm: String { algorithm ?? "CRC64NVME" }

  /// Whether the digest of the object is that of all its bytes, or made of the parts' digests.
  private var coversWhole: Bool { checksumAlgorithm == "CRC64NVME" }

  /// `FULL_OBJECT` or `COMPOSITE`.
  var checksumType: String { coversWhole ? "FULL_OBJECT" : "COMPOSITE" }

  /// The digest of an object made of parts; `nil` when one of them was copied, whose bytes are not here.
  func checksum(of parts: [Part]) throws(AWSError) -> ObjectChecksum? {
    let known = parts.compactMap(\.checksum).filter { $0.algorithm == checksumAlgorithm }
    guard known.count == parts.count else { return nil }
    let digests = known.map { Base64.decode($0.value) ?? [] }
    guard coversWhole else {
      var checksum = try ObjectChecksum.of(digests.flatMap { $0 }, algorithm: checksumAlgorithm)
      checksum.value += "-\(parts.count)"
      checksum.coversWhole = false
      return checksum
    }
    var whole: UInt64 = 0
    for (part, digest) in zip(parts, digests) {
      let own = digest.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      whole = CyclicRedundancyCheck.crc64NVMe(whole, followedBy: own, count: part.size)
    }
    return .crc64NVMe(whole)
  }
}
