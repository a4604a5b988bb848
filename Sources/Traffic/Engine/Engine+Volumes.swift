import Cloud
import EventKernel

extension Engine {
  /// What the run's traffic moves in a month of 730 hours that is like it.
  func trafficVolumes(requests: Int, targets: [Report.TargetReport]) -> TrafficVolumes {
    let seconds = run.experiment.duration.inSeconds
    let monthly = seconds > 0 ? 730 * 3600 / seconds : 0
    func inMonth(_ count: UInt64) -> UInt64 { UInt64(Double(count) * monthly) }
    let regions = regionalVolumes
    let connections = max(0, requests - volumes.elsewhere) + volumes.fetches
    var moved = TrafficVolumes(
      internetBytes: inMonth(regions.reduce(0) { $0 + $1.internetBytes }),
      crossZoneBytes: inMonth(regions.reduce(0) { $0 + $1.crossZoneBytes }),
      loadBalancerBytes: inMonth(volumes.balancerBytes), newConnections: inMonth(UInt64(connections)),
      dnsQueries: inMonth(volumes.questions),
      surplus: targets.compactMap { surplus(of: $0, monthly: monthly) },
      regions: regions.map { part in
        TrafficVolumes.Regional(
          region: part.region, internetBytes: inMonth(part.internetBytes),
          crossZoneBytes: inMonth(part.crossZoneBytes),
          copies: part.copies.map { TrafficVolumes.Copy(to: $0.to, bytes: inMonth($0.bytes)) })
      })
    addEdges(to: &moved, monthly: monthly)
    return moved
  }

  /// What left each Region and crossed its zones in the run, by the name of the Region.
  var regionalVolumes: [TrafficVolumes.Regional] {
    var parts = Table<Region, TrafficVolumes.Regional>()
    for position in 0..<serverCount {
      let server = servers + position
      let region = zones[Int(server.pointee.zone)].region
      var part = parts[region] ?? TrafficVolumes.Regional(region: region)
      part.internetBytes += server.pointee.egressBytes
      part.crossZoneBytes += server.pointee.crossZoneBytes
      parts[region] = part
    }
    for bucket in edges.buckets where bucket.egressBytes > 0 {
      var part = parts[bucket.region] ?? TrafficVolumes.Regional(region: bucket.region)
      part.internetBytes += bucket.egressBytes
      parts[bucket.region] = part
    }
    for position in 0..<databaseCount {
      let database = databases + position
      guard database.pointee.copiedBytes > 0, database.pointee.farSource >= 0 else { continue }
      let region = zones[Int(database.pointee.farSource)].region
      let copy = TrafficVolumes.Copy(
        to: zones[Int(database.pointee.zone)].region, bytes: database.pointee.copiedBytes)
      var part = parts[region] ?? TrafficVolumes.Regional(region: region)
      part.copies.append(copy)
      parts[region] = part
    }
    return parts.rows
  }
}
