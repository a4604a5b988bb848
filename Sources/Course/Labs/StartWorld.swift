package import Cloud
package import EventKernel
package import Traffic

/// What stands before the learner types anything: a Region, images, users, and the experiments that can be run.
package struct StartWorld: Equatable, Sendable {
  /// The Region that commands go to unless they name another.
  package let region: Region
  /// The seed of the world's ids and timings.
  package let worldSeed: WorldSeed
  /// The applications, registered in this order before any command runs.
  package let images: [LabImage]
  /// Who sends which requests when the world runs.
  package let workload: Workload
  /// The experiments by name.
  package let experiments: [LabExperiment]
  /// Whether Reserved Instances, Savings Plans and Spot prices change the bill.
  package let countsDiscounts: Bool

  /// A start world that a reader has checked.
  package init(
    region: Region, worldSeed: WorldSeed, images: [LabImage], workload: Workload,
    experiments: [LabExperiment], countsDiscounts: Bool = false
  ) {
    self.region = region
    self.worldSeed = worldSeed
    self.images = images
    self.workload = workload
    self.experiments = experiments
    self.countsDiscounts = countsDiscounts
  }

  /// The experiment of a name.
  package func experiment(_ id: String) -> LabExperiment? { experiments.first { $0.id == id } }
}

/// An application of a lab with the machine image that holds it.
package struct LabImage: Equatable, Sendable {
  /// What instances the image runs on.
  package enum Architecture: String, CaseIterable, Sendable {
    case x86 = "x86_64"
    case arm = "arm64"
  }

  /// The image's name, unique in its lab.
  package let name: String
  /// The architecture of the image's programs.
  package let architecture: Architecture
  /// The application.
  package let app: AppProfile
  /// The software that is sold in it; `nil` for an image of the account.
  package let product: MarketplaceProduct?

  /// An image.
  package init(
    name: String, architecture: Architecture, app: AppProfile, product: MarketplaceProduct? = nil
  ) {
    self.name = name
    self.architecture = architecture
    self.app = app
    self.product = product
  }

  /// The variable that holds the image's id, such as `IMAGE_SHOP`; hyphens become underscores.
  package var variable: String {
    "IMAGE_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }
}

/// An experiment as a lab names it.
package struct LabExperiment: Equatable, Sendable {
  /// What is run; a fault whose `zone` is `nil` moves to each zone in turn.
  package let experiment: Experiment
  /// Why it has more than `requestLimit` requests, in the author's words; `nil` when it has not.
  package let because: String?

  /// An experiment.
  package init(experiment: Experiment, because: String? = nil) {
    self.experiment = experiment
    self.because = because
  }

  /// The most requests that an experiment has without a reason.
  package static let requestLimit = 200_000

  /// The experiment's name, unique in its lab.
  package var id: String { experiment.id }

  /// Whether one of its faults moves to each zone in turn.
  package var movesThroughZones: Bool {
    experiment.faults.contains(where: \.movesThroughZones)
  }
}
