import CloudAPI
import Course
import Texts

/// Puts results of blocks into a lesson's texts: `{{outage.faults[0].lost|%,d|이/가}}`.
struct ResultFilling {
  /// The results by the id of their block.
  let results: [String: Value]

  /// Stands where a block has given nothing.
  static let missing = "—"

  /// The text with its numbers; braces that hold no template stay.
  func filled(_ text: String) -> String {
    guard text.contains("{{") else { return text }
    return ResultTemplate.pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .malformed(let inner): "{{\(inner)}}"
      case .template(let template): filled(template)
      }
    }.joined()
  }

  private func filled(_ template: ResultTemplate) -> String {
    guard let result = results[template.block], let text = template.text(of: result) else {
      return Self.missing
    }
    guard let pair = template.particle.flatMap({ Particle.Pair($0) }) else { return text }
    return text + Particle.choose(for: text, pair: pair)
  }
}
