import Foundation
import Shell
import Testing
import Texts

/// `map` and `top` tell what stands in each zone, how healthy it is, and after users came how busy it was.
@Suite struct MapTests {
  @Test(arguments: Language.allCases)
  func `zones are columns, and a machine's load stands beside its health after a run`(language: Language)
    throws
  {
    let test = try TestSession(language)
    let busy = language == .ko ? "사용률" : "busy"
    _ = try test.run("sandbox start")
    let before = try test.run("map --zones")
    #expect(before.status == 0 && !before.text.contains(busy) && !before.text.contains("⟦"), "\(before.text)")
    #expect(before.text.contains("ap-northeast-2a") && before.text.contains("ap-northeast-2c"))
    _ = try test.run("run 2m")
    for line in ["map", "map --zones", "top"] {
      let answer = try test.run(line)
      #expect(
        answer.status == 0 && answer.text.contains(busy) && answer.text.contains("%"),
        "\(line): \(answer.text)")
      #expect(answer.text.contains("web-1") && !answer.text.contains("⟦"))
      #expect(answer.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(answer.text)")
    }
    // What ran on a copy says nothing of the world.
    _ = try test.run("fault zone-power 2a 1m")
    #expect(try !test.run("map").text.contains(busy))
    #expect(try test.run("map --zone").status == 2)
  }

  @Test func `scripts get the load as a share`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    _ = try test.run("run 2m")
    let top = try #require(
      try JSONSerialization.jsonObject(with: Data(try test.run("top").text.utf8)) as? [String: Any])
    let zones = try #require(top["zones"] as? [[String: Any]])
    let machines = zones.flatMap { $0["machines"] as? [[String: Any]] ?? [] }
    let loads = machines.compactMap { $0["load"] as? Double }
    #expect(zones.count == 2 && machines.count == 2 && loads.count == 2)
    #expect(loads.allSatisfy { $0 > 0.05 && $0 <= 1 })
  }
}
