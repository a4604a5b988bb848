import EventKernel

/// The operations of the pseudo-service `lab`, with which labs set their start worlds up.
package enum LabOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [RegisterLabImage.self]
}

/// `lab register-image`: makes an image with an application in it.
package enum RegisterLabImage: Operation {
  package static let service = "lab"
  package static let name = "RegisterImage"

  /// The image's name, what its machines need, and how its application behaves; times in seconds.
  package struct Input: Decodable, Sendable {
    var name: String?
    var architecture: String?
    var memory: Double?
    var port: Int?
    var healthPath: String?
    var warmUp: Double?
    var backlog: Int?
    var workers: Int?
  }

  package struct Output: Encodable, Sendable { package var imageId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] { [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = input.name, !name.isEmpty, name.count <= 128 else { throw .missingParameter("Name") }
    let architecture = input.architecture ?? "x86_64"
    guard architecture == "x86_64" || architecture == "arm64" else {
      throw .invalidParameter(architecture, "Architecture", "Supported values are x86_64 and arm64.")
    }
    func within<Number: Comparable>(
      _ value: Number, _ range: ClosedRange<Number>, _ parameter: String
    ) throws(AWSError) -> Number {
      guard range.contains(value) else {
        throw .invalidParameter(
          "\(value)", parameter, "Must lie between \(range.lowerBound) and \(range.upperBound).")
      }
      return value
    }
    let path = input.healthPath ?? "/"
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 1_024 else {
      throw .invalidParameter(path, "HealthPath", "A path begins with / and has at most 1024 characters.")
    }
    let app = AppProfile(
      memoryGiB: try within(input.memory ?? 0.5, 0...1_024, "Memory"),
      port: try within(input.port ?? 80, 1...65_535, "Port"), healthPath: path,
      warmUp: .seconds(try within(input.warmUp ?? 60, 0...3_600, "WarmUp")),
      backlog: try within(input.backlog ?? 512, 0...1_000_000, "Backlog"),
      workers: try within(input.workers ?? 256, 1...1_000_000, "Workers"))
    let id = world.registerImage(named: name, architecture: architecture, app: app, in: context.region)
    return Output(imageId: "\(id)")
  }
}
