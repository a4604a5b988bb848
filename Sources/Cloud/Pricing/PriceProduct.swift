import EventKernel

/// One thing on the price list: what it is, and what a unit of it costs on demand.
struct PriceProduct: Sendable {
  /// Such as `AmazonEC2`.
  let service: String
  /// Such as `Compute Instance`.
  let family: String
  /// What it is, in the order of the list.
  let attributes: [(name: String, value: String)]
  /// Such as `Hrs`.
  let unit: String
  /// In micro-USD.
  let price: Int
  /// What the price is for, such as `per On Demand Linux m5.large Instance Hour`.
  let words: String

  /// The value of an attribute, by its name without regard to case; `nil` where it has none.
  func value(of name: String) -> String? {
    let wanted = name.lowercased()
    if wanted == "servicecode" { return service }
    if wanted == "productfamily" { return family }
    return attributes.first { $0.name.lowercased() == wanted }?.value
  }

  /// The sixteen letters and digits by which the list names it, drawn from what it is.
  var sku: String {
    let words = ([service, family] + attributes.map { "\($0.name)=\($0.value)" }).joined(separator: "|")
    return String("\(SHA256.digest(of: words))".uppercased().prefix(16))
  }
}

extension PriceProduct {
  /// The codes of an offer on demand, of its rate, as every list has them.
  private static let (offer, rate) = ("JRTCKXETXF", "6YS6EN2CT7")

  /// The entry of the price list, a text of JSON.
  var json: String {
    let shown = Self.dollars(price)
    let term = "\(sku).\(Self.offer)"
    let all = attributes + [("servicecode", service), ("servicename", PriceList.names[service] ?? service)]
    let sorted = all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let dimension = Self.object([
      ("unit", JSONText.quoted(unit)), ("endRange", "\"Inf\""),
      ("description", JSONText.quoted("$\(shown) \(words)")), ("appliesTo", "[]"),
      ("rateCode", JSONText.quoted("\(term).\(Self.rate)")), ("beginRange", "\"0\""),
      ("pricePerUnit", Self.object([("USD", JSONText.quoted(shown))])),
    ])
    let onDemand = Self.object([
      ("priceDimensions", Self.object([("\(term).\(Self.rate)", dimension)])), ("sku", JSONText.quoted(sku)),
      ("effectiveDate", JSONText.quoted(PriceList.published)), ("offerTermCode", JSONText.quoted(Self.offer)),
      ("termAttributes", "{}"),
    ])
    let product = Self.object([
      ("productFamily", JSONText.quoted(family)),
      ("attributes", Self.object(sorted.map { ($0.name, JSONText.quoted($0.value)) })),
      ("sku", JSONText.quoted(sku)),
    ])
    return Self.object([
      ("product", product), ("serviceCode", JSONText.quoted(service)),
      ("terms", Self.object([("OnDemand", Self.object([(term, onDemand)]))])),
      ("version", JSONText.quoted(PriceList.version)),
      ("publicationDate", JSONText.quoted(PriceList.published)),
    ])
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{\(members.map { "\(JSONText.quoted($0)):\($1)" }.joined(separator: ","))}"
  }

  /// An amount with ten decimals, as the list writes it.
  private static func dollars(_ microdollars: Int) -> String {
    let decimals = String(microdollars % 1_000_000)
    return "\(microdollars / 1_000_000)." + String(repeating: "0", count: 6 - decimals.utf8.count) + decimals
      + "0000"
  }
}
