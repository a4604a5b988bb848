/// Regions, cities, types and prices: data that no call changes.
package struct Catalog: Sendable, Equatable {
  package init() {}
}
