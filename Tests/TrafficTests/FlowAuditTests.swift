import Testing
import Traffic

@Suite struct FlowAuditTests {
  @Test func `a flow in which everybody leaves has no flaw`() {
    var audit = FlowAudit()
    for number in 0..<100 as Range<UInt64> {
      audit.arrive(at: number * 10)
      audit.depart(at: number * 10 + 35, after: 35)
    }
    #expect(audit.flaw == nil)
  }

  @Test func `a request that is forgotten is found`() {
    var audit = FlowAudit()
    audit.arrive(at: 0)
    audit.arrive(at: 5)
    audit.depart(at: 9, after: 9)
    #expect(audit.flaw != nil)
  }

  @Test func `a wrong time under way breaks Little's law`() {
    var audit = FlowAudit()
    audit.arrive(at: 0)
    audit.depart(at: 9, after: 8)
    #expect(audit.flaw != nil)
  }

  @Test func `nobody leaves before coming`() {
    var audit = FlowAudit()
    audit.arrive(at: 10)
    audit.depart(at: 9, after: 1)
    #expect(audit.flaw != nil)
  }
}
