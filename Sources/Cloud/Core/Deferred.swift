/// A part of an answer that is made when somebody reads it, and not where the answer itself is not wanted, as in a replay.
struct Deferred<Part: Encodable & Sendable>: Encodable, Sendable {
  private let make: @Sendable () -> Part

  /// A part by how it is made.
  init(_ make: @escaping @Sendable () -> Part) {
    self.make = make
  }

  /// The part, made anew each time.
  var value: Part { make() }

  func encode(to encoder: any Encoder) throws { try make().encode(to: encoder) }
}
