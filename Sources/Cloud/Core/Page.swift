/// One page of a listing, and the token with which the next page is asked for.
struct Page<Row> {
  /// The rows of the page.
  let rows: [Row]
  /// What the caller hands back for the next page; `nil` on the last.
  let nextToken: String?

  /// The page that begins where a token says; `nil` when no earlier page gave that token.
  ///
  /// - Parameters:
  ///   - all: every row in an order that does not change between the calls.
  ///   - limit: the most rows of a page, at least 1; `nil` for all.
  ///   - weight: how many a row counts as; the first row of a page is always taken.
  init?(of all: [Row], from token: String?, limit: Int?, weight: (Row) -> Int = { _ in 1 }) {
    var start = 0
    if let token {
      guard let offset = Self.offset(token), offset < all.count else { return nil }
      start = offset
    }
    var end = all.count
    if let limit {
      end = start
      var total = 0
      while end < all.count {
        total += weight(all[end])
        guard end == start || total <= limit else { break }
        end += 1
      }
    }
    rows = Array(all[start..<end])
    nextToken = end < all.count ? Self.token(end) : nil
  }

  /// Callers must not read an offset out of a token, so it looks as opaque as AWS's.
  private static var mask: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  private static func token(_ offset: Int) -> String {
    String((UInt64(offset) &+ 1) &* mask, radix: 36)
  }

  private static func offset(_ token: String) -> Int? {
    guard let bits = UInt64(token, radix: 36) else { return nil }
    // The inverse of the mask modulo 2^64.
    let number = bits &* 0xF1DE_83E1_9937_733D
    return number > 0 && number <= 1 << 32 ? Int(number - 1) : nil
  }
}
