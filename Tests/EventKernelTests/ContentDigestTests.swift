import EventKernel
import Testing

/// The digests by which S3 names and checks contents, against the values of their definitions.
struct ContentDigestTests {
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a"
    ),
  ])
  func `MD5 is that of RFC 1321`(text: String, digest: String) {
    let bytes = MD5.digest(of: Array(text.utf8))
    #expect(bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined() == digest)
  }

  @Test func `checksums of the nine digits are those that their definitions give`() {
    let digits = Array("123456789".utf8)
    #expect(CyclicRedundancyCheck.crc32(of: digits) == 0xcbf4_3926)
    #expect(CyclicRedundancyCheck.crc32c(of: digits) == 0xe306_9283)
    #expect(CyclicRedundancyCheck.crc64NVMe(of: digits) == 0xae8b_1486_0a79_9888)
    for count in 0...9 {
      let (first, second) = (Array(digits.dropLast(count)), Array(digits.suffix(count)))
      let both = CyclicRedundancyCheck.crc64NVMe(
        CyclicRedundancyCheck.crc64NVMe(of: first),
        followedBy: CyclicRedundancyCheck.crc64NVMe(of: second), count: count)
      #expect(both == 0xae8b_1486_0a79_9888)
    }
  }
}
