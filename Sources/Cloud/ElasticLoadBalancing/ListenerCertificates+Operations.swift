/// Adds certificates to an encrypted listener, among which it chooses by the host that a client names.
package enum AddListenerCertificates: Operation {
  package static let service = "elbv2"
  package static let name = "AddListenerCertificates"

  /// The listener and the certificates.
  package struct Input: Codable, Sendable {
    package var listenerArn: String
    package var certificates: [ListenerCertificate]
  }

  /// What was added.
  package struct Output: Encodable, Sendable { package var certificates: [ListenerCertificate] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.listenerArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var listener = try world.encryptedListener(input.listenerArn, context: context)
    for certificate in input.certificates {
      let arn = certificate.certificateArn ?? ""
      try world.checkCertificate(arn, region: context.region)
      if listener.security?.further.contains(arn) == false { listener.security?.further.append(arn) }
    }
    let others = world.listeners(of: listener.loadBalancer).filter { $0.id != listener.id }
    let count = (others + [listener]).reduce(0) { $0 + ($1.security?.further.count ?? 0) }
    guard count <= LoadBalancingLimits.certificates else {
      throw AWSError(
        "TooManyCertificates",
        "The maximum number of certificates has been reached for the load balancer of listener '\(listener.arn)'"
      )
    }
    world.loadBalancing.listeners[listener.id] = listener
    world.revision.loadBalancing += 1
    return Output(
      certificates: input.certificates.map {
        ListenerCertificate(certificateArn: $0.certificateArn, isDefault: false)
      })
  }
}

/// Takes certificates off a listener; the default one cannot be taken off.
package enum RemoveListenerCertificates: Operation {
  package static let service = "elbv2"
  package static let name = "RemoveListenerCertificates"

  /// The listener and the certificates.
  package struct Input: Codable, Sendable {
    package var listenerArn: String
    package var certificates: [ListenerCertificate]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(balancing: input.listenerArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var listener = try world.encryptedListener(input.listenerArn, context: context)
    for certificate in input.certificates {
      let arn = certificate.certificateArn ?? ""
      let isExtra = listener.security?.further.contains(arn) == true
      guard isExtra || listener.security?.certificate != arn else {
        throw AWSError("OperationNotPermitted", "Default certificate '\(arn)' cannot be removed")
      }
      listener.security?.further.removeAll { $0 == arn }
    }
    world.loadBalancing.listeners[listener.id] = listener
    world.revision.loadBalancing += 1
    return NoOutput()
  }
}

/// Lists the certificates of a listener: the default one first, then the others, in which it may stand again.
package enum DescribeListenerCertificates: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeListenerCertificates"

  /// Whose.
  package struct Input: Codable, Sendable {
    package var listenerArn: String
    package var marker: String?
    package var pageSize: Int?
  }

  /// A page of certificates.
  package struct Output: Encodable, Sendable {
    package var certificates: [ListenerCertificate]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let security = try world.listener(arn: input.listenerArn, context: context).security
    var rows = security.map { [ListenerCertificate(certificateArn: $0.certificate, isDefault: true)] } ?? []
    rows += (security?.further ?? []).map { ListenerCertificate(certificateArn: $0, isDefault: false) }
    let page = try LoadBalancingPage.of(rows, marker: input.marker, size: input.pageSize)
    return Output(certificates: page.rows, nextMarker: page.nextToken)
  }
}

extension World {
  /// The listener of an ARN, which must be one that has certificates.
  fileprivate func encryptedListener(_ arn: String, context: CallContext) throws(AWSError) -> Listener {
    let listener = try listener(arn: arn, context: context)
    guard listener.isEncrypted else {
      throw AWSError(
        "ValidationError", "Certificates cannot be specified for \(listener.protocolName) listeners")
    }
    return listener
  }
}
