import EventKernel

extension World {
  /// The hours of a month, as AWS estimates reckon (decisions: time).
  package static let hoursPerMonth = 730.0

  /// What the world as it stands costs in a month, with this traffic; only what stands when there is none.
  ///
  /// List prices of `facts`; instances in the states that bill (facts: EC2 2.1), volumes and addresses in every state.
  package func monthlyCost(traffic: TrafficVolumes?) -> CostBreakdown {
    var bill = CostBreakdown()
    let covered = lab.countsDiscounts ? discountCoverage : Table()
    addInstances(to: &bill, covered: covered)
    addCapacityReservations(to: &bill, covered: covered)
    addReservations(to: &bill)
    addSavingsPlans(to: &bill)
    addStorage(to: &bill)
    addSurplus(to: &bill, traffic: traffic)
    addAddresses(to: &bill)
    addNATGateways(to: &bill)
    addEndpoints(to: &bill)
    addDedicatedHardware(to: &bill)
    addLoadBalancers(to: &bill, traffic: traffic)
    addDatabases(to: &bill)
    addDatabaseBackups(to: &bill)
    addCaches(to: &bill)
    addNames(to: &bill, traffic: traffic)
    addAlarms(to: &bill)
    addTransfer(to: &bill, traffic: traffic)
    addObjectStorage(to: &bill)
    addInvalidations(to: &bill)
    addDistributions(to: &bill, traffic: traffic)
    addReads(to: &bill, traffic: traffic)
    addParameters(to: &bill)
    addExperiments(to: &bill)
    return bill
  }

  /// Whether something runs or was bought at a discount that the bill leaves out.
  package var hasUncountedDiscounts: Bool {
    guard !lab.countsDiscounts else { return false }
    return !activeReservations.isEmpty || !activeSavingsPlans.isEmpty
      || ec2.instances.contains { $0.row.spotRequest != nil && $0.row.state == .running }
  }

  /// Adds an item by its price in the facts; nothing where there is no price or no unit.
  func add(
    _ bill: inout CostBreakdown, _ service: String, _ code: String, _ resource: String, _ key: String,
    _ region: Region, units: Double
  ) {
    guard let price = catalog.price(key, in: region), units > 0 else { return }
    bill.items.append(
      CostBreakdown.Item(
        service: service, code: code, resource: resource, price: price, times: units))
  }

  private func addInstances(to bill: inout CostBreakdown, covered: Table<OnDemandUse.Key, Double>) {
    for (id, instance) in ec2.instances {
      let region = instance.zone.region
      if instance.isBilled, let price = catalog.hourlyPrice(ofInstance: instance.type, in: region) {
        let isSpot = instance.spotRequest != nil && lab.countsDiscounts
        let pool = SpotPool(type: instance.type, zone: instance.zone)
        let hours = Self.hoursPerMonth * (1 - (covered[.instance(id)] ?? 0))
        if hours > 0 {
          bill.items.append(
            CostBreakdown.Item(
              service: "EC2", code: isSpot ? "spot-instance" : "instance", resource: id.description,
              price: isSpot ? spotPrice(of: pool, at: now) ?? price : price, times: hours))
        }
      }
      if instance.isBilled {
        for product in productCodes(of: instance).compactMap({ ec2.products[$0] }) {
          bill.items.append(
            CostBreakdown.Item(
              service: "AWS Marketplace", code: "software", resource: id.description,
              price: product.hourly, times: Self.hoursPerMonth))
        }
      }
      // Seven metrics of an instance come every minute (facts: labs, 2.10 USD an instance).
      if instance.isMonitored, instance.state == .running {
        add(
          &bill, "CloudWatch", "detailed-monitoring", id.description,
          "cloudwatch.detailed_monitoring_metric_month", region, units: 7)
      }
      if let root = rootVolume(of: instance) {
        add(root, named: id.description, code: "root-volume", to: &bill)
      }
    }
  }

  /// Reserved machines that nobody uses cost what they would on demand, less the discounts that come to them.
  private func addCapacityReservations(
    to bill: inout CostBreakdown, covered: Table<OnDemandUse.Key, Double>
  ) {
    for row in standingCapacityReservations {
      guard let price = catalog.hourlyPrice(ofInstance: row.type, in: row.zone.region) else { continue }
      let hours = (0..<max(0, freePlaces(of: row))).reduce(0.0) { sum, number in
        sum + Self.hoursPerMonth * (1 - (covered[.place(row.id, number)] ?? 0))
      }
      guard hours > 0 else { continue }
      bill.items.append(
        CostBreakdown.Item(
          service: "EC2", code: "unused-reservation", resource: "\(row.id)", price: price, times: hours))
    }
  }

  /// Savings Plans, whether something uses them or not.
  private func addSavingsPlans(to bill: inout CostBreakdown) {
    guard lab.countsDiscounts else { return }
    for plan in activeSavingsPlans {
      bill.items.append(
        CostBreakdown.Item(
          service: "Savings Plans", code: "savings-plan", resource: plan.id,
          price: plan.commitment, times: Self.hoursPerMonth))
    }
  }

  /// Reserved Instances, whether something uses them or not; what was paid at once is spread over the term.
  private func addReservations(to bill: inout CostBreakdown) {
    guard lab.countsDiscounts else { return }
    for bought in activeReservations {
      let hours = Self.hoursPerMonth * Double(bought.count)
      bill.items.append(
        CostBreakdown.Item(
          service: "EC2", code: "reserved-instance", resource: bought.id,
          price: hourly(of: bought.offer, in: bought.region), times: hours))
    }
  }

  /// Volumes of data, whether something uses them or not, and what snapshots store.
  private func addStorage(to bill: inout CostBreakdown) {
    for (id, volume) in ec2.volumes
    where volume.attachment.flatMap({ ec2.instances[$0.instance]?.rootVolume }) != id
      && volume.state != .error
    {
      add(volume, named: id.description, code: "volume", to: &bill)
    }
    for (id, snapshot) in ec2.snapshots where snapshot.isBilled {
      add(
        &bill, "EC2", "snapshot", id.description, "ebs.snapshot_gb_month", snapshot.region,
        units: Double(snapshot.storedMiB) / 1_024)
    }
  }

  /// A volume by its size, and what it has been given above its kind's own rates (facts: EC2 2.11).
  private func add(_ volume: Volume, named name: String, code: String, to bill: inout CostBreakdown) {
    let region = volume.zone.region
    let plan = volume.plan
    add(
      &bill, "EC2", code, name, "ebs.\(plan.type.rawValue)_gb_month", region, units: Double(plan.sizeGiB))
    switch plan.type {
    case .gp3:
      add(
        &bill, "EC2", "volume-iops", name, "ebs.gp3_extra_iops_month", region,
        units: Double((plan.iops ?? 3_000) - 3_000))
      add(
        &bill, "EC2", "volume-throughput", name, "ebs.gp3_extra_mibs_month", region,
        units: Double((plan.throughput ?? 125) - 125))
    case .io1:
      add(
        &bill, "EC2", "volume-iops", name, "ebs.io1_iops_month", region, units: Double(plan.iops ?? 0))
    case .io2:
      // The first 32,000, the next 32,000 and what is above have prices of their own.
      var rest = plan.iops ?? 0
      for (tier, size) in [("first", 32_000), ("next", 32_000), ("over", Int.max)] {
        let part = min(rest, size)
        add(
          &bill, "EC2", "volume-iops", name, "ebs.io2_iops_month.\(tier)", region, units: Double(part))
        rest -= part
      }
    case .standard, .gp2, .st1, .sc1: break
    }
  }

  /// What burstable instances work above their credits: of a month like the traffic, else what was charged so far.
  private func addSurplus(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    let lived = ec2.instances.compactMap { id, instance in
      instance.credits.map { TrafficVolumes.Surplus(instance: id, vcpuSeconds: UInt64($0.charged * 60)) }
    }
    for surplus in traffic?.surplus ?? lived {
      guard let instance = ec2.instances[surplus.instance] else { continue }
      let isARM = instance.type.hasPrefix("t4g.")
      add(
        &bill, "EC2", "surplus-credits", surplus.instance.description,
        isARM ? "ec2.surplus_vcpu_hour.t4g" : "ec2.surplus_vcpu_hour", instance.zone.region,
        units: Double(surplus.vcpuSeconds) / 3_600)
    }
  }

  private func addAddresses(to bill: inout CostBreakdown) {
    // An Elastic IP is billed once, as such, whether an instance has it or not (facts: `public_ipv4_usd_per_hour`).
    for (id, instance) in ec2.instances
    where instance.publicAddress != nil && instance.state == .running && elasticAddress(of: id) == nil {
      add(
        &bill, "VPC", "public-address", id.description, "public_ipv4_hour", instance.zone.region,
        units: Self.hoursPerMonth)
    }
    for (id, address) in ec2.addresses {
      add(
        &bill, "VPC", "elastic-address", id.description, "public_ipv4_hour", address.region,
        units: Self.hoursPerMonth)
    }
    for (_, balancer) in loadBalancing.loadBalancers where balancer.isInternetFacing {
      add(
        &bill, "VPC", "public-address", balancer.name, "public_ipv4_hour", balancer.region,
        units: Self.hoursPerMonth * Double(balancer.nodes.count { $0.allocation == nil }))
    }
    for (_, database) in rds.instances where database.publicAddress != nil && database.status != .stopped {
      add(
        &bill, "VPC", "public-address", database.identifier, "public_ipv4_hour", database.region,
        units: Self.hoursPerMonth)
    }
  }

  /// NAT gateways by the hour; nothing of the modelled traffic goes through them.
  private func addNATGateways(to bill: inout CostBreakdown) {
    for (id, gateway) in ec2.natGateways where gateway.state == .available {
      add(
        &bill, "VPC", "nat-gateway", id.description, "nat_gateway_hour", gateway.region,
        units: Self.hoursPerMonth)
    }
  }

  /// Interface endpoints by the hour and zone; gateway endpoints cost nothing.
  private func addEndpoints(to bill: inout CostBreakdown) {
    for (id, endpoint) in ec2.vpcEndpoints {
      add(
        &bill, "VPC", "vpc-endpoint", id.description, "vpc_endpoint_hour", endpoint.region,
        units: Self.hoursPerMonth * Double(endpoint.interfaces.count))
    }
  }

  /// What every Region costs in which hardware of the account's own runs, however much of it.
  // Simplified: dedicated-price
  private func addDedicatedHardware(to bill: inout CostBreakdown) {
    let running = ec2.instances.rows.filter { $0.isDedicated && [.pending, .running].contains($0.state) }
    for region in Set(running.map(\.zone.region)).sorted() {
      add(
        &bill, "EC2", "dedicated-hardware", region.rawValue, "ec2.dedicated_region_hour", region,
        units: Self.hoursPerMonth)
    }
  }

  /// Load balancers and their units: the largest of 25 new connections/s, 1 GB/h and what else an LCU counts
  /// (facts: ELB 6.6). Traffic is shared evenly among the load balancers.
  private func addLoadBalancers(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    let count = loadBalancing.loadBalancers.count
    for (_, balancer) in loadBalancing.loadBalancers {
      let isApplication = balancer.kind == .application
      add(
        &bill, "ELB", "load-balancer", balancer.name, isApplication ? "elb.alb_hour" : "elb.nlb_hour",
        balancer.region, units: Self.hoursPerMonth)
      guard let traffic, count > 0 else { continue }
      let connections = Double(traffic.newConnections) / Double(count) / (Self.hoursPerMonth * 3_600)
      let gigabytes = Double(traffic.loadBalancerBytes) / Double(count) / 1_073_741_824 / Self.hoursPerMonth
      let units = max(connections / (isApplication ? 25 : 800), gigabytes)
      add(
        &bill, "ELB", "capacity-units", balancer.name,
        isApplication ? "elb.alb_lcu_hour" : "elb.nlb_nlcu_hour", balancer.region,
        units: units * Self.hoursPerMonth)
    }
  }

  private func addCaches(to bill: inout CostBreakdown) {
    for (_, group) in elastiCache.replicationGroups {
      guard
        let price = catalog.hourlyPrice(ofCacheNode: group.nodeType, engine: group.engine, in: group.region)
      else { continue }
      bill.items.append(
        CostBreakdown.Item(
          service: "ElastiCache", code: "cache-nodes", resource: group.id,
          price: price, times: Self.hoursPerMonth * Double(group.nodes.count)))
    }
  }

  private func addNames(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    let region = Region(rawValue: "us-east-1")
    for (id, _) in route53.zones {
      add(&bill, "Route 53", "hosted-zone", id, "route53.hosted_zone_month", region, units: 1)
    }
    // Fifty checks of AWS endpoints are free, options such as HTTPS and the fast interval are not (facts: Route 53 12).
    var free = 50
    // A check of other checks or of an alarm costs what one of AWS's endpoints does (facts: Route 53 12).
    for (id, check) in route53.healthChecks {
      let place = isOfAWS(check) ? "aws" : "other"
      if isOfAWS(check), free > 0 {
        free -= 1
      } else {
        add(
          &bill, "Route 53", "health-check", id, "route53.health_check_month.\(place)_endpoint", region,
          units: 1)
      }
      let features = [
        check.type.hasPrefix("HTTPS"), check.type.hasSuffix("_STR_MATCH"), check.measuresLatency,
        check.asksEndpoint && check.interval.wholeSeconds < 30,
      ]
      let options = features.count { $0 }
      add(
        &bill, "Route 53", "health-check-options", id, "route53.health_check_month.optional_feature_\(place)",
        region, units: Double(options))
    }
    guard let traffic, !route53.zones.isEmpty else { return }
    add(
      &bill, "Route 53", "queries", "all zones", "route53.million_queries.standard", region,
      units: Double(traffic.dnsQueries) / 1e6)
  }

  private func isOfAWS(_ check: DNSHealthCheck) -> Bool {
    guard check.asksEndpoint else { return true }
    if let address = check.address { return endpoint(at: address) != .none }
    return check.domainName?.lowercased().hasSuffix(".amazonaws.com") ?? false
  }

  /// Alarms by the metrics that they look at, beyond the ten that are free; those with periods below a minute cost more
  /// and are never free, as composite ones (facts: CloudWatch, `prices.json`).
  private func addAlarms(to bill: inout CostBreakdown) {
    var free = 10
    for (_, alarm) in cloudWatch.alarms {
      var metrics = alarm.metricCount
      if !alarm.isHighResolution {
        let spared = min(free, metrics)
        free -= spared
        metrics -= spared
      }
      let key = "cloudwatch.alarm_\(alarm.isHighResolution ? "high_res" : "standard")_month"
      guard metrics > 0, let price = catalog.price(key, in: alarm.region) else { continue }
      bill.items.append(
        CostBreakdown.Item(
          service: "CloudWatch", code: "alarm", resource: alarm.name, price: price, times: Double(metrics),
          region: alarm.region))
    }
    for (_, alarm) in cloudWatch.composites {
      guard let price = catalog.price("cloudwatch.composite_alarm_month", in: alarm.region) else { continue }
      bill.items.append(
        CostBreakdown.Item(
          service: "CloudWatch", code: "alarm", resource: alarm.name, price: price, times: 1,
          region: alarm.region))
    }
  }
}
