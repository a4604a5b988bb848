/// The website endpoint of S3 in a Region, of which the websites of buckets are parts.
struct WebsiteEndpoint: Sendable, Equatable {
  let region: Region

  /// The hosted zone of the endpoint, which alias records name.
  let hostedZone: String

  /// The endpoint's own host name.
  var host: String {
    "s3-website\(Self.hyphenatedRegions.contains(region.rawValue) ? "-" : ".")\(region.rawValue).amazonaws.com"
  }

  /// The endpoint of a Region; `nil` for a Region that is not in our data.
  init?(of region: Region) {
    guard let zone = Self.hostedZones[region.rawValue] else { return nil }
    self.region = region
    hostedZone = zone
  }

  /// The endpoint of a label such as `s3-website-us-east-1`, or of `s3-website` with the Region behind it; `nil` when
  /// there is none of that name.
  init?(label: String, rest: String) {
    var name = rest
    if label != "s3-website" {
      guard rest.isEmpty, let older = label.after("s3-website-"), Self.hyphenatedRegions.contains(older)
      else { return nil }
      name = older
    }
    self.init(of: Region(rawValue: name))
  }

  /// Older Regions have a hyphen in the endpoint's name, newer ones a dot (AWS General Reference: S3).
  private static let hyphenatedRegions: Set<String> = [
    "us-east-1", "us-west-1", "us-west-2", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "eu-west-1",
    "sa-east-1",
  ]

  // Source: AWS General Reference, Amazon S3 website endpoints, of 2026.
  private static let hostedZones: [String: String] = [
    "af-south-1": "Z83WF9RJE8B12", "ap-east-1": "ZNB98KWMFR0R6", "ap-east-2": "Z064739330DAH7WJVOO93",
    "ap-northeast-1": "Z2M4EHUR26P7ZW", "ap-northeast-2": "Z3W03O7B5YMIYP",
    "ap-northeast-3": "Z2YQB5RD63NC85", "ap-south-1": "Z11RGJOFQNVJUP",
    "ap-south-2": "Z02976202B4EZMXIPMXF7", "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD", "ap-southeast-3": "Z01846753K324LI26A3VV",
    "ap-southeast-4": "Z0312387243XT5FE14WFO", "ap-southeast-5": "Z08660063OXLMA7F1FJHU",
    "ap-southeast-6": "Z05686083R66JX5C163TC", "ap-southeast-7": "Z0031014GXUMRZG6I14G",
    "ca-central-1": "Z1QDHH18159H29", "ca-west-1": "Z03565811Z33SLEZTHOUL",
    "eu-central-1": "Z21DNDUVLTQW6Q", "eu-central-2": "Z030506016YDQGETNASS",
    "eu-north-1": "Z3BAZG2TWCNX0D", "eu-south-1": "Z30OZKI7KPW7MI", "eu-south-2": "Z0081959F7139GRJC19J",
    "eu-west-1": "Z1BKCTXD74EZPE", "eu-west-2": "Z3GKZC51ZF0DB4", "eu-west-3": "Z3R1K369G5AVDG",
    "il-central-1": "Z09640613K4A3MN55U7GU", "me-central-1": "Z06143092I8HRXZRUZROF",
    "me-south-1": "Z1MPMWCPA7YB62", "mx-central-1": "Z057606446ZNVQJJ8WOP", "sa-east-1": "Z7KQH4QJS55SO",
    "us-east-1": "Z3AQBSTGFYJSTF", "us-east-2": "Z2O1EMRO9K5GLX", "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
  ]
}
