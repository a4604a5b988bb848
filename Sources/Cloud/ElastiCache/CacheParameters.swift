/// A parameter as the API shows it.
package struct CacheParameterDescription: Encodable, Sendable {
  package var parameterName: String
  package var parameterValue: String
  package var source: String
  package var dataType: String
  package var allowedValues: String
  package var isModifiable: Bool
  package var changeType: String

  init(_ parameter: CacheParameter, set value: String?) {
    parameterName = parameter.name
    parameterValue = value ?? parameter.value
    source = value == nil ? "system" : "user"
    dataType = parameter.type
    allowedValues = parameter.allowed
    isModifiable = parameter.isModifiable
    changeType = parameter.isImmediate ? "immediate" : "requires-reboot"
  }
}

/// Lists the parameters of a group.
package enum DescribeCacheParameters: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheParameters"

  /// Which group, and whose values: `user`, `system`.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String
    package var source: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of parameters.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var parameters: [CacheParameterDescription]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheParameterGroup(input.cacheParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.cacheParameterGroup(named: input.cacheParameterGroupName, in: context.region)
    let engine = CacheEngine.of(family: group.family)?.name ?? ""
    var rows = CacheParameter.all(ofEngine: engine).map {
      CacheParameterDescription($0, set: group.values[$0.name])
    }
    if let source = input.source { rows.removeAll { !$0.source.utf8.elementsEqual(source.utf8) } }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, parameters: page.rows)
  }
}

/// Lists the parameters that the default group of a family has.
package enum DescribeCacheEngineDefaultParameters: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeEngineDefaultParameters"

  /// Which family.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupFamily: String
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of parameters.
  package struct Output: Encodable, Sendable {
    package struct EngineDefaults: Encodable, Sendable {
      package var cacheParameterGroupFamily: String
      package var marker: String?
      package var parameters: [CacheParameterDescription]
    }

    package var engineDefaults: EngineDefaults
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let engine = CacheEngine.of(family: input.cacheParameterGroupFamily) else {
      throw CacheError.invalid(
        "CacheParameterGroupFamily \(input.cacheParameterGroupFamily) is not a valid parameter group family.")
    }
    let rows = CacheParameter.all(ofEngine: engine.name).map { CacheParameterDescription($0, set: nil) }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(
      engineDefaults: Output.EngineDefaults(
        cacheParameterGroupFamily: input.cacheParameterGroupFamily, marker: page.nextToken,
        parameters: page.rows))
  }
}

/// A parameter with a new value.
package struct CacheParameterValue: Decodable, Sendable {
  package var parameterName: String?
  package var parameterValue: String?
}

/// The output of operations that answer the name of a group.
package struct CacheParameterGroupNameOutput: Encodable, Sendable {
  package var cacheParameterGroupName: String
}

extension World {
  /// A group that a user made, and a look-up of its parameters, for a change.
  fileprivate func changeableCacheParameters(
    _ name: String, in region: Region
  ) throws(AWSError) -> (group: CacheParameterGroup, parameters: [CacheParameter]) {
    let group = try cacheParameterGroup(named: name, in: region)
    guard !group.name.hasPrefix("default.") else {
      throw CacheError.invalid("The default parameter group \(group.name) can't be changed.")
    }
    return (group, CacheParameter.all(ofEngine: CacheEngine.of(family: group.family)?.name ?? ""))
  }

  fileprivate func modifiableCacheParameter(
    _ name: String?, of parameters: [CacheParameter]
  ) throws(AWSError) -> CacheParameter {
    let name = name ?? ""
    guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw CacheError.invalid("Could not find parameter with name: \(name)")
    }
    guard parameter.isModifiable else {
      throw CacheError.invalid("The parameter \(name) cannot be modified.")
    }
    return parameter
  }

  /// Keeps the values of a group and brings them to the caches that use it.
  fileprivate mutating func setValues(_ values: Table<String, String>, of group: CacheParameterGroup) {
    elastiCache.parameterGroups.update(ElastiCacheState.key(group.name, group.region)) { $0.values = values }
    for (key, cache) in elastiCache.replicationGroups
    where cache.region == group.region && cache.parameterGroup.utf8.elementsEqual(group.name.utf8) {
      applyCacheParameters(key)
    }
  }
}

/// Changes at most twenty parameters of a group.
package enum ModifyCacheParameterGroup: Operation {
  package static let service = "elasticache"
  package static let name = "ModifyCacheParameterGroup"

  /// Which group, and the values.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String
    package var parameterNameValues: [CacheParameterValue]
  }

  package typealias Output = CacheParameterGroupNameOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheParameterGroup(input.cacheParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (group, parameters) = try world.changeableCacheParameters(
      input.cacheParameterGroupName, in: context.region)
    guard (1...20).contains(input.parameterNameValues.count) else {
      throw CacheError.invalid("A maximum of 20 parameters can be modified in a single request.")
    }
    var values = group.values
    for asked in input.parameterNameValues {
      let parameter = try world.modifiableCacheParameter(asked.parameterName, of: parameters)
      guard let value = asked.parameterValue, parameter.takes(value) else {
        throw CacheError.invalid(
          "The parameter value \(asked.parameterValue ?? "") is not valid for \(parameter.name). Allowed values"
            + " are: \(parameter.allowed)")
      }
      values[parameter.name] = value
    }
    world.setValues(values, of: group)
    return Output(cacheParameterGroupName: group.name)
  }
}

/// Gives parameters of a group the engine's own values again.
package enum ResetCacheParameterGroup: Operation {
  package static let service = "elasticache"
  package static let name = "ResetCacheParameterGroup"

  /// Which group; all of its parameters, or those that are named.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String
    package var resetAllParameters: Bool?
    package var parameterNameValues: [CacheParameterValue]?
  }

  package typealias Output = CacheParameterGroupNameOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheParameterGroup(input.cacheParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (group, parameters) = try world.changeableCacheParameters(
      input.cacheParameterGroupName, in: context.region)
    let named = input.parameterNameValues ?? []
    guard (input.resetAllParameters == true) == named.isEmpty else {
      throw CacheError.combination("Either ResetAllParameters or ParameterNameValues must be specified.")
    }
    var values = named.isEmpty ? Table() : group.values
    for asked in named {
      values[try world.modifiableCacheParameter(asked.parameterName, of: parameters).name] = nil
    }
    world.setValues(values, of: group)
    return Output(cacheParameterGroupName: group.name)
  }
}
