import Foundation
import Testing

@Suite struct RepositoryTests {
  /// The repository's root: the nearest parent of this file with `labs` and `texts`.
  private var root: URL {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent("labs").path)
    {
      folder = folder.deletingLastPathComponent()
    }
    return folder
  }

  @Test(arguments: ["EventKernel", "Cloud", "Traffic"])
  func `no Foundation in the rooms that decide bits`(room: String) throws {
    let files = FileManager.default.enumerator(atPath: root.path + "/Sources/" + room)
    var count = 0
    while let name = files?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      count += 1
      let text = try String(contentsOfFile: "\(root.path)/Sources/\(room)/\(name)", encoding: .utf8)
      #expect(!text.contains("import Foundation") && !text.contains("import Glibc"), "\(room)/\(name)")
    }
    #expect(count > 0)
  }

  @Test func `every sentence exists in both languages`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path + "/texts/ko").sorted()
    #expect(names == (try FileManager.default.contentsOfDirectory(atPath: root.path + "/texts/en").sorted()))
  }
}
