import Testing
import Texts

struct ParticleTests {
  @Test(arguments: [
    ("영역", "이/가", "이"), ("서버", "이/가", "가"), ("서울", "이/가", "이"), ("서울", "으로/로", "로"),
    ("영역", "으로/로", "으로"), ("서버", "으로/로", "로"), ("도쿄", "을/를", "를"), ("버지니아", "과/와", "와"),
    ("오리건", "과/와", "과"), ("인스턴스", "은/는", "는"), ("대상", "은/는", "은"), ("실습", "을/를", "을"),
    ("S3", "을/를", "를"), ("EC2", "이/가", "가"), ("t3.small", "은/는", "은"), ("t3.small", "으로/로", "로"),
    ("t3.medium", "으로/로", "으로"), ("m5.large", "을/를", "를"), ("t3.micro", "을/를", "를"),
    ("m5.metal", "으로/로", "로"), ("7", "으로/로", "로"), ("3", "으로/로", "으로"), ("100", "이/가", "이"),
    ("1,000건", "을/를", "을"), ("0", "이/가", "이"), ("1", "이/가", "이"), ("1", "으로/로", "로"), ("2", "이/가", "가"),
    ("4", "은/는", "는"), ("5", "을/를", "를"), ("6", "으로/로", "으로"), ("8", "으로/로", "로"), ("9", "과/와", "와"),
    ("10", "으로/로", "으로"), ("1,000", "은/는", "은"), ("10000", "이/가", "이"), ("100000000", "이/가", "이"),
    ("1000000000000", "이/가", "가"), ("1.5", "이/가", "가"), ("0.1", "으로/로", "로"), ("2.50", "은/는", "은"),
    ("99.9%", "이/가", "가"), ("2a", "이/가", "가"), ("ap-northeast-2c", "은/는", "는"), ("L", "으로/로", "로"),
    ("R", "이/가", "이"), ("M", "으로/로", "으로"), ("N", "을/를", "을"), ("AZ", "이/가", "가"), ("IAM", "으로/로", "으로"),
    ("URL", "으로/로", "로"), ("SQL", "은/는", "은"), ("CloudWatch", "이/가", "가"), ("Auto Scaling", "이/가", "이"),
    ("Route 53", "으로/로", "으로"), ("MySQL", "으로/로", "로"), ("DynamoDB", "을/를", "를"), ("Lambda", "이/가", "가"),
    ("InService", "이/가", "가"), ("draining", "이/가", "이"), ("CloudTrail", "으로/로", "로"), ("web", "이/가", "이"),
    ("i-0a1b2c3d", "이/가", "가"), ("CloudFront", "을/를", "를"), ("Python", "으로/로", "으로"), ("RDS", "은/는", "는"),
    ("가용 영역(AZ)", "이/가", "이"), ("`web-server`", "을/를", "를"), ("**서울**", "으로/로", "로"),
    ("“서버”", "이/가", "가"), ("table", "이/가", "이"), ("stopped", "으로/로", "로"), ("lb", "이/가", "가"),
    ("\u{1112}\u{1161}\u{11AB}", "이/가", "이"), ("318.20 USD", "을/를", "를"), ("가용 영역", "이었/였", "이었"),
  ])
  func `a particle agrees with how the word before it is read`(word: String, pair: String, expected: String)
    throws
  {
    let pair = try #require(Particle.Pair(pair))
    #expect(FinalSound(endOf: word) != nil)
    #expect(Particle.choose(for: word, pair: pair) == expected)
  }

  @Test(arguments: ["tag", "qwerk", "", "…"])
  func `the reading of an unknown word is not guessed and takes the form after a vowel`(word: String) throws {
    let pair = try #require(Particle.Pair("을/를"))
    #expect(FinalSound(endOf: word) == nil)
    #expect(Particle.choose(for: word, pair: pair) == "를")
  }

  @Test(arguments: ["가/이", "을(를)", "이", "이/", "/가", "x/y", ""])
  func `what is no particle is refused`(text: String) {
    #expect(Particle.Pair(text) == nil)
  }
}
