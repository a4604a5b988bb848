/// Rows in the order of their ids, in pages of at most 64, so that the first write after a copy copies one page.
///
/// Look-up and update cost O(log n), insertion and removal O(log n) plus the move of one page (decisions: paged tables).
package struct Table<ID: Comparable & Sendable, Row: Sendable & Equatable>: Sendable {
  private struct Page: Sendable {
    var ids: [ID]
    var rows: [Row]
  }

  private static var pageCapacity: Int { 64 }

  private var pages: [Page] = []

  /// The number of rows.
  package private(set) var count = 0

  /// A table without rows.
  package init() {}

  /// Whether there is no row.
  package var isEmpty: Bool { count == 0 }

  /// The row of an id; assigning a row inserts or replaces, assigning `nil` removes.
  package subscript(id: ID) -> Row? {
    get {
      guard let place = place(of: id) else { return nil }
      return pages[place.page].rows[place.slot]
    }
    set {
      switch (place(of: id), newValue) {
      case (let place?, let row?): pages[place.page].rows[place.slot] = row
      case (let place?, nil): remove(at: place)
      case (nil, let row?): insert(row, id: id)
      case (nil, nil): break
      }
    }
  }

  /// Changes the row of an id in place and gives what the change gives, or `nil` when there is no such row.
  @discardableResult
  package mutating func update<Result, Failure>(
    _ id: ID, _ change: (inout Row) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let place = place(of: id) else { return nil }
    return try change(&pages[place.page].rows[place.slot])
  }

  /// Where a row stood when it was last looked for.
  package struct Place: Sendable {
    fileprivate var page = 0
    fileprivate var slot = 0

    /// A place where nothing was found yet.
    package init() {}
  }

  /// Changes the row of an id as `update` does, and looks first where it stood before: O(1) where it has not moved.
  ///
  /// - Parameter place: where to look first; afterwards where the row stands.
  package mutating func update<Result>(
    _ id: ID, near place: inout Place, _ change: (inout Row) -> Result
  ) -> Result? {
    let isThere =
      place.page < pages.count && place.slot < pages[place.page].ids.count
      && pages[place.page].ids[place.slot] == id
    if !isThere {
      guard let found = self.place(of: id) else { return nil }
      place.page = found.page
      place.slot = found.slot
    }
    return change(&pages[place.page].rows[place.slot])
  }

  /// The ids in order. O(n).
  package var ids: [ID] { pages.flatMap(\.ids) }

  /// The rows in the order of their ids. O(n).
  package var rows: [Row] { pages.flatMap(\.rows) }

  /// The rows from an id on, as long as their ids belong together. O(log n + rows).
  package func rows(from id: ID, while belongs: (ID) -> Bool) -> [Row] {
    guard var page = pageThatMayHold(id) else { return [] }
    var slot = lowerBound(of: id, in: pages[page].ids)
    var found: [Row] = []
    while page < pages.count {
      while slot < pages[page].ids.count {
        guard belongs(pages[page].ids[slot]) else { return found }
        found.append(pages[page].rows[slot])
        slot += 1
      }
      page += 1
      slot = 0
    }
    return found
  }

  /// The id and row that come first, or `nil` when the table is empty. O(1).
  package var first: (id: ID, row: Row)? {
    guard let page = pages.first, let id = page.ids.first, let row = page.rows.first else { return nil }
    return (id, row)
  }

  /// Removes and gives the first row; `nil` when the table is empty.
  package mutating func removeFirst() -> (id: ID, row: Row)? {
    guard let first else { return nil }
    remove(at: (page: 0, slot: 0))
    return first
  }

  private func place(of id: ID) -> (page: Int, slot: Int)? {
    guard let page = pageThatMayHold(id) else { return nil }
    let slot = lowerBound(of: id, in: pages[page].ids)
    guard slot < pages[page].ids.count, pages[page].ids[slot] == id else { return nil }
    return (page, slot)
  }

  /// The last page whose first id is not above `id`; the first page when all are above; `nil` without pages.
  private func pageThatMayHold(_ id: ID) -> Int? {
    guard !pages.isEmpty else { return nil }
    var low = 0
    var high = pages.count
    while low < high {
      let middle = (low + high) / 2
      if id < pages[middle].ids[0] { high = middle } else { low = middle + 1 }
    }
    return Swift.max(0, low - 1)
  }

  private func lowerBound(of id: ID, in ids: [ID]) -> Int {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func insert(_ row: Row, id: ID) {
    count += 1
    guard let index = pageThatMayHold(id) else {
      pages.append(Page(ids: [id], rows: [row]))
      return
    }
    let slot = lowerBound(of: id, in: pages[index].ids)
    pages[index].ids.insert(id, at: slot)
    pages[index].rows.insert(row, at: slot)
    guard pages[index].ids.count > Self.pageCapacity else { return }
    // Ids often grow: a page that overflows at its end keeps its rows and the new one starts the next page.
    let cut = slot == pages[index].ids.count - 1 ? slot : pages[index].ids.count / 2
    let page = Page(ids: Array(pages[index].ids[cut...]), rows: Array(pages[index].rows[cut...]))
    pages[index].ids.removeSubrange(cut...)
    pages[index].rows.removeSubrange(cut...)
    pages.insert(page, at: index + 1)
  }

  private mutating func remove(at place: (page: Int, slot: Int)) {
    count -= 1
    pages[place.page].ids.remove(at: place.slot)
    pages[place.page].rows.remove(at: place.slot)
    if pages[place.page].ids.isEmpty { pages.remove(at: place.page) }
  }
}

extension Table: Sequence {
  /// Walks the rows in the order of their ids.
  package struct Iterator: IteratorProtocol {
    fileprivate let table: Table
    fileprivate var page = 0
    fileprivate var slot = 0

    package mutating func next() -> (id: ID, row: Row)? {
      while page < table.pages.count {
        let current = table.pages[page]
        if slot < current.ids.count {
          defer { slot += 1 }
          return (current.ids[slot], current.rows[slot])
        }
        page += 1
        slot = 0
      }
      return nil
    }
  }

  package func makeIterator() -> Iterator { Iterator(table: self) }

  /// The first row that a predicate holds for, in the order of ids; `nil` without one. O(n), without copying rows.
  package func first<Failure>(
    where predicate: ((id: ID, row: Row)) throws(Failure) -> Bool
  ) throws(Failure) -> (id: ID, row: Row)? {
    for page in pages {
      for slot in page.ids.indices where try predicate((page.ids[slot], page.rows[slot])) {
        return (page.ids[slot], page.rows[slot])
      }
    }
    return nil
  }
}

extension Table: Equatable {
  /// Whether both hold the same rows under the same ids, however they are paged; pages that copies share are not walked.
  package static func == (left: Table, right: Table) -> Bool {
    guard left.count == right.count else { return false }
    if left.isPagedAs(right) {
      return left.pages.indices.allSatisfy { index in
        let (one, other) = (left.pages[index], right.pages[index])
        return (one.ids.isSame(as: other.ids) || one.ids == other.ids)
          && (one.rows.isSame(as: other.rows) || one.rows == other.rows)
      }
    }
    var others = right.makeIterator()
    for (id, row) in left {
      guard let other = others.next(), other.id == id, other.row == row else { return false }
    }
    return true
  }

  private func isPagedAs(_ other: Table) -> Bool {
    pages.count == other.pages.count
      && pages.indices.allSatisfy { pages[$0].ids.count == other.pages[$0].ids.count }
  }
}

extension Array {
  /// Whether both are one piece of memory, as copies are until one changes.
  fileprivate func isSame(as other: [Element]) -> Bool {
    count == other.count
      && withUnsafeBufferPointer { left in
        other.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
      }
  }
}
