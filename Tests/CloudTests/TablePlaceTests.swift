import Cloud
import Testing

/// A row is found where it stood before, and anywhere else when others came or went.
@Suite struct TablePlaceTests {
  @Test func `a place follows its row through insertions and removals, over pages`() {
    var table = Table<Int, Int>()
    for id in stride(from: 0, to: 400, by: 2) { table[id] = 0 }
    var place = Table<Int, Int>.Place()
    for change in 0..<200 {
      // Now a row comes before the one that is looked for, now one goes.
      if change % 2 == 0 { table[change + 1] = 1 } else { table[change - 1] = nil }
      let found: Void? = table.update(300, near: &place) { $0 += 1 }
      #expect(found != nil)
    }
    #expect(table[300] == 200)
    #expect(table.rows.filter { $0 > 1 } == [200])
  }

  @Test func `a row that is not there is not changed, and the place of another is not taken for it`() {
    var table = Table<Int, Int>()
    table[1] = 1
    table[3] = 3
    var place = Table<Int, Int>.Place()
    let absent: Void? = table.update(2, near: &place) { $0 = 9 }
    let last: Void? = table.update(3, near: &place) { $0 = 4 }
    let first: Void? = table.update(1, near: &place) { $0 = 2 }
    #expect(absent == nil && last != nil && first != nil)
    #expect(table.rows == [2, 4])
    table[1] = nil
    let gone: Void? = table.update(1, near: &place) { $0 = 9 }
    #expect(gone == nil)
    #expect(table.rows == [4])
  }
}
