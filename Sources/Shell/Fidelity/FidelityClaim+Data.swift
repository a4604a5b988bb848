import Cloud
import EventKernel
import Traffic

extension FidelityClaim {
  /// What was chosen for teaching of databases' replicas and of caches.
  static let data: [FidelityClaim] = [
    FidelityClaim(
      "replica-lag", .near(100, within: 0.02), .milliseconds, .teaching, source: "RDS: USER_ReadRepl",
      date: "2026-09", minutes: 2, measure: replicaLag),
    FidelityClaim(
      "cache-speed", .near(2, within: 0.02), .milliseconds, .teaching,
      source: "ElastiCache: CacheMetrics.WhichShouldIMonitor", date: "2023-06", minutes: 10,
      measure: cacheSpeed),
  ]

  /// A database `shop` that the group of the instances lets in, and its name as `$DB`.
  private static let database =
    """
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 3306 --cidr 0.0.0.0/0
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 6379 --cidr 0.0.0.0/0

    """ + FidelityLines.database("--vpc-security-group-ids $SG") + """
      DB=$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].Endpoint.Address' --output text)

      """

  /// An instance with settings, which users reach.
  private static func instance(_ settings: String) -> String {
    "DATA=\"\(settings)\"\n"
      + "WEB=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_A"
      + " --security-group-ids $SG --user-data \"$DATA\" --query 'Instances[0].InstanceId' --output text)\nwait\n"
      + FidelityLines.direct
  }

  /// The lag of a replica that has nothing to catch up with.
  private static func replicaLag(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let workspace = try bench.workspace(
      rate: 0.05, kind: RequestClass(name: "work", cpu: .milliseconds(1), writes: 1),
      lines: database
        + "aws rds create-db-instance-read-replica --db-instance-identifier reader"
        + " --source-db-instance-identifier shop\nwait\n" + instance("DB_HOST=$DB"))
    var world = workspace.world
    let run = ExperimentRun(
      experiment: Experiment(id: "fidelity", duration: .minutes(2)), weather: WeatherSeed(1))
    do throws(RunRefusal) {
      _ = try run.run(on: &world)
    } catch {
      throw .run(error)
    }
    guard let lag = world.rds.instances.rows.compactMap(\.replication).first?.lag else {
      throw .nothingHappened("database-replica-begun")
    }
    return lag.inMilliseconds
  }

  /// How long 200 commands without bytes keep the thread of a cache.
  private static func cacheSpeed(_ bench: FidelityBench) throws(FidelityFailure) -> Double {
    let workspace = try bench.workspace(
      rate: 0.1, kind: RequestClass(name: "work", cpu: .zero, reads: 200, keys: 1, responseBytes: 0),
      lines: database + """
        aws elasticache create-replication-group --replication-group-id keys --replication-group-description k --engine valkey --cache-node-type cache.t3.medium --num-cache-clusters 1 --security-group-ids $SG
        wait
        CACHE=$(aws elasticache describe-replication-groups --replication-group-id keys --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)

        """ + instance("DB_HOST=$DB\nCACHE_HOST=$CACHE\nCACHE_TTL=3600"))
    let experiment = Experiment(id: "fidelity", duration: .minutes(10))
    let reports = try bench.reports(of: experiment, weathers: 1, in: workspace)
    guard let page = reports.first?.classes.first, page.answered > 0 else {
      throw .nothingHappened("application-serving")
    }
    return page.parts[.service].inMilliseconds / Double(page.answered)
  }
}
