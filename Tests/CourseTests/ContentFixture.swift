import Course
import Foundation

/// A small content root in a temporary folder: one lab, one lesson, one question file, all without findings.
struct ContentFixture {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-\(UUID().uuidString)", isDirectory: true)
    for (path, text) in Self.files { try write(path, text) }
  }

  func remove() throws { try FileManager.default.removeItem(at: root) }

  func write(_ path: String, _ text: String) throws {
    try write(path, Data(text.utf8))
  }

  func write(_ path: String, _ data: Data) throws {
    let url = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func delete(_ path: String) throws {
    try FileManager.default.removeItem(at: root.appendingPathComponent(path))
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Replaces the first place of a text in a file; fails when the file does not hold it.
  func replace(_ path: String, _ old: String, _ new: String) throws {
    let text = try text(path)
    guard let range = text.range(of: old) else { throw Missing(text: old, path: path) }
    try write(path, text.replacingCharacters(in: range, with: new))
  }

  struct Missing: Error {
    let text: String
    let path: String
  }

  /// Replaces in both language files of the lesson.
  func replaceInLesson(_ old: String, _ new: String) throws {
    for language in ["ko", "en"] { try replace("lessons/01-elb/\(language).md", old, new) }
  }

  func lint() -> [Diagnostic] { Linter.lint(root.path) }

  static let lab = """
    id: az-outage
    kind: design
    title: {ko: 영역 장애, en: A zone fails}
    topics: [elb]
    requires: []
    minutes: 15
    region: ap-northeast-2
    worldSeed: 20260105
    images:
      - {name: shop-web, architecture: x86_64, memoryGiB: 6, port: 80, healthPath: /health, warmUp: 60s}
    service:
      populations:
        - {name: seoul, city: seoul, host: www.shop.example, rate: 88, timeout: 3s, retries: 1, retryDelay: 200ms}
      classes:
        - {name: page, cpu: 50ms, variation: exponential, base: 40ms}
    experiments:
      - {id: outage, duration: 30m, settling: 90s, faults: [{kind: zone-power, zone: each, between: [8m, 12m], lasting: 15m}]}
    weathers: 5
    checks:
      - {id: survives, role: main, points: 60, over: experiment, experiment: outage, for: eachZone, measure: "faults[0].lost", atMost: 3000, full: 450, zero: 20000, unit: requests, title: {ko: 견디기, en: Survives}}
      - {id: budget, role: side, points: 40, over: cost, measure: monthly, atMost: 487, unit: usd, title: {ko: 예산, en: Budget}}
    medals: [{id: gold, check: survives, atMost: 450, title: {ko: 금, en: Gold}}]
    hints: 2

    """

  static let hints = """
    # Hints

    ## 1
    when: length(world.zones) == `1`

    One zone is not enough.

    ## 2

    Look at the **health check**.

    """

  static let lesson = """
    ---
    id: elb
    title: Load balancers
    order: 1
    requires: []
    objectives: [Say what a load balancer does]
    minutes: 10
    covers: [ELB]
    world: {lab: az-outage}
    ---
    ## One door {#door}

    A load balancer stands
    *before* the servers.

    > [!note] Did you know
    > It has **several** addresses.

    ```predict id=guess
    question: How many are lost?
    number: {unit: s, tolerance: 10%}
    of: outage
    answer: faults[0].lost
    right: "You saw {{outage.faults[0].lost|%,d}} lost."
    wrong: More were lost.
    ```

    ```sky id=outage run=auto
    experiment run outage
    ```

    So {{outage.faults[0].lost|%,d}} requests were lost.

    ---

    ```sky id=bad run=enter expect=error:InvalidInstanceID.NotFound
    aws ec2 describe-instances --instance-ids $NONE
    ```

    ```predict id=which
    question: Which one?
    choices: [{id: a, text: This}, {id: b, text: That}]
    run: cost --monthly
    answer: items[0].id
    right: Yes.
    wrong: No.
    ```

    ```question id=one
    ```

    | a | b |
    |---|--:|
    | 1 | 2 |

    ```task id=done
    goal: Two zones
    over: experiment
    experiment: outage
    holds: faults[0].lost < `10`
    ```

    """

  static let questions = """
    questions:
      - id: one
        kind: short
        level: mid
        tests: {ko: 영역의 뜻, en: what a zone is}
        source: {page: door}
        stem: {ko: "문제입니다.", en: "A question."}
        explanation: {ko: 설명입니다., en: An explanation.}
        accept: {ko: [가용 영역], en: [zone]}

    """

  static let wrong = """
    # fails: survives instance-overloaded *
    # why.ko: 모자랍니다.
    # why.en: Too few.
    aws ec2 run-instances --image-id $IMAGE_SHOP

    """

  static let files: [(String, String)] =
    [
      ("labs/az-outage/lab.yaml", lab), ("labs/az-outage/setup.sky", "aws ec2 create-vpc\n"),
      ("labs/az-outage/notes.md", "# Notes\n"),
      (
        "labs/az-outage/solutions/three-zones.sky",
        "# about.ko: 영역 셋\n# about.en: Three zones\naws ec2 create-vpc\n"
      ),
      (
        "labs/az-outage/wrong/dear.sky",
        wrong.replacingOccurrences(of: "survives instance-overloaded *", with: "budget measure")
      ),
      ("lessons/01-elb/questions.yaml", questions),
      ("lessons/01-elb/en.md", lesson),
      (
        "lessons/01-elb/ko.md",
        lesson.replacingOccurrences(
          of: "So {{outage.faults[0].lost|%,d}}", with: "요청 {{outage.faults[0].lost|%,d|이/가}}"
        )
        .replacingOccurrences(of: "title: Load balancers", with: "title: 로드 밸런서")
      ),
    ]
    + ["ko", "en"].flatMap { language in
      [
        ("labs/az-outage/brief.\(language).md", "# Brief\n\nText.\n"),
        ("labs/az-outage/after.\(language).md", "# After\n\nText.\n"),
        ("labs/az-outage/hints.\(language).md", hints),
      ]
    }
    + (1...4).map { ("labs/az-outage/wrong/few-\($0).sky", wrong) }
}
