import EventKernel

extension World {
  /// Invalidated paths beyond the thousand that are free (facts: CloudFront 7).
  func addInvalidations(to bill: inout CostBreakdown) {
    add(
      &bill, "CloudFront", "invalidation-paths", "all distributions", "cloudfront.invalidation_path",
      Region(rawValue: "us-east-1"), units: Double(max(0, cloudFront.invalidatedPaths - 1_000)))
  }

  /// Parameters of the advanced tier, each by the month.
  // Simplified: ssm-parameter-price
  func addParameters(to bill: inout CostBreakdown) {
    for (_, parameter) in ssm.parameters where parameter.tier == .advanced {
      guard let price = catalog.price("ssm.advanced_parameter_month", in: parameter.region) else { continue }
      bill.items.append(
        CostBreakdown.Item(
          service: "Systems Manager", code: "advanced-parameter", resource: parameter.name, price: price,
          times: 1,
          region: parameter.region))
    }
  }

  /// What objects cost: storage by class with each class's smallest billed object, then what calls cost so far.
  // Simplified: s3-prices
  func addObjectStorage(to bill: inout CostBreakdown) {
    let gigabyte = 1_073_741_824.0
    for (_, bucket) in s3.buckets {
      let stored = bucket.billedBytes
      for storageClass in StorageClass.allCases {
        guard let bytes = stored[storageClass] else { continue }
        add(
          &bill, "S3",
          "s3-storage-\(storageClass.rawValue.lowercased().map { $0 == "_" ? "-" : String($0) }.joined())",
          bucket.name, storageClass.priceKey, bucket.region, units: Double(bytes) / gigabyte)
      }
    }
    for (region, row) in s3.usage.regions {
      let requests = [
        ("s3-writes", "s3.put_per_1000", row.writes), ("s3-reads", "s3.get_per_1000", row.reads),
      ]
      for (code, key, count) in requests {
        add(&bill, "S3", code, region.rawValue, key, region, units: Double(count) / 1_000)
      }
      for usage in row.classes {
        let name = usage.storageClass.rawValue
        add(
          &bill, "S3", "s3-retrieval", name, "s3.\(name.lowercased())_retrieval_gb", region,
          units: Double(usage.retrieved) / gigabyte)
        // A month of storage has thirty days here, as AWS reckons the minimum.
        add(
          &bill, "S3", "s3-early-deletion", name, usage.storageClass.priceKey, region,
          units: Double(usage.earlyByteDays) / gigabyte / 30)
      }
    }
  }
}

extension Bucket {
  /// The bytes that are billed, by storage class: all versions, parts of uploads, smallest objects and overheads.
  var billedBytes: [StorageClass: Int] {
    var bytes: [StorageClass: Int] = [:]
    for (_, object) in objects {
      for version in object.versions where !version.isDeleteMarker {
        let storageClass = version.storageClass
        bytes[storageClass, default: 0] +=
          max(version.size, storageClass.minimumBytes) + storageClass.overhead.inClass
        if storageClass.overhead.asStandard > 0 {
          bytes[.standard, default: 0] += storageClass.overhead.asStandard
        }
        // A restored copy is billed as Standard beside the archive.
        if version.restore?.until != nil { bytes[.standard, default: 0] += version.size }
      }
    }
    for (_, upload) in uploads {
      for (_, part) in upload.parts { bytes[.standard, default: 0] += part.size }
    }
    return bytes.filter { $0.value > 0 }
  }
}
