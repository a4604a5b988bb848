import EventKernel

/// How long a queue is, as shares of equal cells from nothing to as much as it takes: a diffusion with a drift.
///
/// Between cells flows what the scheme of Scharfetter and Gummel says (IEEE Trans. Electron Devices 16, 1969), which is
/// exact where the drift is even, so that a queue in its steady state has its exponential tail at any width of cells.
/// Steps are implicit: they are stable and positive at any length, and a long one ends in the steady state.
struct FlowDensity {
  /// The shares of the cells; cell k lies from k to k + 1 widths.
  private(set) var shares: [Double] = [1]
  private(set) var width = 1.0
  /// What of the drift downwards finds nothing to take off, and what of the drift upwards finds no room.
  private(set) var unused = 0.0
  private(set) var refused = 0.0
  /// How much the shares changed in the last step, 0 to 2.
  private(set) var change = 0.0
  /// How many times over the last cell the density grows upwards, as a logarithm.
  private var rise = 0.0
  private var above: [Double] = []
  private var next: [Double] = []
  private var up: [Double] = []
  private var down: [Double] = []

  /// Begins again with nothing.
  mutating func clear() {
    for index in shares.indices { shares[index] = 0 }
    shares[0] = 1
  }

  /// Takes on a number of cells and their width; what lies above the last one comes into it.
  mutating func fit(cells: Int, width: Double) {
    let count = max(2, cells)
    if shares == [1] || width != self.width {
      var fitted = Array(repeating: 0.0, count: count)
      for (index, share) in shares.enumerated() where share > 0 {
        let place = index == 0 ? 0 : (Double(index) + 0.5) * self.width / width
        fitted[min(count - 1, Int(min(1e6, place)))] += share
      }
      shares = fitted
      self.width = width
    }
    if shares.count < count {
      shares += Array(repeating: 0, count: count - shares.count)
    } else if shares.count > count {
      let rest = shares[count...].reduce(0, +)
      shares.removeLast(shares.count - count)
      shares[count - 1] += rest
    }
  }

  /// Lets time pass. O(cells).
  ///
  /// - Parameters:
  ///   - seconds: how long.
  ///   - spread: half of the variance that comes in a second.
  ///   - drift: what is added in a second, at the border above each cell, the last one's own included.
  mutating func advance(by seconds: Double, spread: Double, drift: (Int) -> Double) {
    let count = shares.count
    if up.count != count {
      up = Array(repeating: 0, count: count)
      down = up
      above = up
      next = up
    }
    let spread = max(spread, 1e-9 * width)
    let pace = spread / (width * width)
    var known = Double.nan
    for index in 0..<count {
      let value = drift(index)
      if value == known {
        up[index] = up[index - 1]
        down[index] = down[index - 1]
      } else {
        let ratio = value * width / spread
        down[index] = pace * FlowDensity.weight(ratio)
        up[index] = down[index] + value / width
        known = value
      }
    }
    // Thomas's algorithm.
    var before = 0.0
    for index in 0..<count {
      let out = (index < count - 1 ? up[index] : 0) + (index > 0 ? down[index - 1] : 0)
      let lower = index > 0 ? -seconds * up[index - 1] : 0
      let diagonal = 1 + seconds * out - lower * (index > 0 ? above[index - 1] : 0)
      above[index] = index < count - 1 ? -seconds * down[index] / diagonal : 0
      before = (shares[index] - lower * before) / diagonal
      next[index] = before
    }
    for index in stride(from: count - 2, through: 0, by: -1) { next[index] -= above[index] * next[index + 1] }
    change = 0
    var total = 0.0
    for index in 0..<count { total += next[index] }
    for index in 0..<count {
      let share = max(0, next[index] / total)
      change += abs(share - shares[index])
      shares[index] = share
    }
    rise = min(50, max(0, (up[count - 1] - down[count - 1]) * width * width / spread))
    unused = width * down[0] * shares[0]
    refused = width * up[count - 1] * shares[count - 1]
  }

  /// `x / (exp(x) - 1)`.
  private static func weight(_ x: Double) -> Double {
    if abs(x) < 1e-5 { return 1 - x / 2 }
    if x > 500 { return 0 }
    if x < -500 { return -x }
    return x / (ElementaryFunctions.exp(x) - 1)
  }

  /// The share above a length, which falls exponentially inside a cell.
  func share(above length: Double) -> Double {
    guard length > 0 else { return 1 }
    let place = length / width
    guard place < Double(shares.count) else { return 0 }
    let cell = Int(place)
    var beyond = 0.0
    for index in stride(from: shares.count - 1, to: cell, by: -1) { beyond += shares[index] }
    let from = beyond + shares[cell]
    guard from > 1e-12 else { return 0 }
    let part = place - Double(cell)
    if cell == shares.count - 1 {
      guard rise > 0.01 else { return from * (1 - part) }
      return from * (1 - ElementaryFunctions.exp(-rise * (1 - part))) / (1 - ElementaryFunctions.exp(-rise))
    }
    let ratio = max(1e-12, beyond / from)
    return from * ElementaryFunctions.exp(part * ElementaryFunctions.log(ratio))
  }

  /// The share above a length when something exponential of a mean is added to it.
  func share(above length: Double, adding mean: Double) -> Double {
    guard length > 0 else { return 1 }
    var sum = share(above: length)
    guard mean > 0 else { return sum }
    var cell = min(shares.count - 1, Int(min(1e6, length / width)))
    while cell >= 0 {
      let from = Double(cell) * width
      let distance = length - from - (cell == 0 ? 0 : min(width, length - from) / 2)
      let part = ElementaryFunctions.exp(-max(0, distance) / mean)
      if cell > 0, length - from < width {
        sum += shares[cell] * (length - from) / width * part
      } else {
        sum += shares[cell] * part
      }
      if part < 1e-7, cell > 0 {
        break
      }
      cell -= 1
    }
    return min(1, sum)
  }

  /// The mean length; what is in the lowest cell counts as nothing.
  var mean: Double {
    var sum = 0.0
    for index in shares.indices.dropFirst() { sum += shares[index] * (Double(index) + 0.5) }
    return sum * width
  }
}
