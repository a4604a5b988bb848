import Cloud
import CloudAPI
import Testing

/// That what the world does and what the tables say fit together, operation by operation.
@Suite struct ModelledOperationTests {
  @Test func `every operation can be typed, and reads only members that AWS has`() throws {
    let catalog = try SchemaFixtures.catalog()
    for operation in OperationRegistry.all where operation.service != "lab" {
      let label = "\(operation.service) \(operation.name)"
      let table = try #require(try catalog.service(operation.service), "\(label): no table")
      let shape = try #require(table.operation(apiName: operation.name), "\(label): no row")
      let modelled = try #require(ModelledOperation(shape), "\(label): not bound")
      #expect(shape.level == .full, "\(label): add it to api/operations.list and run Scripts/derive-api.py")
      #expect(modelled.strangers.isEmpty, "\(label) reads \(modelled.strangers)")
      #expect(modelled.demands.isEmpty, "\(label) cannot do without \(modelled.demands)")
    }
  }
}
