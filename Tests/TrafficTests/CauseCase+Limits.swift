import Cloud
import EventKernel
import Traffic

extension CauseCase {
  /// A database on 20 GiB of gp2, whose volume each query asks for so many operations.
  private static let withStorage =
    ScriptedWorld.database("--storage-type gp2") + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n"
    + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct

  /// A request that asks the database once, for so many operations of its storage.
  private static func scan(_ operations: Int) -> RequestClass {
    RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
      queryCPU: .microseconds(100), queryOperations: operations)
  }

  /// A request that reads so many pages of 4 KiB from the volume of its instance.
  private static func files(_ reads: Int) -> RequestClass {
    RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), diskReads: reads, diskBytes: 4_096)
  }

  /// Worlds in which a type or a volume reaches what AWS allows it.
  static let limits: [CauseCase] = [
    // 200 MB/s against 1.024 Gbit/s.
    CauseCase(
      cause: .networkOverloaded, resource: "i-",
      lines: ScriptedWorld.instance(type: "t2.micro") + "wait\n" + ScriptedWorld.direct, rate: 20,
      kind: RequestClass(name: "film", cpu: .milliseconds(5), responseBytes: 10_000_000)),
    // 6,000 operations a second of a gp3 volume with its 3,000.
    CauseCase(
      cause: .volumeOverloaded, resource: "i-",
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct, rate: 20,
      kind: files(300)),
    // 14,000 of a volume with 16,000, at a type that takes 11,800.
    CauseCase(
      cause: .volumePathOverloaded, resource: "i-",
      lines: ScriptedWorld.instance(
        "--block-device-mappings 'DeviceName=/dev/xvda,Ebs={VolumeSize=100,VolumeType=gp3,Iops=16000,Throughput=1000}'",
        type: "t3.micro") + "wait\n" + ScriptedWorld.direct, rate: 20,
      kind: files(700)),
    // 4,000 a second, where gp2 bursts to 3,000.
    CauseCase(
      cause: .storageOverloaded, resource: "shop", lines: withStorage, rate: 40, kind: scan(100)),
    // 2,700 a second against a baseline of 100: 5.4 million credits last 35 minutes.
    CauseCase(
      cause: .storageCreditsExhausted, resource: "shop", lines: withStorage, rate: 3,
      timeout: .seconds(8), kind: scan(900), minutes: 40),
  ]
}
