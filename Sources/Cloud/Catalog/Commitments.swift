/// What a type costs when it is reserved or taken as spare capacity, beside its price on demand.
package struct Commitments: Sendable, Equatable {
  /// When the money is paid.
  package enum Payment: Int, Sendable, CaseIterable {
    case none, partial, all

    /// AWS's name of it.
    package var name: String {
      switch self {
      case .none: "No Upfront"
      case .partial: "Partial Upfront"
      case .all: "All Upfront"
      }
    }
  }

  /// Shares of the price on demand in 1/10,000: a year with none, part and all paid at once, then three years.
  package let shares: [Int]
  /// The share that spare capacity cost once, in 1/10,000.
  package let spotShare: Int

  /// The share for a term of one or three years.
  package func share(years: Int, _ payment: Payment) -> Int {
    shares[(years == 3 ? 3 : 0) + payment.rawValue]
  }

  /// For types whose prices are not known: the middle of those that are (facts: EC2 2.6, 2.7).
  static let usual = Commitments(shares: [6_300, 6_000, 5_900, 4_300, 4_000, 3_800], spotShare: 6_400)
}

extension Catalog {
  /// What a type costs when it is committed to, in a Region.
  package func commitments(ofInstance type: String, in region: Region) -> Commitments {
    data.commitments["\(type)\t\(region.rawValue == "ap-northeast-2" ? "seoul" : "virginia")"] ?? .usual
  }
}

extension CatalogData {
  /// One line of `commitments.tsv`: both Regions' shares.
  static func commitments(_ row: FactRow) -> [(key: String, commitments: Commitments)]? {
    let spot = Int(row[13]) ?? Commitments.usual.spotShare
    var found: [(key: String, commitments: Commitments)] = []
    for (place, first) in [("virginia", 1), ("seoul", 7)] {
      let shares = (first..<first + 6).compactMap { Int(row[$0]) }
      guard shares.count == 6 else { continue }
      found.append((key(row[0], place), Commitments(shares: shares, spotShare: spot)))
    }
    return found
  }
}
