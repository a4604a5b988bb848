import Foundation
import Testing

/// The house rules that a machine can check.
@Suite struct RepositoryTests {
  /// The rooms with code, lowest first: a room imports only rooms named before it.
  private static let rooms = [
    "EventKernel", "Texts", "Cloud", "Traffic", "CloudAPI", "Course", "Assessment", "LearnerStore",
    "Terminal",
    "Shell", "skydrill",
  ]

  @Test(arguments: rooms)
  func `a room imports only rooms named before it`(room: String) throws {
    let position = try #require(Self.rooms.firstIndex(of: room))
    let files = try Repository.files(in: "Sources/" + room, endings: [".swift"])
    #expect(!files.isEmpty)
    for file in files {
      for name in Repository.imports(of: file) {
        guard let other = Self.rooms.firstIndex(of: name) else { continue }
        #expect(other < position, "\(file.path) imports \(name)")
      }
    }
  }

  @Test func `the walls within the rooms hold`() throws {
    // Room, and what it must not know although it stands below: traffic knows no grading, the world no text.
    let walls = [
      "Traffic": ["CloudAPI", "Texts"], "CloudAPI": ["Traffic", "Texts"], "Cloud": ["Texts"],
      "Course": ["Texts"], "Assessment": ["Texts"], "LearnerStore": ["Texts"],
      "Terminal": ["Cloud", "Texts"],
    ]
    for (room, forbidden) in walls {
      for file in try Repository.files(in: "Sources/" + room, endings: [".swift"]) {
        let imports = Repository.imports(of: file)
        #expect(forbidden.allSatisfy { !imports.contains($0) }, "\(file.path)")
      }
    }
  }

  @Test(arguments: ["EventKernel", "Cloud", "Traffic"])
  func `no Foundation in the rooms that decide bits`(room: String) throws {
    let files = try Repository.files(in: "Sources/" + room, endings: [".swift"])
    #expect(!files.isEmpty)
    for file in files {
      let imports = Repository.imports(of: file)
      let foreign = ["Foundation", "FoundationEssentials", "Glibc", "Darwin", "Dispatch"]
      #expect(imports.allSatisfy { !foreign.contains($0) }, "\(file.path)")
    }
  }

  @Test func `no traps and no leftovers in the sources`() throws {
    let forbidden = ["try" + "!", "as" + "!", "TO" + "DO", "FIX" + "ME", "@test" + "able"]
    for folder in ["Sources", "Tests"] {
      for file in try Repository.files(in: folder, endings: [".swift", ".c", ".h"]) {
        for word in forbidden { #expect(!file.text.contains(word), "\(file.path) has \(word)") }
      }
    }
  }

  @Test func `no file holds more than one idea`() throws {
    let files = try Repository.files(in: "Sources", endings: [".swift"])
    for file in files { #expect(file.lines.count <= 400, "\(file.path)") }
    let lengths = files.map(\.lines.count).sorted()
    #expect(lengths[lengths.count / 2] <= 150)
    for file in files {
      let name = file.path.split(separator: "/").last ?? ""
      for vague in ["Util", "Helper", "Manager", "Common", "Misc"] {
        #expect(!name.contains(vague), "\(file.path)")
      }
    }
  }

  @Test func `every simplification stands in the catalogue, and every entry in the code`() throws {
    var marked: Set<String> = []
    for file in try Repository.files(in: "Sources", endings: [".swift"]) {
      for line in file.lines {
        guard let mark = line.range(of: "// Simplified: ") else { continue }
        marked.insert(String(line[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "-" }))
      }
    }
    for language in ["ko", "en"] {
      let listed = try Repository.textIDs(language).filter { $0.hasPrefix("simplifications.") }
        .map { String($0.dropFirst("simplifications.".count)) }
      #expect(marked.subtracting(listed) == [], "not in \(language)")
      #expect(Set(listed).subtracting(marked) == [], "\(language) lists what no code marks")
    }
  }

  @Test func `every script that is called can be called`() throws {
    for path in [".ci/run", "Scripts/make-dist.sh"] {
      #expect(FileManager.default.isExecutableFile(atPath: Repository.root + "/" + path), "\(path)")
    }
  }
}
