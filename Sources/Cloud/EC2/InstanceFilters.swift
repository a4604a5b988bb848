/// An instance as the filters of DescribeInstances see it: as the call shows it, with its interfaces and Elastic IP.
private struct FilteredInstance {
  let instance: Instance
  let shape: InstanceShape
  let interfaces: [NetworkInterfaceShape]
  let address: ElasticAddress?
}

private typealias Attributes = [String: (FilteredInstance) -> any FilterValue]

extension World {
  /// The instances that pass the filters of DescribeInstances, in their order.
  ///
  /// - Throws: AWS's errors for filters, and the refusal of one that this world cannot answer.
  func select(_ instances: [Instance], _ filters: [Filter]?) throws(AWSError) -> [Instance] {
    guard let filters, !filters.isEmpty else { return instances }
    let indexes = launchIndexes
    let rows = instances.map { instance in
      FilteredInstance(
        instance: instance, shape: InstanceShape(instance, index: indexes[instance.id] ?? 0, in: self),
        interfaces: instance.state == .terminated ? [] : interfaceShapes(of: instance),
        address: elasticAddress(of: instance.id))
    }
    var attributes = FilteredInstance.machine
    let others = [
      FilteredInstance.state, FilteredInstance.settings, FilteredInstance.common, FilteredInstance.interfaces,
    ]
    for more in others {
      attributes.merge(more, uniquingKeysWith: { first, _ in first })
    }
    let fields = FilterFields(attributes, tags: { $0.instance.tags })
    return try fields.select(rows, filters, of: DescribeInstances.self, in: self).map(\.instance)
  }

  /// The number of each instance among those of its launch.
  var launchIndexes: [InstanceID: Int] {
    var members: [ReservationID: Int] = [:]
    var indexes: [InstanceID: Int] = [:]
    for (id, instance) in ec2.instances {
      indexes[id] = members[instance.reservation, default: 0]
      members[instance.reservation, default: 0] += 1
    }
    return indexes
  }
}

extension FilteredInstance {
  /// What it is and where.
  fileprivate static var machine: Attributes {
    [
      "instance-id": { $0.shape.instanceId }, "instance-type": { $0.shape.instanceType },
      "image-id": { $0.shape.imageId }, "architecture": { $0.shape.architecture },
      "availability-zone": { $0.shape.placement.availabilityZone },
      "availability-zone-id": { $0.shape.placement.availabilityZoneId },
      "placement-group-name": { $0.shape.placement.groupName },
      "placement-partition-number": { $0.shape.placement.partitionNumber },
      "capacity-reservation-id": { $0.shape.capacityReservationId },
      "ipv6-address": { $0.shape.networkInterfaces.flatMap(\.ipv6Addresses).map(\.ipv6Address) },
      "tenancy": { $0.shape.placement.tenancy },
      "vpc-id": { $0.shape.vpcId }, "subnet-id": { $0.shape.subnetId }, "key-name": { $0.shape.keyName },
      "private-ip-address": { $0.shape.privateIpAddress }, "ip-address": { $0.shape.publicIpAddress },
      "private-dns-name": { $0.shape.privateDnsName }, "dns-name": { $0.shape.publicDnsName },
      "group-id": { $0.shape.securityGroups.map(\.groupId) },
      "instance.group-id": { $0.shape.securityGroups.map(\.groupId) },
      "group-name": { $0.shape.securityGroups.map(\.groupName) },
      "instance.group-name": { $0.shape.securityGroups.map(\.groupName) },
      "reservation-id": { $0.instance.reservation }, "owner-id": { _ in Account.id },
      "launch-index": { $0.shape.amiLaunchIndex }, "root-device-type": { $0.shape.rootDeviceType },
      "root-device-name": { $0.shape.rootDeviceName }, "hypervisor": { $0.shape.hypervisor },
      "virtualization-type": { $0.shape.virtualizationType },
      // The attribute is `windows` or absent, and every system here is Linux.
      "platform": { _ in String?.none }, "platform-details": { $0.shape.platformDetails },
      "usage-operation": { $0.shape.usageOperation },
      "usage-operation-update-time": { $0.shape.usageOperationUpdateTime },
      "product-code": { $0.shape.productCodes.map(\.productCodeId) },
      "product-code.type": { $0.shape.productCodes.map(\.productCodeType) },
      "block-device-mapping.attach-time": { $0.shape.blockDeviceMappings.map(\.ebs.attachTime) },
      "block-device-mapping.delete-on-termination": {
        $0.shape.blockDeviceMappings.map(\.ebs.deleteOnTermination)
      },
      "block-device-mapping.device-name": { $0.shape.blockDeviceMappings.map(\.deviceName) },
      "block-device-mapping.status": { $0.shape.blockDeviceMappings.map(\.ebs.status) },
      "block-device-mapping.volume-id": { $0.shape.blockDeviceMappings.map(\.ebs.volumeId) },
    ]
  }

  /// What became of it.
  fileprivate static var state: Attributes {
    [
      "instance-state-name": { $0.shape.state.name }, "instance-state-code": { $0.shape.state.code },
      "launch-time": { $0.shape.launchTime }, "reason": { $0.shape.stateTransitionReason },
      "state-reason-code": { $0.shape.stateReason?.code },
      "state-reason-message": { $0.shape.stateReason?.message },
      "instance-lifecycle": { $0.shape.instanceLifecycle },
      "spot-instance-request-id": { $0.shape.spotInstanceRequestId },
      "client-token": { $0.shape.clientToken },
    ]
  }

  /// What was asked of it.
  fileprivate static var settings: Attributes {
    [
      "ebs-optimized": { $0.shape.ebsOptimized }, "ena-support": { $0.shape.enaSupport },
      "hibernation-options.configured": { $0.shape.hibernationOptions.configured },
      "monitoring-state": { $0.shape.monitoring.state }, "source-dest-check": { $0.shape.sourceDestCheck },
      "iam-instance-profile.arn": { $0.shape.iamInstanceProfile?.arn },
      "iam-instance-profile.id": { $0.shape.iamInstanceProfile?.id },
      "maintenance-options.auto-recovery": { $0.shape.maintenanceOptions?.autoRecovery },
      "metadata-options.state": { $0.shape.metadataOptions?.state },
      "metadata-options.http-tokens": { $0.shape.metadataOptions?.httpTokens },
      "metadata-options.http-put-response-hop-limit": { $0.shape.metadataOptions?.httpPutResponseHopLimit },
      "metadata-options.http-endpoint": { $0.shape.metadataOptions?.httpEndpoint },
      "metadata-options.http-protocol-ipv6": { $0.shape.metadataOptions?.httpProtocolIpv6 },
      "metadata-options.instance-metadata-tags": { $0.shape.metadataOptions?.instanceMetadataTags },
    ]
  }

  /// What is the same of every machine here.
  fileprivate static var common: Attributes {
    [
      "enclave-options.enabled": { $0.shape.enclaveOptions.enabled },
      "network-performance-options.bandwidth-weighting": {
        $0.shape.networkPerformanceOptions.bandwidthWeighting
      },
      "operator.managed": { $0.shape.operator.managed }, "operator.principal": { _ in String?.none },
      "private-dns-name-options.hostname-type": { $0.shape.privateDnsNameOptions?.hostnameType },
      "private-dns-name-options.enable-resource-name-dns-a-record": {
        $0.shape.privateDnsNameOptions?.enableResourceNameDnsARecord
      },
      "private-dns-name-options.enable-resource-name-dns-aaaa-record": {
        $0.shape.privateDnsNameOptions?.enableResourceNameDnsAAAARecord
      },
    ]
  }

  /// Its network interfaces, by the names that stand behind `network-interface.`.
  fileprivate static var interfaces: Attributes {
    var attributes: Attributes = [
      "network-interface.addresses.association.allocation-id": { $0.address?.id },
      "network-interface.addresses.association.association-id": { $0.address?.association },
      "network-interface.association.allocation-id": { $0.address?.id },
      "network-interface.association.association-id": { $0.address?.association },
    ]
    for (name, value) in interface {
      attributes["network-interface.\(name)"] = { $0.interfaces.flatMap { value($0).filterTexts } }
    }
    return attributes
  }

  private static var interface: [String: (NetworkInterfaceShape) -> any FilterValue] {
    [
      "addresses.association.ip-owner-id": { $0.privateIpAddresses.map(\.association?.ipOwnerId) },
      "addresses.association.public-dns-name": { $0.privateIpAddresses.map(\.association?.publicDnsName) },
      "addresses.association.public-ip": { $0.privateIpAddresses.map(\.association?.publicIp) },
      "addresses.primary": { $0.privateIpAddresses.map(\.primary) },
      "addresses.private-dns-name": { $0.privateIpAddresses.map(\.privateDnsName) },
      "addresses.private-ip-address": { $0.privateIpAddresses.map(\.privateIpAddress) },
      "association.ip-owner-id": { $0.association?.ipOwnerId },
      "association.public-dns-name": { $0.association?.publicDnsName },
      "association.public-ip": { $0.association?.publicIp },
      "attachment.attach-time": { $0.attachment?.attachTime },
      "attachment.attachment-id": { $0.attachment?.attachmentId },
      "attachment.delete-on-termination": { $0.attachment?.deleteOnTermination },
      "attachment.device-index": { $0.attachment?.deviceIndex },
      "attachment.instance-id": { $0.attachment?.instanceId },
      "attachment.instance-owner-id": { $0.attachment?.instanceOwnerId },
      "attachment.network-card-index": { $0.attachment?.networkCardIndex },
      "attachment.status": { $0.attachment?.status },
      "availability-zone": { $0.availabilityZone }, "description": { $0.description },
      "group-id": { $0.groups.map(\.groupId) }, "group-name": { $0.groups.map(\.groupName) },
      "ipv6-address": { $0.ipv6Addresses.map(\.ipv6Address) },
      "ipv6-addresses.ipv6-address": { $0.ipv6Addresses.map(\.ipv6Address) },
      "mac-address": { $0.macAddress }, "network-interface-id": { $0.networkInterfaceId },
      "owner-id": { $0.ownerId }, "private-dns-name": { $0.privateDnsName },
      "private-ip-address": { $0.privateIpAddress }, "public-dns-name": { $0.association?.publicDnsName },
      "requester-id": { $0.requesterId }, "requester-managed": { $0.requesterManaged },
      "source-dest-check": { $0.sourceDestCheck }, "status": { $0.status }, "subnet-id": { $0.subnetId },
      "tag-key": { $0.tagSet.map(\.key) }, "tag-value": { $0.tagSet.map(\.value) }, "vpc-id": { $0.vpcId },
    ]
  }
}
