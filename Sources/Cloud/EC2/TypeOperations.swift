/// Instance types.
enum TypeOperations {
  static let all: [any Operation.Type] = [DescribeInstanceTypes.self, DescribeInstanceTypeOfferings.self]
}

/// Tells what instance types have.
package enum DescribeInstanceTypes: EC2Operation {
  package static let name = "DescribeInstanceTypes"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceTypes: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceTypes: [TypeShape]
    package var nextToken: String?
  }

  /// A type as the call shows it: what the model knows of it.
  package struct TypeShape: Encodable, Sendable {
    package var instanceType: String
    package var currentGeneration: Bool
    package var freeTierEligible: Bool
    package var supportedUsageClasses = ["on-demand", "spot"]
    package var supportedRootDeviceTypes = ["ebs"]
    package var supportedVirtualizationTypes = ["hvm"]
    package var bareMetal = false
    package var hypervisor: String
    package var processorInfo: ProcessorInfo
    package var vCpuInfo: VCPUInfo
    package var memoryInfo: MemoryInfo
    /// The types of this world keep everything on EBS.
    package var instanceStorageSupported = false
    package var ebsInfo: EBSInfo
    package var networkInfo: NetworkInfo
    package var hibernationSupported: Bool
    package var burstablePerformanceSupported: Bool

    /// The processor's architectures.
    package struct ProcessorInfo: Encodable, Sendable { package var supportedArchitectures: [String] }
    /// The vCPUs as cores and threads.
    package struct VCPUInfo: Encodable, Sendable {
      package var defaultVCpus: Int
      package var defaultCores: Int
      package var defaultThreadsPerCore: Int
    }
    /// The memory in MiB.
    package struct MemoryInfo: Encodable, Sendable { package var sizeInMiB: Int }
    /// Whether the type has a path of its own to its disks.
    package struct EBSInfo: Encodable, Sendable {
      package var ebsOptimizedSupport: String
      package var encryptionSupport = "supported"
      package var ebsOptimizedInfo: EBSOptimizedInfo?
      package var nvmeSupport: String
    }
    /// What that path carries for ever and at the most.
    package struct EBSOptimizedInfo: Encodable, Sendable {
      package var baselineBandwidthInMbps: Int
      package var baselineThroughputInMBps: Double
      package var baselineIops: Int
      package var maximumBandwidthInMbps: Int
      package var maximumThroughputInMBps: Double
      package var maximumIops: Int

      init(_ path: InstanceType.EBSPath) {
        baselineBandwidthInMbps = Int(path.baselineMbps)
        baselineThroughputInMBps = path.baselineMbps / 8
        baselineIops = Int(path.baselineIOPS)
        maximumBandwidthInMbps = Int(path.mostMbps)
        maximumThroughputInMBps = path.mostMbps / 8
        maximumIops = Int(path.mostIOPS)
      }
    }
    /// The network in AWS's words, and its card with what it carries for ever and at the most.
    package struct NetworkInfo: Encodable, Sendable {
      package var networkPerformance: String
      package var networkCards: [NetworkCard]
    }
    /// A network card; types of this world have one.
    package struct NetworkCard: Encodable, Sendable {
      package var networkCardIndex = 0
      package var networkPerformance: String
      package var baselineBandwidthInGbps: Double?
      package var peakBandwidthInGbps: Double?
    }

    init(_ type: InstanceType) {
      instanceType = type.name
      currentGeneration = type.isCurrentGeneration
      freeTierEligible = type.isFreeTierEligible
      processorInfo = ProcessorInfo(supportedArchitectures: type.architectures)
      vCpuInfo = VCPUInfo(
        defaultVCpus: type.vCPUs, defaultCores: type.vCPUs / type.threadsPerCore,
        defaultThreadsPerCore: type.threadsPerCore)
      memoryInfo = MemoryInfo(sizeInMiB: Int(type.memoryGiB * 1_024))
      hypervisor = type.isNitro ? "nitro" : "xen"
      ebsInfo = EBSInfo(
        ebsOptimizedSupport: type.ebsOptimised, ebsOptimizedInfo: type.ebs.map { EBSOptimizedInfo($0) },
        nvmeSupport: type.isNitro ? "required" : "unsupported")
      networkInfo = NetworkInfo(
        networkPerformance: type.network,
        networkCards: [
          NetworkCard(
            networkPerformance: type.network, baselineBandwidthInGbps: type.networkBaseline,
            peakBandwidthInGbps: type.networkBurst)
        ])
      hibernationSupported = type.memoryGiB < InstanceTimings.mostHibernatedGiB
      burstablePerformanceSupported = type.isBurstable
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let offered = now.offeredTypes(in: context.region)
    let rows = try named(input.instanceTypes, all: offered) { name throws(AWSError) in
      guard let type = offered.first(where: { $0.name == name }) else {
        if now.catalog.instanceType(name) == nil, InstanceTypeNames.isOfAWS(name) {
          throw .notModelled("InstanceTypes", name)
        }
        throw AWSError(
          "InvalidInstanceType", "The following supplied instance types do not exist: [\(name)]")
      }
      return type
    }
    let fields = FilterFields<TypeShape>([
      "instance-type": { $0.instanceType }, "current-generation": { $0.currentGeneration },
      "free-tier-eligible": { $0.freeTierEligible }, "bare-metal": { $0.bareMetal },
      "supported-usage-class": { $0.supportedUsageClasses },
      "supported-root-device-type": { $0.supportedRootDeviceTypes },
      "supported-virtualization-type": { $0.supportedVirtualizationTypes },
      "instance-storage-supported": { $0.instanceStorageSupported },
      "processor-info.supported-architecture": { $0.processorInfo.supportedArchitectures },
      "vcpu-info.default-vcpus": { $0.vCpuInfo.defaultVCpus },
      "vcpu-info.default-cores": { $0.vCpuInfo.defaultCores },
      "vcpu-info.default-threads-per-core": { $0.vCpuInfo.defaultThreadsPerCore },
      "memory-info.size-in-mib": { $0.memoryInfo.sizeInMiB },
      "ebs-info.ebs-optimized-support": { $0.ebsInfo.ebsOptimizedSupport },
      "ebs-info.encryption-support": { $0.ebsInfo.encryptionSupport },
      "ebs-info.nvme-support": { $0.ebsInfo.nvmeSupport }, "hypervisor": { $0.hypervisor },
      "network-info.network-performance": { $0.networkInfo.networkPerformance },
      "hibernation-supported": { $0.hibernationSupported },
      "burstable-performance-supported": { $0.burstablePerformanceSupported },
    ])
    let shapes = try fields.select(rows.map(TypeShape.init), input.filters, of: Self.self, in: world)
    let page = try ec2Page(shapes, token: input.nextToken, limit: input.maxResults)
    return Output(instanceTypes: page.rows, nextToken: page.nextToken)
  }
}

/// Tells where instance types can be launched.
package enum DescribeInstanceTypeOfferings: EC2Operation {
  package static let name = "DescribeInstanceTypeOfferings"

  package struct Input: Decodable, Sendable, DryRunnable {
    var locationType: String?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceTypeOfferings: [Offering]
    package var nextToken: String?
  }

  /// A type and a place that has it.
  package struct Offering: Encodable, Sendable {
    package var instanceType: String
    package var locationType: String
    package var location: String
  }

  // Simplified: types-in-every-zone
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let kind = input.locationType ?? "region"
    let zones = world.catalog.zones(in: context.region)
    let places: [String]
    switch kind {
    case "region": places = [context.region.rawValue]
    case "availability-zone": places = zones.map(\.zone.rawValue)
    case "availability-zone-id": places = zones.map(\.id)
    default: throw .invalidParameter(kind, "LocationType", "Unsupported location type.")
    }
    let offerings = world.offeredTypes(in: context.region).flatMap { type in
      places.map { Offering(instanceType: type.name, locationType: kind, location: $0) }
    }
    let fields = FilterFields<Offering>([
      "instance-type": { $0.instanceType }, "location": { $0.location },
    ])
    let page = try ec2Page(
      try fields.select(offerings, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(instanceTypeOfferings: page.rows, nextToken: page.nextToken)
  }
}

extension InstanceType {
  /// Whether it runs on the Nitro System, as all families here do but three (EC2 User Guide, Nitro System instances).
  var isNitro: Bool { !["t2.", "m4.", "c4."].contains(String(name.prefix(3))) }

  /// Two on x86 processors but those of one vCPU, one on Graviton (EC2 User Guide, CPU options).
  var threadsPerCore: Int { architectures.contains("arm64") || vCPUs == 1 ? 1 : 2 }
}

extension World {
  /// The types that can be launched in a Region: those whose price is known.
  func offeredTypes(in region: Region) -> [InstanceType] {
    catalog.instanceTypes.filter { catalog.hourlyPrice(ofInstance: $0.name, in: region) != nil }
  }
}
