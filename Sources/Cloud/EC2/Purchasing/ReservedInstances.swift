package import EventKernel

/// A discount on instances that somebody runs, bought for a term (facts: EC2 2.6).
package struct ReservedInstance: Sendable, Equatable {
  package let id: String
  package let region: Region
  package let offer: ReservedOffer
  package let count: Int
  package let start: Instant

  /// When the term ends.
  package var end: Instant { start + offer.duration }

  /// `payment-pending` for half a minute (TEACH), `active`, then `retired`.
  package func state(at now: Instant) -> String {
    now < start + Self.payment ? "payment-pending" : now < end ? "active" : "retired"
  }

  /// Whether it discounts at a moment.
  package func isActive(at now: Instant) -> Bool { now >= start + Self.payment && now < end }

  /// How long a payment takes (TEACH).
  package static let payment: Duration = .seconds(30)
}

/// What can be bought: a type, a term, a way to pay, a class, and where it counts.
package struct ReservedOffer: Sendable, Equatable {
  package let type: String
  /// 1 or 3.
  package let years: Int
  package let payment: Commitments.Payment
  /// Whether it can be exchanged for another, and not sold.
  package let isConvertible: Bool
  /// The zone in which it counts and keeps capacity free; the whole Region when `nil`.
  package let zone: Zone?

  /// A year has 365 days.
  package var duration: Duration { .hours(24 * 365 * years) }

  /// What an hour costs in the end, in micro-USD.
  package func hourly(onDemand: Int, _ commitments: Commitments) -> Int {
    let share = commitments.share(years: years, payment)
    // Convertible ones give about a tenth less of the discount away (facts: EC2 2.6; share GK).
    let paid = isConvertible ? share + (10_000 - share) / 10 : share
    return (onDemand * paid + 5_000) / 10_000
  }

  /// What is paid at once, in micro-USD.
  package func upfront(hourly: Int) -> Int {
    let whole = hourly * 24 * 365 * years
    return switch payment {
    case .none: 0
    // Half of the price is paid at once (AWS's page of Reserved Instances).
    case .partial: whole / 2
    case .all: whole
    }
  }

  /// What is paid for every hour of the term, in micro-USD.
  package func recurring(hourly: Int) -> Int {
    switch payment {
    case .none: hourly
    case .partial: hourly - hourly / 2
    case .all: 0
    }
  }
}

extension ReservedOffer {
  /// The id of the offer in a Region, a UUID drawn from what it is.
  func id(in region: Region) -> String {
    let words =
      "\(region.rawValue)|\(type)|\(years)|\(payment.rawValue)|\(isConvertible)|\(zone?.rawValue ?? "")"
    return UUIDText.drawn(from: words)
  }
}

/// UUIDs that are drawn from words, for ids that AWS writes so.
enum UUIDText {
  /// The UUID of a text; equal texts have equal ones.
  static func drawn(from text: String) -> String {
    var bits: UInt64 = 0x9E37_79B9
    for byte in text.utf8 { bits = Draws.mix(bits ^ UInt64(byte)) }
    return make(bits, Draws.mix(bits ^ 0x5DEE_CE66))
  }

  /// The UUID of version 4 with these random bits.
  static func make(_ high: UInt64, _ low: UInt64) -> String {
    func hex(_ bits: UInt64, _ digits: Int) -> String {
      let text = String(bits, radix: 16)
      return String(String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits))
    }
    return [
      hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), "4" + hex(high & 0xFFF, 3),
      hex(0x8 | low >> 62, 1) + hex(low >> 48 & 0xFFF, 3), hex(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }
}

extension World {
  /// Everything that can be bought in a Region, in the order of types, scopes, terms and payments.
  func reservedOffers(of types: [InstanceType], in region: Region, zone: Zone?) -> [ReservedOffer] {
    let zones: [Zone?] = zone.map { [$0] } ?? [nil] + catalog.zones(in: region).map(\.zone)
    var offers: [ReservedOffer] = []
    for type in types where catalog.hourlyPrice(ofInstance: type.name, in: region) != nil {
      for zone in zones {
        for years in [1, 3] {
          for payment in Commitments.Payment.allCases {
            for isConvertible in [false, true] {
              offers.append(
                ReservedOffer(
                  type: type.name, years: years, payment: payment, isConvertible: isConvertible, zone: zone))
            }
          }
        }
      }
    }
    return offers
  }

  /// What an hour of an offer costs in the end, in micro-USD.
  func hourly(of offer: ReservedOffer, in region: Region) -> Int {
    offer.hourly(
      onDemand: catalog.hourlyPrice(ofInstance: offer.type, in: region) ?? 0,
      catalog.commitments(ofInstance: offer.type, in: region))
  }

  /// The reservations that discount now, in the order of their purchase.
  package var activeReservations: [ReservedInstance] {
    ec2.reservedInstances.filter { $0.isActive(at: now) }
  }

  /// Which part of its hours each use on demand has covered by a Reserved Instance, from 0 to 1.
  ///
  /// Zonal ones take instances of their type in their zone first, but none of a Capacity Reservation; regional ones then
  /// take the uses of their family in the Region, smallest first, by size factors (facts: EC2 2.6).
  package var reservedCoverage: Table<OnDemandUse.Key, Double> {
    var covered = Table<OnDemandUse.Key, Double>()
    for use in reservedUses { covered[use.key] = (covered[use.key] ?? 0) + use.share }
    return covered
  }

  /// Which part of which use each Reserved Instance pays for, as told at `reservedCoverage`.
  var reservedUses: [ReservedUse] {
    var uses: [ReservedUse] = []
    var covered = Table<OnDemandUse.Key, Double>()
    guard !ec2.reservedInstances.isEmpty else { return uses }
    let candidates = onDemandUses
    for reservation in activeReservations {
      guard let zone = reservation.offer.zone else { continue }
      var rest = reservation.count
      for use in candidates
      where rest > 0 && use.zone == zone && use.type == reservation.offer.type && !use.isReserved
        && covered[use.key] == nil
      {
        covered[use.key] = 1
        uses.append(ReservedUse(reservation: reservation.id, key: use.key, share: 1))
        rest -= 1
      }
    }
    for reservation in activeReservations where reservation.offer.zone == nil {
      let family = InstanceSize.family(of: reservation.offer.type)
      var rest = Double(reservation.count) * InstanceSize.factor(of: reservation.offer.type)
      let members = candidates.filter {
        $0.zone.region == reservation.region && InstanceSize.family(of: $0.type) == family
      }.sorted { (InstanceSize.factor(of: $0.type), $0.key) < (InstanceSize.factor(of: $1.type), $1.key) }
      for use in members where rest > 0 {
        let size = InstanceSize.factor(of: use.type)
        let open = size * (1 - (covered[use.key] ?? 0))
        let taken = min(open, rest)
        guard taken > 0 else { continue }
        covered[use.key] = (covered[use.key] ?? 0) + taken / size
        uses.append(ReservedUse(reservation: reservation.id, key: use.key, share: taken / size))
        rest -= taken
      }
    }
    return uses
  }
}

/// The part of a use's hours that a Reserved Instance pays for.
struct ReservedUse: Sendable, Equatable {
  let reservation: String
  let key: OnDemandUse.Key
  /// From 0 to 1.
  let share: Double
}

/// The sizes of a family as AWS weighs them (facts: EC2 2.6).
enum InstanceSize {
  /// Such as `m5` of `m5.large`.
  static func family(of type: String) -> Substring { type.prefix { $0 != "." } }

  /// Nano 0.25 to large 4, and 8 for each `x` of an xlarge.
  static func factor(of type: String) -> Double {
    let size = type.drop { $0 != "." }.dropFirst()
    switch size {
    case "nano": return 0.25
    case "micro": return 0.5
    case "small": return 1
    case "medium": return 2
    case "large": return 4
    case "xlarge": return 8
    default:
      let times = Int(size.prefix { $0.isNumber }) ?? 1
      return 8 * Double(times)
    }
  }
}
