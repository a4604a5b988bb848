/// A parameter as the API shows it.
package struct DBParameterDescription: Codable, Sendable {
  package var parameterName: String?
  package var parameterValue: String?
  package var source: String?
  package var applyType: String?
  package var dataType: String?
  package var allowedValues: String?
  package var isModifiable: Bool?
  package var applyMethod: String?

  /// A parameter with the value that a user set, or without.
  init(_ parameter: DatabaseParameter, set value: String?) {
    parameterName = parameter.name
    parameterValue = value ?? parameter.value
    source = value != nil ? "user" : parameter.value == nil ? "engine-default" : "system"
    applyType = parameter.isDynamic ? "dynamic" : "static"
    dataType = parameter.type
    allowedValues = parameter.allowed.isEmpty ? nil : parameter.allowed
    isModifiable = parameter.isModifiable
    applyMethod = "pending-reboot"
  }
}

/// Lists the parameters of a group.
package enum DescribeDBParameters: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBParameters"

  /// Which group, and whose values: `user`, `system` or `engine-default`.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String
    package var source: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of parameters.
  package struct Output: Encodable, Sendable {
    package var parameters: [DBParameterDescription]
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.dbParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.parameterGroup(named: input.dbParameterGroupName, in: context.region)
    let engine = world.engine(ofFamily: group.family)?.name ?? ""
    var rows = DatabaseParameter.all(ofEngine: engine).map {
      DBParameterDescription($0, set: group.values[$0.name])
    }
    if let source = input.source {
      guard ["user", "system", "engine-default"].contains(source) else {
        throw RDSError.invalid("Invalid source: \(source)")
      }
      rows.removeAll { $0.source?.utf8.elementsEqual(source.utf8) != true }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(parameters: page.rows, marker: page.nextToken)
  }
}

/// Lists the parameters that the default group of a family has.
package enum DescribeRDSEngineDefaultParameters: Operation {
  package static let service = "rds"
  package static let name = "DescribeEngineDefaultParameters"

  /// Which family.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupFamily: String
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of parameters.
  package struct Output: Encodable, Sendable {
    package struct EngineDefaults: Encodable, Sendable {
      package var dbParameterGroupFamily: String
      package var marker: String?
      package var parameters: [DBParameterDescription]
    }

    package var engineDefaults: EngineDefaults
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let engine = world.engine(ofFamily: input.dbParameterGroupFamily) else {
      throw RDSError.invalid(
        "ParameterGroupFamily \(input.dbParameterGroupFamily) is not a valid parameter group family")
    }
    let rows = DatabaseParameter.all(ofEngine: engine.name).map { DBParameterDescription($0, set: nil) }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(
      engineDefaults: Output.EngineDefaults(
        dbParameterGroupFamily: input.dbParameterGroupFamily, marker: page.nextToken, parameters: page.rows))
  }
}

/// The output of operations that answer the name of a group.
package struct DBParameterGroupNameOutput: Encodable, Sendable {
  package var dbParameterGroupName: String
}

extension World {
  /// A group that a user made and its parameters by name, for a change.
  fileprivate func changeableParameters(
    _ name: String, in region: Region
  ) throws(AWSError) -> (group: DBParameterGroup, parameters: [DatabaseParameter]) {
    let group = try parameterGroup(named: name, in: region)
    guard !group.name.hasPrefix("default.") else {
      throw RDSError.invalid(
        "The parameter DBParameterGroupName is not a valid identifier. The default parameter group"
          + " \(group.name) can't be changed.")
    }
    return (group, DatabaseParameter.all(ofEngine: engine(ofFamily: group.family)?.name ?? ""))
  }

  /// The parameter that a call wants to change, and whether the new value is to be in force at once.
  fileprivate func change(
    _ asked: DBParameterDescription, of parameters: [DatabaseParameter]
  ) throws(AWSError) -> (parameter: DatabaseParameter, isImmediate: Bool) {
    let name = asked.parameterName ?? ""
    guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw RDSError.invalid("Could not find parameter with name: \(name)")
    }
    guard parameter.isModifiable else {
      throw RDSError.invalid("The parameter \(name) cannot be modified.")
    }
    let method = asked.applyMethod ?? ""
    guard ["immediate", "pending-reboot"].contains(method) else {
      throw RDSError.invalid("Apply method must be immediate or pending-reboot for parameter \(name)")
    }
    let isImmediate = method.utf8.elementsEqual("immediate".utf8)
    guard parameter.isDynamic || !isImmediate else {
      throw RDSError.combination("cannot use immediate apply method for static parameter \(name)")
    }
    return (parameter, isImmediate)
  }
}

/// Changes at most twenty parameters of a group.
package enum ModifyDBParameterGroup: Operation {
  package static let service = "rds"
  package static let name = "ModifyDBParameterGroup"

  /// Which group, and the values with the way in which they come into force.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String
    package var parameters: [DBParameterDescription]
  }

  package typealias Output = DBParameterGroupNameOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.dbParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (group, parameters) = try world.changeableParameters(input.dbParameterGroupName, in: context.region)
    guard (1...20).contains(input.parameters.count) else {
      throw RDSError.invalid("A maximum of 20 parameters can be modified in a single request.")
    }
    var values = group.values
    var changes: [(name: String, isImmediate: Bool)] = []
    for asked in input.parameters {
      let (parameter, isImmediate) = try world.change(asked, of: parameters)
      guard let value = asked.parameterValue, parameter.takes(value) else {
        throw RDSError.invalid(
          "Invalid parameter value: \(asked.parameterValue ?? "") for: \(parameter.name) allowed values are:"
            + " \(parameter.allowed)")
      }
      values[parameter.name] = value
      changes.append((parameter.name, isImmediate))
    }
    world.rds.parameterGroups.update(RDSState.key(group.name, group.region)) { $0.values = values }
    world.spread(changes, ofGroup: group)
    return Output(dbParameterGroupName: group.name)
  }
}

/// Gives parameters of a group the engine's own values again.
package enum ResetDBParameterGroup: Operation {
  package static let service = "rds"
  package static let name = "ResetDBParameterGroup"

  /// Which group; all of its parameters, or those that are named.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String
    package var resetAllParameters: Bool?
    package var parameters: [DBParameterDescription]?
  }

  package typealias Output = DBParameterGroupNameOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.dbParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (group, parameters) = try world.changeableParameters(input.dbParameterGroupName, in: context.region)
    var values = group.values
    var changes: [(name: String, isImmediate: Bool)] = []
    switch (input.resetAllParameters ?? false, input.parameters ?? []) {
    case (true, let named) where named.isEmpty:
      // Static parameters wait for a restart, dynamic ones do not (facts: RDS API Reference).
      for (name, _) in group.values {
        let isDynamic = parameters.contains { $0.isDynamic && $0.name.utf8.elementsEqual(name.utf8) }
        changes.append((name, isDynamic))
      }
      values = Table()
    case (false, let named) where !named.isEmpty:
      guard named.count <= 20 else {
        throw RDSError.invalid("A maximum of 20 parameters can be modified in a single request.")
      }
      for asked in named {
        let (parameter, isImmediate) = try world.change(asked, of: parameters)
        values[parameter.name] = nil
        changes.append((parameter.name, isImmediate))
      }
    case (true, _):
      throw RDSError.combination("Parameters cannot be specified when ResetAllParameters is true.")
    case (false, _):
      throw RDSError.combination("Either ResetAllParameters or Parameters must be specified.")
    }
    world.rds.parameterGroups.update(RDSState.key(group.name, group.region)) { $0.values = values }
    world.spread(changes, ofGroup: group)
    return Output(dbParameterGroupName: group.name)
  }
}
