/// An operation of the price list.
package protocol PricingOperation: Operation {}

extension PricingOperation {
  package static var service: String { "pricing" }
}

/// The operations of the price list.
package enum PricingOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    DescribeServices.self, GetAttributeValues.self, GetProducts.self,
  ]

  /// The Regions whose endpoints answer for all Regions (AWS General Reference, Price List endpoints).
  package static let endpoints = ["us-east-1", "eu-central-1", "ap-south-1"]

  /// The one form that lists have.
  static let format = "aws_v1"

  static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterException", message) }

  /// Throws AWS's refusal of a form that no list has.
  static func check(format: String?) throws(AWSError) {
    guard format ?? Self.format == Self.format else {
      throw invalid("Input Parameters are invalid. FormatVersion \(format ?? "") is not valid.")
    }
  }

  /// A page of at most a hundred rows.
  static func page<Row>(_ rows: [Row], _ token: String?, _ limit: Int?) throws(AWSError) -> Page<Row> {
    guard (1...100).contains(limit ?? 100) else {
      throw invalid("Input Parameters are invalid. MaxResults must be between 1 and 100.")
    }
    guard let page = Page(of: rows, from: token, limit: limit ?? 100) else {
      throw AWSError("InvalidNextTokenException", "The pagination token is invalid.")
    }
    return page
  }

  /// The products of a service, or AWS's refusal of a code that the list does not have.
  static func products(of service: String, in world: World) throws(AWSError) -> [PriceProduct] {
    guard let products = PriceList.products(of: service, world) else {
      throw AWSError("NotFoundException", "The service code \(service) was not found.")
    }
    return products
  }

  /// The names of the attributes of products, in the order of their letters.
  static func attributes(of products: [PriceProduct]) -> [String] {
    var names = ["productFamily", "servicecode", "servicename"]
    for product in products {
      for attribute in product.attributes where !names.contains(attribute.name) {
        names.append(attribute.name)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// Lists the services on the price list with what their products say of themselves.
package enum DescribeServices: PricingOperation {
  package static let name = "DescribeServices"

  package struct Input: Decodable, Sendable {
    var serviceCode: String?
    var formatVersion: String?
    var nextToken: String?
    var maxResults: Int?
  }

  package struct Output: Encodable, Sendable {
    package struct Service: Encodable, Sendable {
      package var serviceCode: String
      package var attributeNames: [String]
    }

    package var services: [Service]
    package var formatVersion: String
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try PricingOperations.check(format: input.formatVersion)
    let codes = input.serviceCode.map { [$0] } ?? PriceList.names.keys.sorted()
    let page = try PricingOperations.page(codes, input.nextToken, input.maxResults)
    var services: [Output.Service] = []
    for code in page.rows {
      let products = try PricingOperations.products(of: code, in: world)
      services.append(
        Output.Service(serviceCode: code, attributeNames: PricingOperations.attributes(of: products)))
    }
    return Output(services: services, formatVersion: PricingOperations.format, nextToken: page.nextToken)
  }
}

/// Lists the values that an attribute has among the products of a service.
package enum GetAttributeValues: PricingOperation {
  package static let name = "GetAttributeValues"

  package struct Input: Decodable, Sendable {
    var serviceCode: String
    var attributeName: String
    var nextToken: String?
    var maxResults: Int?
  }

  package struct Output: Encodable, Sendable {
    package struct Row: Encodable, Sendable { package var value: String }

    package var attributeValues: [Row]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let products = try PricingOperations.products(of: input.serviceCode, in: world)
    guard PricingOperations.attributes(of: products).contains(input.attributeName) else {
      throw AWSError("NotFoundException", "The attribute \(input.attributeName) was not found.")
    }
    let values =
      input.attributeName == "servicename"
      ? [PriceList.names[input.serviceCode] ?? input.serviceCode]
      : Set(products.compactMap { $0.value(of: input.attributeName) })
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let page = try PricingOperations.page(values, input.nextToken, input.maxResults)
    return Output(attributeValues: page.rows.map { Output.Row(value: $0) }, nextToken: page.nextToken)
  }
}

/// Lists the products of a service that fit all filters, each as a text of JSON.
package enum GetProducts: PricingOperation {
  package static let name = "GetProducts"

  package struct Input: Decodable, Sendable {
    package struct Filter: Decodable, Sendable {
      var type: String
      var field: String
      var value: String
    }

    var serviceCode: String
    var filters: [Filter]?
    var formatVersion: String?
    var nextToken: String?
    var maxResults: Int?
  }

  package struct Output: Encodable, Sendable {
    package var formatVersion: String
    package var priceList: [String]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try PricingOperations.check(format: input.formatVersion)
    let products = try PricingOperations.products(of: input.serviceCode, in: world)
    let filters = input.filters ?? []
    for filter in filters
    where !["TERM_MATCH", "EQUALS", "CONTAINS", "ANY_OF", "NONE_OF"].contains(filter.type) {
      throw PricingOperations.invalid(
        "Input Parameters are invalid. Filter type \(filter.type) is not valid.")
    }
    let found = products.filter { product in filters.allSatisfy { fits(product, $0) } }
    let page = try PricingOperations.page(found, input.nextToken, input.maxResults)
    return Output(
      formatVersion: PricingOperations.format, priceList: page.rows.map(\.json), nextToken: page.nextToken)
  }

  /// Whether a product fits a filter; values are compared without regard to case.
  private static func fits(_ product: PriceProduct, _ filter: Input.Filter) -> Bool {
    let value = product.value(of: filter.field)?.lowercased()
    let wanted = filter.value.lowercased()
    let list = wanted.split(separator: ",").map(String.init)
    switch filter.type {
    case "CONTAINS": return value?.contains(wanted) ?? false
    case "ANY_OF": return value.map { list.contains($0) } ?? false
    case "NONE_OF": return value.map { !list.contains($0) } ?? true
    default: return value == wanted
    }
  }
}
