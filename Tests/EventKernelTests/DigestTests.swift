import EventKernel
import Foundation
import Testing

@Suite("digests")
struct DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `SHA-256 gives the vectors of FIPS 180-4`(_ text: String, _ hex: String) {
    #expect(SHA256.digest(of: text).hex == hex)
  }

  @Test(arguments: [55, 56, 57, 63, 64, 65, 119, 120, 128])
  func `pieces hash as the whole`(_ length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var hash = SHA256()
    for byte in bytes {
      _ = hash.finish()
      hash.update([byte])
    }
    #expect(hash.finish() == SHA256.digest(of: bytes))
  }

  @Test func `digests are written and read in hexadecimal`() throws {
    let digest = SHA256.digest(of: "abc")
    #expect(Digest(hex: digest.hex.uppercased()) == digest)
    #expect(Digest(hex: "abc") == nil)
    #expect(Digest(hex: String(repeating: "g", count: 64)) == nil)
    #expect(try JSONDecoder().decode([Digest].self, from: JSONEncoder().encode([digest])) == [digest])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Digest].self, from: Data("[\"no\"]".utf8))
    }
  }

  @Test func `the canonical bytes are those that are documented`() {
    var canonical = CanonicalBytes()
    canonical.append(-2 as Int)
    canonical.append("가")
    canonical.append(true)
    canonical.append(list: [1, 2]) { $0.append($1) }
    canonical.append(UInt128(1) << 64)
    let bytes: [UInt8] =
      [254, 255, 255, 255, 255, 255, 255, 255] + [3, 0, 0, 0, 0, 0, 0, 0, 0xea, 0xb0, 0x80] + word(1)
      + word(2)
      + word(1) + word(2) + word(0) + word(1)
    #expect(canonical.digest == SHA256.digest(of: bytes))
  }

  @Test func `neighbouring texts do not run together`() {
    var first = CanonicalBytes()
    first.append("ab")
    first.append("c")
    var second = CanonicalBytes()
    second.append("a")
    second.append("bc")
    #expect(first.digest != second.digest)
  }

  private func word(_ number: UInt8) -> [UInt8] { [number, 0, 0, 0, 0, 0, 0, 0] }
}
