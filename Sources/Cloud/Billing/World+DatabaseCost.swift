extension World {
  /// Databases by the hour, their storage by its kind, and what was bought of it beyond its own.
  // Simplified: database-prices
  func addDatabases(to bill: inout CostBreakdown) {
    for (_, database) in rds.instances {
      // Multi-AZ doubles instance and storage (facts: RDS 10.4).
      let copies = database.isMultiAZ ? 2.0 : 1.0
      if database.status != .stopped,
        let price = catalog.hourlyPrice(ofDatabase: database.instanceClass, in: database.region)
      {
        bill.items.append(
          CostBreakdown.Item(
            service: "RDS", code: "database", resource: database.identifier,
            price: price, times: Self.hoursPerMonth * copies))
      }
      let isProvisioned = database.storageType.hasPrefix("io")
      add(
        &bill, "RDS", "database-storage", database.identifier,
        isProvisioned ? "rds.io1_gb_month" : "rds.gp2_gb_month", database.region,
        units: Double(database.allocatedGiB) * copies)
      addOperations(of: database, copies: copies, to: &bill)
      if database.watching.secretSuffix != nil {
        add(
          &bill, "SecretsManager", "database-secret", database.identifier, "secretsmanager.secret_month",
          database.region, units: 1)
      }
    }
  }

  /// IOPS and throughput of a database's storage that cost extra.
  private func addOperations(of database: DBInstance, copies: Double, to bill: inout CostBreakdown) {
    if database.storageType.hasPrefix("io") {
      add(
        &bill, "RDS", "database-iops", database.identifier, "rds.io1_iops_month", database.region,
        units: Double(database.iops ?? 0) * copies)
    } else if database.storageType.utf8.elementsEqual("gp3".utf8) {
      let own = database.allocatedGiB >= 400 ? (12_000, 500) : (3_000, 125)
      add(
        &bill, "RDS", "database-iops", database.identifier, "rds.gp3_extra_iops_month", database.region,
        units: Double(max(0, (database.iops ?? 0) - own.0)) * copies)
      add(
        &bill, "RDS", "database-throughput", database.identifier, "rds.gp3_extra_mibs_month", database.region,
        units: Double(max(0, (database.throughput ?? 0) - own.1)) * copies)
    }
  }

  /// Backups beyond the size of a Region's databases, up to which they are free (facts: RDS 10.4).
  func addDatabaseBackups(to bill: inout CostBreakdown) {
    var gigabytes = Table<Region, Double>()
    func count(_ bytes: UInt64, _ region: Region) {
      gigabytes[region] = (gigabytes[region] ?? 0) + Double(bytes) / 1_073_741_824
    }
    for (_, snapshot) in rds.snapshots where snapshot.kind == .manual {
      count(snapshot.source.usedBytes, snapshot.region)
    }
    for (_, database) in rds.instances where database.backupRetentionDays > 0 {
      count(database.usedBytes, database.region)
    }
    for (_, kept) in rds.retainedBackups { count(kept.source.usedBytes, kept.source.region) }
    for (region, sum) in gigabytes {
      let free = rds.instances.rows.filter { $0.region == region }.reduce(0) { $0 + $1.allocatedGiB }
      add(
        &bill, "RDS", "database-backups", region.rawValue, "rds.backup_gb_month", region,
        units: max(0, sum - Double(free)))
    }
  }
}
