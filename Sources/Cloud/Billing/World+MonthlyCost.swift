import EventKernel

extension World {
  /// The hours of a month, as AWS estimates reckon (decisions: time).
  package static let hoursPerMonth = 730.0

  /// What the world as it stands costs in a month, with this traffic; only what stands when there is none.
  ///
  /// List prices of `facts`; instances in the states that bill (facts: EC2 2.1), volumes and addresses in every state.
  package func monthlyCost(traffic: TrafficVolumes?) -> CostBreakdown {
    var bill = CostBreakdown()
    addInstances(to: &bill)
    addSurplus(to: &bill, traffic: traffic)
    addAddresses(to: &bill)
    addNATGateways(to: &bill)
    addLoadBalancers(to: &bill, traffic: traffic)
    addDatabases(to: &bill)
    addDatabaseBackups(to: &bill)
    addCaches(to: &bill)
    addNames(to: &bill, traffic: traffic)
    addAlarms(to: &bill)
    addTransfer(to: &bill, traffic: traffic)
    return bill
  }

  func add(
    _ bill: inout CostBreakdown, _ service: String, _ code: String, _ resource: String, _ key: String,
    _ region: Region, units: Double
  ) {
    guard let price = catalog.price(key, in: region), units > 0 else { return }
    bill.items.append(
      CostBreakdown.Item(
        service: service, code: code, resource: resource, amount: .price(price, times: units)))
  }

  private func addInstances(to bill: inout CostBreakdown) {
    for (id, instance) in ec2.instances {
      let region = instance.zone.region
      if instance.state == .pending || instance.state == .running,
        let price = catalog.hourlyPrice(ofInstance: instance.type, in: region)
      {
        bill.items.append(
          CostBreakdown.Item(
            service: "EC2", code: "instance", resource: id.description,
            amount: .price(price, times: Self.hoursPerMonth)))
      }
      if instance.state != .terminated {
        let size = ec2.images[instance.image]?.rootVolumeGiB ?? 8
        add(&bill, "EC2", "root-volume", id.description, "ebs.gp3_gb_month", region, units: Double(size))
      }
    }
  }

  private func addSurplus(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    for surplus in traffic?.surplus ?? [] {
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
          amount: .price(price, times: Self.hoursPerMonth * Double(group.nodes.count))))
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

  /// Alarms beyond the ten that are free (facts: CloudWatch, `prices.json`).
  private func addAlarms(to bill: inout CostBreakdown) {
    for (_, alarm) in cloudWatch.alarms.dropFirst(10) {
      add(&bill, "CloudWatch", "alarm", alarm.name, "cloudwatch.alarm_standard_month", alarm.region, units: 1)
    }
  }

  // Simplified: transfer-of-one-region
  private func addTransfer(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    guard let traffic, let region = ec2.instances.first?.row.zone.region else { return }
    let gigabyte = 1_073_741_824.0
    // Each gigabyte is billed where it leaves and where it arrives (facts: 14).
    add(
      &bill, "Data transfer", "cross-zone", region.rawValue, "transfer.cross_az_each_direction", region,
      units: 2 * Double(traffic.crossZoneBytes) / gigabyte)
    // The first 100 GB a month are free; then tiers of 10, 40, 100 TB (facts: 14).
    var rest = max(0, Double(traffic.internetBytes) / gigabyte - 100)
    var free = 100.0
    let tiers = [
      ("transfer.internet_first_10tb", 10_240.0), ("transfer.internet_next_40tb", 40_960),
      ("transfer.internet_next_100tb", 102_400), ("transfer.internet_over_150tb", .infinity),
    ]
    for (key, size) in tiers {
      let part = min(rest, size - free)
      free = 0
      guard part > 0 else { break }
      add(&bill, "Data transfer", "internet", region.rawValue, key, region, units: part)
      rest -= part
    }
  }
}
