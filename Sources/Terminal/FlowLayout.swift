/// Draws a tree from left to right: what comes next stands to the right, what comes beside it below.
enum FlowLayout {
  /// The lines of a node with all that follows it, as wide as they need to be.
  ///
  /// - Parameter label: marks the code of a label where colour cannot.
  static func lines(
    _ node: Document.TreeNode, label: ([Document.Span]) -> [Document.Span]
  ) -> [StyledLine] {
    let head = label(node.label)
    guard !node.children.isEmpty else { return [head] }
    let rest: StyledLine = [Document.Span(DisplayWidth.spaces(head.columns))]
    let isSingle = node.children.count == 1
    var result: [StyledLine] = []
    for (index, child) in node.children.enumerated() {
      let isLast = index == node.children.count - 1
      let arrow = isSingle ? " ─▶ " : index == 0 ? " ┬▶ " : isLast ? " └▶ " : " ├▶ "
      let beside = isLast ? "    " : " │  "
      for (number, line) in lines(child, label: label).enumerated() {
        let margin = result.isEmpty ? head : rest
        result.append(margin + [.muted(number == 0 ? arrow : beside)] + line)
      }
    }
    return result
  }
}

extension Document.TreeNode {
  /// The columns that the node and all that follows it take when drawn from left to right.
  package var flowColumns: Int { FlowLayout.lines(self, label: { $0 }).map(\.columns).max() ?? 0 }
}
