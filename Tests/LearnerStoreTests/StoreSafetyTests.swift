import Assessment
import Foundation
import LearnerStore
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

@Suite struct StoreSafetyTests {
  @Test func `of two shells that append to one journal the second is told`() throws {
    try StoreSamples.inFolder { folder in
      let first = try LearnerStore.open(path: folder + "/learner.db").store
      let second = try LearnerStore.open(path: folder + "/learner.db").store
      try first.begin(StoreSamples.run())
      try first.append(["a"], toJournalOf: "run-0001", expected: 0)
      #expect(throws: StoreError.changedElsewhere(expected: 0, found: 1)) {
        try second.append(["b"], toJournalOf: "run-0001", expected: 0)
      }
      #expect(try second.append(["b"], toJournalOf: "run-0001", expected: 1) == 2)
      #expect(try first.journal(of: "run-0001") == ["a", "b"])
    }
  }

  @Test func `many writers at once lose nothing`() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("skydrill-store-\(UUID().uuidString)").path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let store = try LearnerStore.open(path: folder + "/learner.db").store
          for number in 0..<10 { try store.set("key-\(writer)-\(number)", to: "x") }
        }
      }
      try await group.waitForAll()
    }
    #expect(try LearnerStore.open(path: folder + "/learner.db").store.settings().count == 40)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `what was stored before a kill is there afterwards`() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("skydrill-store-\(UUID().uuidString)").path
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      let store = try LearnerStore.open(path: folder + "/learner.db").store
      try store.begin(StoreSamples.run())
      try store.append(["a", "b"], toJournalOf: "run-0001", expected: 0)
      try store.record(try StoreSamples.answer(1, day: 1, fraction: 1))
      kill(getpid(), SIGKILL)
    }
    let opened = try LearnerStore.open(path: folder + "/learner.db")
    #expect(opened.notices.isEmpty)
    #expect(try opened.store.journal(of: "run-0001") == ["a", "b"])
    #expect(try opened.store.cards().count == 1)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a store of a newer program is refused and left alone`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      try LearnerStore.open(path: path).store.close()
      var bytes = try #require(FileManager.default.contents(atPath: path))
      // The user version stands at offset 60 of an SQLite file, big end first.
      bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(throws: StoreError.newerStore(found: 99, known: 1)) { try LearnerStore.open(path: path) }
      #expect(FileManager.default.contents(atPath: path)?[63] == 99)
    }
  }

  @Test func `a database of another program is refused and left alone`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      try LearnerStore.open(path: path).store.close()
      var bytes = try #require(FileManager.default.contents(atPath: path))
      // The application id stands at offset 68.
      bytes.replaceSubrange(68..<72, with: [0, 0, 0, 7])
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(throws: StoreError.notAStore) { try LearnerStore.open(path: path) }
    }
  }

  @Test func `a file that is no database is set aside and a fresh one begun`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      for number in 1...2 {
        let garbage = Data("garbage \(number) ".utf8) + Data(repeating: 0x55, count: 4_096)
        try garbage.write(to: URL(fileURLWithPath: path))
        let opened = try LearnerStore.open(path: path)
        #expect(opened.notices == [.setAside(path: path + ".damaged-\(number)")])
        #expect(try opened.store.events().isEmpty)
        #expect(FileManager.default.contents(atPath: path + ".damaged-\(number)") == garbage)
        try opened.store.close()
      }
    }
  }

  @Test func `a store with a broken page is set aside`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      let store = try LearnerStore.open(path: path).store
      try store.begin(StoreSamples.run())
      try store.append(
        (0..<200).map { "line \($0) " + String(repeating: "x", count: 200) },
        toJournalOf: "run-0001", expected: 0)
      try store.close()
      var bytes = try #require(FileManager.default.contents(atPath: path))
      // The header and the schema stay whole; everything behind them is lost.
      bytes.replaceSubrange(8_192..<bytes.count, with: Data(repeating: 0xAA, count: bytes.count - 8_192))
      try bytes.write(to: URL(fileURLWithPath: path))
      let opened = try LearnerStore.open(path: path)
      #expect(opened.notices == [.setAside(path: path + ".damaged-1")])
      #expect(try opened.store.runs().isEmpty)
    }
  }

  @Test func `a shared file system is told of once and gets no write-ahead log`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      let first = try LearnerStore.open(path: path, fileSystem: .shared)
      #expect(first.notices == [.sharedFileSystem])
      try first.store.set("a", to: "b")
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
      try first.store.close()
      #expect(try LearnerStore.open(path: path, fileSystem: .shared).notices.isEmpty)
    }
  }

  @Test func `a local disk gets a write-ahead log`() throws {
    try StoreSamples.inFolder { folder in
      let path = folder + "/learner.db"
      let store = try LearnerStore.open(path: path, fileSystem: .local).store
      try store.set("a", to: "b")
      #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    }
  }

  @Test(arguments: [
    ("/home/kim", FileSystemKind.local), ("/mnt/class/kim", .shared), ("/mnt/classroom", .local),
    ("/mnt/my disk/x", .shared), ("/host", .shared), ("/cover", .local),
  ])
  func `the nearest mount decides whether a file system is shared`(
    folder: String, kind: FileSystemKind
  ) {
    let mounts = """
      21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      30 21 0:40 / /mnt/class rw shared:2 - nfs4 server:/x rw
      31 21 0:41 / /mnt/my\\040disk rw - fuse.sshfs server: rw
      32 21 0:42 / /host rw - virtiofs host rw
      33 21 0:43 / /cover rw - cifs //s/x rw
      34 33 0:44 / /cover rw - tmpfs tmpfs rw
      broken line
      """
    #expect(FileSystemKind.of(folder: folder, mounts: mounts) == kind)
  }

  @Test func `a path that cannot be written is told`() throws {
    try StoreSamples.inFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      #expect(throws: StoreError.cannotWrite(path: folder + "/file")) {
        try LearnerStore.open(path: folder + "/file/learner.db")
      }
    }
  }
}
