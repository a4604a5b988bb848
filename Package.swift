// swift-tools-version: 6.2
import PackageDescription

/// The rooms of the house, lowest first: a room imports only rooms named before it (ARCHITECTURE.md).
let editor: [Target.Dependency] = ["CLineEditor"]
let markdown: Target.Dependency = "CCommonMark"
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "skydrill",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "skydrill", targets: ["skydrill"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
    .target(name: "CLineEditor", dependencies: ["CLibedit"]),
    .systemLibrary(
      name: "CCommonMark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    .target(name: "EventKernel"),
    .target(name: "Texts", dependencies: [yaml]),
    .target(name: "Cloud", dependencies: ["EventKernel"]),
    .target(name: "Traffic", dependencies: ["EventKernel", "Cloud"]),
    .target(name: "CloudAPI", dependencies: ["EventKernel", "Cloud", yaml]),
    .target(
      name: "Course", dependencies: ["EventKernel", "Cloud", "Traffic", "CloudAPI", markdown, yaml]),
    .target(
      name: "Assessment", dependencies: ["EventKernel", "Cloud", "Traffic", "CloudAPI", "Course"]),
    .target(name: "LearnerStore", dependencies: ["Assessment", database]),
    .target(name: "Terminal", dependencies: editor),
    .target(
      name: "Shell",
      dependencies: [
        "EventKernel", "Texts", "Cloud", "Traffic", "CloudAPI", "Course", "Assessment", "LearnerStore",
        "Terminal",
      ]),
    .executableTarget(name: "skydrill", dependencies: ["Shell", "Terminal", arguments]),
    .testTarget(name: "EventKernelTests", dependencies: ["EventKernel"]),
    .testTarget(name: "TextsTests", dependencies: ["Texts"]),
    .testTarget(name: "CloudTests", dependencies: ["Cloud", "EventKernel"]),
    .testTarget(name: "CloudAPITests", dependencies: ["CloudAPI", "Cloud", "EventKernel"]),
    .testTarget(
      name: "CourseTests", dependencies: ["Course", "Shell", "Assessment", "Traffic", "CloudAPI", "Cloud"]),
    .testTarget(name: "AssessmentTests", dependencies: ["Assessment", "Course", "Cloud", "Traffic"]),
    .testTarget(name: "LearnerStoreTests", dependencies: ["LearnerStore", "Assessment"]),
    .target(name: "CTerminalProcess", path: "Tests/CTerminalProcess"),
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .target(
      name: "ProgramHarness", dependencies: ["CTerminalProcess", "Terminal", "Shell"],
      path: "Tests/ProgramHarness"),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "ProgramHarness"]),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Shell", "Terminal", "LearnerStore", "Texts", "Course", "Assessment", "Traffic", "Cloud", "CloudAPI",
        "ProgramHarness",
      ]),
    .testTarget(
      name: "ProgramTests",
      dependencies: ["ProgramHarness", "Shell", "Assessment", "LearnerStore", "Texts"]),
    .testTarget(
      name: "TranscriptTests",
      dependencies: ["Shell", "Terminal", "LearnerStore", "Texts", "Course", "ProgramHarness"],
      exclude: ["Transcripts"]),
    .testTarget(
      name: "TrafficTests",
      dependencies: [
        "Traffic", "Shell", "Assessment", "Course", "Cloud", "CloudAPI", "EventKernel", "CAllocationCount",
      ]),
    .testTarget(
      name: "OracleTests", dependencies: ["Shell", "CloudAPI", "Cloud", "EventKernel"]),
    .testTarget(
      name: "ExplorationTests", dependencies: ["Shell", "CloudAPI", "Cloud", "EventKernel"]),
    .testTarget(
      name: "DeterminismTests",
      dependencies: ["Traffic", "Shell", "Assessment", "Course", "Cloud", "CloudAPI", "EventKernel"]),
    .testTarget(name: "RepositoryTests"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  // The engine's loop changes the parts of one object at every event. Debug builds, and so the tests, ask each time whether
  // another access is under way; the released program does not.
  if ["EventKernel", "Traffic"].contains(target.name) {
    target.swiftSettings?.append(
      .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)))
    // Tests send millions of requests through debug builds: the engine is optimised there too, with its audits and questions.
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
}
