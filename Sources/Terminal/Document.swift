/// What a command has to say, as typed blocks; how it looks is decided by a renderer, one for each medium.
package struct Document: Sendable, Equatable {
  /// The blocks from top to bottom.
  package var blocks: [Block]

  /// A document of these blocks, empty when there are none.
  package init(_ blocks: [Block] = []) { self.blocks = blocks }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { blocks.isEmpty }

  /// One block of a document.
  package indirect enum Block: Sendable, Equatable {
    /// A heading; level 1 is the title, 2 and 3 stand below it.
    case heading(level: Int, [Span])
    /// Running text, wrapped to the width.
    case paragraph([Span])
    /// Points, numbered from 1 when ordered; each may hold several blocks.
    case list(ordered: Bool, [[Block]])
    /// Rows and columns.
    case table(Table)
    /// Lines shown as they are, never wrapped; the language is a hint for HTML and Markdown.
    case code(language: String?, String)
    /// Verdicts whose titles stand in one column.
    case verdicts([Verdict])
    /// A tree with its branches drawn.
    case tree([TreeNode])
    /// Trees drawn from left to right, as paths that fork; from top to bottom where they do not fit.
    case flow([TreeNode])
    /// Values over time.
    case plot(Plot)
    /// Names and values, the values in one column.
    case keyValues([KeyValue])
    /// How far a piece of work has come, from 0 to 1.
    case progress(fraction: Double, label: [Span])
    /// A line across.
    case rule
    /// Somebody else's words.
    case quote([Block])
    /// A remark that stands out.
    case callout(CalloutKind, title: [Span], [Block])
  }

  /// What a remark is for.
  package enum CalloutKind: String, Sendable, Equatable, CaseIterable {
    case note
    case tip
    case warning
    case error
  }

  /// A name and its value.
  package struct KeyValue: Sendable, Equatable {
    /// The name.
    package var key: [Span]
    /// The value.
    package var value: [Span]

    /// A pair of spans.
    package init(_ key: [Span], _ value: [Span]) {
      self.key = key
      self.value = value
    }
  }

  /// A node of a tree.
  package struct TreeNode: Sendable, Equatable {
    /// What stands at the node.
    package var label: [Span]
    /// The nodes below.
    package var children: [TreeNode]

    /// A node, a leaf when it has no children.
    package init(_ label: [Span], children: [TreeNode] = []) {
      self.label = label
      self.children = children
    }
  }
}
