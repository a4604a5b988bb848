import Cloud
import CloudAPI
import Testing

/// The price list: products by filters, their prices, and where it answers.
@Suite struct PriceListTests {
  @Test func `a product has the price of the facts`() throws {
    var account = try LearnerAccount()
    let product = try account.text(
      "pricing get-products --service-code AmazonEC2 --region us-east-1 --filters "
        + "Type=TERM_MATCH,Field=instanceType,Value=t3.micro Type=TERM_MATCH,Field=regionCode,Value=ap-northeast-2 "
        + "--query PriceList")
    let price = try #require(
      account.world.catalog.hourlyPrice(ofInstance: "t3.micro", in: Region(rawValue: "ap-northeast-2")))
    #expect(price == 13_000)
    #expect(product.contains(#""pricePerUnit":{"USD":"0.0130000000"}"#))
    #expect(product.contains(#""location":"Asia Pacific (Seoul)""#))
    #expect(product.split(separator: "\n").count == 1)
  }

  @Test func `filters of all kinds choose, and values are listed once`() throws {
    var account = try LearnerAccount()
    let count =
      "pricing get-products --service-code AmazonEC2 --region us-east-1 --query length(PriceList) --filters "
    #expect(try account.text(count + "Type=CONTAINS,Field=instanceType,Value=t3.mic") == "2")
    #expect(try account.text(count + "Type=TERM_MATCH,Field=instanceType,Value=x9.huge") == "0")
    #expect(
      try account.text(
        "pricing get-attribute-values --service-code AmazonRDS --attribute-name deploymentOption --region us-east-1 "
          + "--query AttributeValues[].Value") == "Multi-AZ\tSingle-AZ")
    #expect(
      try account.text(
        "pricing describe-services --region us-east-1 --query Services[].ServiceCode"
      ).hasPrefix("AWSELB\tAmazonEC2"))
  }

  @Test(arguments: [
    ("get-products --service-code AmazonNothing", "NotFoundException"),
    ("get-attribute-values --service-code AmazonEC2 --attribute-name colour", "NotFoundException"),
    ("get-products --service-code AmazonEC2 --format-version aws_v2", "InvalidParameterException"),
    ("get-products --service-code AmazonEC2 --no-paginate --max-results 101", "InvalidParameterException"),
  ])
  func `what the list does not have is refused`(_ words: String, _ code: String) throws {
    var account = try LearnerAccount()
    #expect(account.code("pricing \(words) --region us-east-1") == code)
  }

  @Test func `the list answers in few Regions`() throws {
    var account = try LearnerAccount()
    let outcome = account.run("pricing describe-services")
    #expect(outcome.status == 255)
    #expect(outcome.errorOutput.contains("https://api.pricing.ap-northeast-2.amazonaws.com/"))
    #expect(outcome.advice == .pricingRegion)
  }

  @Test func `the seed of an MFA device goes into a file and not into the answer`() throws {
    var account = try LearnerAccount()
    let line = "iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile "
    let outcome = account.run(line + "seed.txt --bootstrap-method Base32StringSeed")
    #expect(outcome.status == 0)
    #expect(account.files["seed.txt"]?.count == 64)
    #expect(!outcome.output.contains("Base32StringSeed"))
    let pictured = account.run(
      "iam create-virtual-mfa-device --virtual-mfa-device-name tablet --outfile QRCode.png "
        + "--bootstrap-method QRCodePNG")
    #expect(pictured.status == 0 && !pictured.output.contains("Seed"))
    #expect(
      account.files["QRCode.png"]?.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == true)
    #expect(
      account.run(line + "C:/QRCode.png --bootstrap-method QRCodePNG").errorOutput.contains("Unable to write")
    )
    #expect(account.run(line + "code.png --bootstrap-method Song").status == 252)
  }
}
