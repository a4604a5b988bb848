import Cloud
import Shell
import Testing

/// Tests begin labs in worlds that were kept from the first one on: they are those that the content makes.
@Suite struct WorldMemoryTests {
  @Test func `a world that was kept is the one that is made anew`() throws {
    let anew = try TestSession(data: TestSession.root).session.startWorkspace(of: "az-outage").workspace
    for _ in 0..<2 {
      var kept = try TestSession().session.startWorkspace(of: "az-outage").workspace
      let isSame = kept.world == anew.world && kept.variables == anew.variables
      #expect(isSame && kept.journal.entries.isEmpty)
      // What one session does with it is not seen by the next.
      _ = kept.perform(aws: ["ec2", "create-key-pair", "--key-name", "mine"])
      let isChanged = kept.world != anew.world
      #expect(isChanged)
    }
  }
}
