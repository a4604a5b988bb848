/// Exponential numbers of mean 1 by the ziggurat method, 256 layers: one multiplication and one comparison in 99 of 100 draws.
///
/// A copy is one pointer to tables that live as long as the process. Take a copy into the loop: `Ziggurat.standard` itself is a lazily
/// initialised global.
package struct Ziggurat: @unchecked Sendable {
  // Unchecked: the tables are written once, before `standard` is published, and never again.
  /// A layer: below `limit` a draw is accepted at once, `width` turns it into the number; `height` is e^−x at the layer's edge x.
  @usableFromInline
  struct Layer {
    @usableFromInline let limit: UInt64
    @usableFromInline let width: Double
    let height: Double
    let nextHeight: Double
  }

  @usableFromInline let layers: UnsafePointer<Layer>

  /// The one set of tables.
  package static let standard = Ziggurat()

  private static let tailStart = 7.69711747013104972
  private static let area = 0.0039496598225815571993

  private init() {
    var edges = [Ziggurat.area / ElementaryFunctions.exp(-Ziggurat.tailStart), Ziggurat.tailStart]
    var edge = Ziggurat.tailStart
    for _ in 2..<256 {
      edge = -ElementaryFunctions.log(Ziggurat.area / edge + ElementaryFunctions.exp(-edge))
      edges.append(edge)
    }
    edges.append(0)
    let table = UnsafeMutablePointer<Layer>.allocate(capacity: 256)
    for layer in 0..<256 {
      let fraction = edges[layer + 1] / edges[layer]
      (table + layer).initialize(
        to: Layer(
          limit: UInt64(fraction * 0x1p56), width: edges[layer] * 0x1p-56,
          height: ElementaryFunctions.exp(-edges[layer]),
          nextHeight: ElementaryFunctions.exp(-edges[layer + 1])))
    }
    layers = UnsafePointer(table)
  }

  /// The exponential number at a key: attempts after a rejection have addresses of their own.
  @inlinable @inline(__always)
  package func exponential(key: UInt64) -> Double {
    let bits = Draws.mix(key)
    let layer = layers + Int(truncatingIfNeeded: bits & 255)
    let part = bits >> 8
    let number = Double(Int64(bitPattern: part)) * layer.pointee.width
    if part < layer.pointee.limit { return number }
    return exponentialAfterEdge(key: key, bits: bits)
  }

  /// The exponential number that begins with `bits` and takes more from a stream where it must.
  @inlinable @inline(__always)
  package func exponential(_ stream: inout RandomStream) -> Double {
    let bits = stream.next()
    let layer = layers + Int(truncatingIfNeeded: bits & 255)
    let part = bits >> 8
    let number = Double(Int64(bitPattern: part)) * layer.pointee.width
    if part < layer.pointee.limit { return number }
    return exponentialAfterEdge(&stream, bits: bits)
  }

  @usableFromInline @inline(never)
  func exponentialAfterEdge(key: UInt64, bits: UInt64) -> Double {
    let retries = Draws(base: key).nested(0)
    var bits = bits
    var attempt = 0
    while true {
      if let number = settle(bits, retries.unit(attempt)) { return number }
      bits = retries.bits(attempt + 1)
      attempt += 2
    }
  }

  @usableFromInline @inline(never)
  func exponentialAfterEdge(_ stream: inout RandomStream, bits: UInt64) -> Double {
    var bits = bits
    while true {
      if let number = settle(bits, stream.unit()) { return number }
      bits = stream.next()
    }
  }

  /// What a draw gives with a second one, or nothing when both are to be drawn again.
  private func settle(_ bits: UInt64, _ second: Double) -> Double? {
    let index = Int(truncatingIfNeeded: bits & 255)
    let layer = layers[index]
    let part = bits >> 8
    let number = Double(Int64(bitPattern: part)) * layer.width
    if part < layer.limit { return number }
    // The tail of an exponential is an exponential again.
    if index == 0 { return Ziggurat.tailStart - ElementaryFunctions.log(1 - second) }
    let height = layer.height + second * (layer.nextHeight - layer.height)
    return height < ElementaryFunctions.exp(-number) ? number : nil
  }
}
