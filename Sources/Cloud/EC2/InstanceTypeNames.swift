/// The names of instance types that AWS has, whether or not this world has them.
enum InstanceTypeNames {
  /// Whether AWS has a type of a name, after its families and sizes (EC2 Instance Types, Instance type specifications;
  /// 2026-11).
  static func isOfAWS(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, families.contains(parts[0]) else { return false }
    if sizes.contains(parts[1]) { return true }
    let number = parts[1].hasSuffix("xlarge") ? Int(parts[1].dropLast(6)) : nil
    return number.map { (2...112).contains($0) } ?? parts[1].hasPrefix("metal-")
  }

  private static let sizes: Set<String> = [
    "nano", "micro", "small", "medium", "large", "xlarge", "metal",
  ]

  private static let families: Set<String> = Set(
    """
    a1 c1 c3 c4 c5 c5a c5ad c5d c5n c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8g c8gd c8i d2 d3 d3en
    dl1 dl2q f1 f2 g3 g3s g4ad g4dn g5 g5g g6 g6e g6f gr6 h1 hpc6a hpc6id hpc7a hpc7g hpc8a i2 i3 i3en i4g i4i i7i i7ie i8g
    im4gn inf1 inf2 is4gen m1 m2 m3 m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i
    m7i-flex m8g m8gd m8i mac1 mac2 mac2-m2 mac2-m2pro p2 p3 p3dn p4d p4de p5 p5e p5en p6-b200 r3 r4 r5 r5a r5ad r5b r5d r5dn
    r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8g r8gd r8i t1 t2 t3 t3a t4g trn1 trn1n trn2 u7i-12tb vt1 x1
    x1e x2gd x2idn x2iedn x2iezn x8g z1d
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
