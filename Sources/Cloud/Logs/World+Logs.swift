import EventKernel

extension World {
  /// The group of a name in a Region, or AWS's refusal.
  func logGroup(_ name: String?, in region: Region) throws(AWSError) -> LogGroup {
    guard let name, let group = logs.groups[LogGroup.key(region, name)] else {
      throw AWSError("ResourceNotFoundException", "The specified log group does not exist.")
    }
    return group
  }

  /// The group that a call means by a name or by an identifier, which is a name or an ARN.
  func logGroup(_ name: String?, or identifier: String?, in region: Region) throws(AWSError) -> LogGroup {
    guard name == nil || identifier == nil else {
      throw AWSError(
        "InvalidParameterException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.")
    }
    guard name != nil || identifier != nil else {
      throw AWSError(
        "InvalidParameterException", "At least one of logGroupName or logGroupIdentifier must be specified.")
    }
    return try logGroup(name ?? identifier.map { LogGroup.name(of: $0, in: region) }, in: region)
  }

  /// The access to a group by its name, or to all of them.
  func logsAccess(_ action: String, to name: String?, _ context: CallContext) -> [AccessRequest] {
    logsAccess(action, to: "", of: name, context)
  }

  /// The access to a stream of a group.
  func logsAccess(
    _ action: String, to stream: String?, of group: String?, _ context: CallContext
  ) -> [AccessRequest] {
    let arn = LogGroup.streamARN(stream ?? "", of: group ?? "", in: context.region)
    return [AccessRequest(action: action, resource: arn)]
  }

  /// Takes events into a stream, which is made if it is not there, counts them, and lets the group's metric filters see them.
  ///
  /// The events come in the order of their times; the group must exist.
  mutating func ingest(_ messages: [(at: Instant, text: String)], to stream: String, of key: String) {
    let moment = now
    let events = messages.enumerated().map { index, message in
      LogEvent(
        at: message.at, ingestion: moment, message: message.text, number: logs.events + index)
    }
    logs.events += events.count
    logs.groups.update(key) { $0.take(events, to: stream, at: moment) }
    guard !events.isEmpty, let group = logs.groups[key] else { return }
    let place = ["LogGroupName=\(group.name)"]
    count(Double(events.count), "AWS/Logs", "IncomingLogEvents", place, group.region)
    let bytes = events.reduce(0) { $0 + $1.message.utf8.count }
    count(Double(bytes), "AWS/Logs", "IncomingBytes", place, group.region)
    for filter in group.filters.rows { publish(filter, of: events, in: group.region) }
  }

  /// Puts the values that a filter finds in events, in the minutes in which they happened, and its default value where events
  /// came and none matched (CloudWatch Logs User Guide, Creating metric filters).
  private mutating func publish(_ filter: LogMetricFilter, of events: [LogEvent], in region: Region) {
    let key = MetricKey(region: region, namespace: filter.namespace, name: filter.metric, dimensions: [])
    var silent: [Instant] = []
    for event in events {
      let minute = event.at.rounded(down: .minutes(1))
      if let value = filter.value(of: event.message) {
        cloudWatch.put(MetricPoint(at: minute, value: value), to: key)
        if let unit = filter.unit { cloudWatch.units[key] = unit }
      } else if silent.last != minute {
        silent.append(minute)
      }
    }
    guard let value = filter.defaultValue else { return }
    for minute in silent where cloudWatch.metrics[key]?.contains(where: { $0.at == minute }) != true {
      cloudWatch.put(MetricPoint(at: minute, value: value), to: key)
      if let unit = filter.unit { cloudWatch.units[key] = unit }
    }
  }
}

extension LogGroup {
  /// The name in an identifier, which is the name itself or an ARN of the Region.
  static func name(of identifier: String, in region: Region) -> String {
    let start = arn("", in: region)
    guard identifier.utf8.starts(with: start.utf8) else { return identifier }
    let name = identifier.dropFirst(start.count)
    return String(name.hasSuffix(":*") ? name.dropLast(2) : name)
  }

  /// The stream of a name, or AWS's refusal.
  func stream(_ name: String?) throws(AWSError) -> LogStream {
    guard let name, let stream = streams[name] else {
      throw AWSError("ResourceNotFoundException", "The specified log stream does not exist.")
    }
    return stream
  }

  /// Throws AWS's refusal to delete what is protected.
  func checkProtection() throws(AWSError) {
    guard !isProtected else {
      throw AWSError(
        "ValidationException", "The specified log group has deletion protection enabled and can't be deleted."
      )
    }
  }

  /// Takes events into a stream, which is made if it is not there.
  fileprivate mutating func take(_ events: [LogEvent], to name: String, at now: Instant) {
    if streams[name] == nil { streams[name] = LogStream(name: name, creation: now) }
    let oldest = oldest(at: now)
    streams.update(name) { stream in
      stream.take(events, at: now)
      if let oldest { stream.drop(until: oldest) }
    }
  }

  /// Forgets for good what is kept no longer; a longer retention does not bring it back.
  mutating func dropExpired(at now: Instant) {
    guard let oldest = oldest(at: now) else { return }
    for name in streams.ids { streams.update(name) { $0.drop(until: oldest) } }
  }

  /// Up to when events are kept no longer; `nil` where they are kept for ever.
  func oldest(at now: Instant) -> Instant? { retention.map { now - .days($0) } }

  /// The events of a stream that are still kept.
  func events(of stream: LogStream, at now: Instant) -> ArraySlice<LogEvent> {
    guard let oldest = oldest(at: now) else { return stream.events[...] }
    return stream.events.drop { $0.at <= oldest }
  }

  /// The bytes of a stream's kept events.
  func bytes(of stream: LogStream, at now: Instant) -> Int {
    events(of: stream, at: now).reduce(0) { $0 + $1.size }
  }
}
