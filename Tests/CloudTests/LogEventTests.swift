import Cloud
import EventKernel
import Testing

/// Streams of log groups: what can be put into them, and what is read out of them.
@Suite struct LogEventTests {
  /// A world of a day's age with the group `shop` and its streams `a` and `b`.
  private func world() throws -> World {
    var world = try TestWorld.make()
    world.wait(.days(1))
    try world.ask(CreateLogGroup.self, #"{"logGroupName": "shop"}"#)
    for stream in ["a", "b"] {
      try world.ask(CreateLogStream.self, #"{"logGroupName": "shop", "logStreamName": "\#(stream)"}"#)
    }
    return world
  }

  private func batch(_ events: [(Int, String)], to stream: String = "a") -> String {
    let list = events.map { #"{"timestamp": \#($0), "message": "\#($1)"}"# }.joined(separator: ",")
    return #"{"logGroupName": "shop", "logStreamName": "\#(stream)", "logEvents": [\#(list)]}"#
  }

  @discardableResult
  private func put(_ events: [(Int, String)], to stream: String = "a", in world: inout World) throws
    -> PutLogEvents.Output
  {
    try world.ask(PutLogEvents.self, batch(events, to: stream))
  }

  private func read(_ more: String = "", from world: inout World) throws -> GetLogEvents.Output {
    try world.ask(GetLogEvents.self, #"{"logGroupName": "shop", "logStreamName": "a"\#(more)}"#)
  }

  private func search(_ more: String, in world: inout World) throws -> FilterLogEvents.Output {
    try world.ask(FilterLogEvents.self, #"{"logGroupName": "shop"\#(more)}"#)
  }

  private func milliseconds(_ world: World, _ offset: EventKernel.Duration = .zero) -> Int {
    (world.now + offset).unixMilliseconds
  }

  @Test func `streams are made once and go with their events`() throws {
    var world = try world()
    let again = try world.refusal(CreateLogStream.self, #"{"logGroupName": "shop", "logStreamName": "a"}"#)
    #expect(again == AWSError("ResourceAlreadyExistsException", "The specified log stream already exists"))
    let wrong = try world.refusal(CreateLogStream.self, #"{"logGroupName": "shop", "logStreamName": "a:b"}"#)
    #expect(wrong?.code == "InvalidParameterException")
    let none = try world.refusal(CreateLogStream.self, #"{"logGroupName": "none", "logStreamName": "a"}"#)
    #expect(
      none == AWSError("ResourceNotFoundException", "The specified log group does not exist."))
    try put([(milliseconds(world), "hello")], in: &world)
    try world.ask(DeleteLogStream.self, #"{"logGroupName": "shop", "logStreamName": "a"}"#)
    let gone = try world.refusal(PutLogEvents.self, batch([(milliseconds(world), "hello")]))
    #expect(gone == AWSError("ResourceNotFoundException", "The specified log stream does not exist."))
    #expect(try search("", in: &world).events.isEmpty)
  }

  @Test func `streams are listed by name, by prefix and by their last events`() throws {
    var world = try world()
    try put([(milliseconds(world, .minutes(-2)), "one"), (milliseconds(world), "two")], in: &world)
    try put([(milliseconds(world, .minutes(-1)), "three")], to: "b", in: &world)
    func names(_ more: String) throws -> [String] {
      try world.ask(DescribeLogStreams.self, #"{"logGroupName": "shop"\#(more)}"#).logStreams.map(
        \.logStreamName)
    }
    #expect(try names("") == ["a", "b"])
    #expect(try names(#", "orderBy": "LastEventTime""#) == ["b", "a"])
    #expect(try names(#", "orderBy": "LastEventTime", "descending": true, "limit": 1"#) == ["a"])
    #expect(try names(#", "logStreamNamePrefix": "b""#) == ["b"])
    let arn = "arn:aws:logs:ap-northeast-2:123456789012:log-group:shop"
    let page = try world.ask(DescribeLogStreams.self, #"{"logGroupIdentifier": "\#(arn):*", "limit": 1}"#)
    let next = try #require(page.nextToken)
    #expect(
      try world.ask(
        DescribeLogStreams.self, #"{"logGroupIdentifier": "\#(arn)", "limit": 1, "nextToken": "\#(next)"}"#
      ).logStreams.first?.arn == "\(arn):log-stream:b")
    let first = try #require(page.logStreams.first)
    #expect(first.firstEventTimestamp == milliseconds(world, .minutes(-2)))
    #expect(first.lastEventTimestamp == milliseconds(world) && first.storedBytes == 0)
    #expect(first.uploadSequenceToken?.utf8.count == 56)
    let both = try world.refusal(
      DescribeLogStreams.self, #"{"logGroupName": "shop", "logGroupIdentifier": "\#(arn)"}"#)
    #expect(both?.code == "InvalidParameterException")
    let order = try world.refusal(
      DescribeLogStreams.self,
      #"{"logGroupName": "shop", "orderBy": "LastEventTime", "logStreamNamePrefix": "a"}"#)
    #expect(order?.code == "InvalidParameterException")
  }

  @Test func `events too old or too new are left out, the others taken`() throws {
    var world = try world()
    let events = [
      (milliseconds(world, .days(-15)), "old"), (milliseconds(world, .days(-14) + .seconds(1)), "kept"),
    ]
    let old = try put(events, in: &world)
    #expect(old.rejectedLogEventsInfo?.tooOldLogEventEndIndex == 1)
    #expect(old.rejectedLogEventsInfo?.expiredLogEventEndIndex == nil)
    #expect(old.nextSequenceToken?.utf8.count == 56)
    let new = try put(
      [(milliseconds(world, .hours(2)), "soon"), (milliseconds(world, .hours(2)) + 1, "later")], in: &world)
    #expect(new.rejectedLogEventsInfo?.tooNewLogEventStartIndex == 1)
    #expect(try read(from: &world).events.map(\.message) == ["kept", "soon"])
    try world.ask(PutRetentionPolicy.self, #"{"logGroupName": "shop", "retentionInDays": 1}"#)
    let expired = try put(
      [
        (milliseconds(world, .days(-15)), "old"), (milliseconds(world, .days(-2)), "expired"),
        (milliseconds(world), "fresh"),
      ], in: &world)
    #expect(expired.rejectedLogEventsInfo?.tooOldLogEventEndIndex == 1)
    #expect(expired.rejectedLogEventsInfo?.expiredLogEventEndIndex == 2)
    #expect(try put([(milliseconds(world), "fine")], in: &world).rejectedLogEventsInfo == nil)
  }

  @Test func `a batch is in order, within a day and not too large`() throws {
    var world = try world()
    let now = milliseconds(world)
    func message(_ events: [(Int, String)]) throws -> String? {
      let error = try world.refusal(PutLogEvents.self, batch(events))
      #expect(error == nil || error?.code == "InvalidParameterException")
      return error?.message
    }
    #expect(
      try message([(now, "b"), (now - 1, "a")])
        == "Log events in a single PutLogEvents request must be in chronological order.")
    #expect(
      try message([(now - 86_400_001, "a"), (now, "b")])
        == "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
    #expect(try message([(now - 86_400_000, "a"), (now, "b")]) == nil)
    let half = String(repeating: "x", count: 524_288 - 26)
    #expect(try message([(now, half), (now, half)]) == nil)
    #expect(
      try message([(now, half), (now, half + "x")])
        == "Upload too large: 1048577 bytes exceeds limit of 1048576")
    #expect(
      try message([(now, half + half + String(repeating: "x", count: 27))])
        == "Log event too large: 1048577 bytes exceeds limit of 1048576")
    #expect(try message([]) != nil)
    #expect(try message(Array(repeating: (now, "x"), count: 10_001)) != nil)
    #expect(try message(Array(repeating: (now, "x"), count: 10_000)) == nil)
    #expect(try world.refusal(PutLogEvents.self, batch([(now, "")]))?.code == "InvalidParameterException")
  }

  @Test func `events are read forward and backward until a token stays the same`() throws {
    var world = try world()
    let now = milliseconds(world)
    try put((0..<5).map { (now + $0, "e\($0)") }, in: &world)
    let newest = try read(#", "limit": 2"#, from: &world)
    #expect(newest.events.map(\.message) == ["e3", "e4"])
    let older = try read(#", "limit": 2, "nextToken": "\#(newest.nextBackwardToken)""#, from: &world)
    #expect(older.events.map(\.message) == ["e1", "e2"])
    let back = try read(#", "limit": 2, "nextToken": "\#(older.nextForwardToken)""#, from: &world)
    #expect(back.events.map(\.message) == ["e3", "e4"])
    let end = try read(#", "nextToken": "\#(newest.nextForwardToken)""#, from: &world)
    #expect(end.events.isEmpty && end.nextForwardToken == newest.nextForwardToken)
    // What happened earlier and comes late stands at its time and is behind a token of that time.
    try put([(now + 9, "late")], in: &world)
    try put([(now - 1, "before")], in: &world)
    #expect(
      try read(#", "nextToken": "\#(end.nextForwardToken)""#, from: &world).events.map(\.message) == ["late"])
    let head = try read(#", "startFromHead": true, "limit": 1"#, from: &world)
    #expect(head.events.map(\.message) == ["before"])
    let span = #", "startTime": \#(now + 1), "endTime": \#(now + 3)"#
    #expect(try read(span, from: &world).events.map(\.message) == ["e1", "e2"])
    for wrong in [#", "limit": 0"#, #", "limit": 10001"#, #", "nextToken": "f/1/s""#, #", "nextToken": "x""#]
    {
      #expect(
        refusedCode { _ = try read(wrong, from: &world) } == "InvalidParameterException", "\(wrong)")
    }
  }

  @Test func `a search goes through all streams in the order of time, page by page`() throws {
    var world = try world()
    let now = milliseconds(world)
    try put([(now, "a1"), (now + 2, "a2")], in: &world)
    try put([(now + 1, "b1"), (now + 3, "b2")], to: "b", in: &world)
    let all = try search("", in: &world)
    #expect(all.events.map(\.message) == ["a1", "b1", "a2", "b2"])
    #expect(all.events.map(\.logStreamName) == ["a", "b", "a", "b"])
    #expect(
      Set(all.events.map(\.eventId)).count == 4 && all.events.allSatisfy { $0.eventId.utf8.count == 56 })
    #expect(all.nextToken == nil && all.searchedLogStreams.isEmpty)
    let first = try search(#", "limit": 3"#, in: &world)
    let rest = try search(#", "nextToken": "\#(try #require(first.nextToken))""#, in: &world)
    #expect(rest.events.map(\.message) == ["b2"] && rest.nextToken == nil)
    #expect(try search(#", "logStreamNames": ["b"]"#, in: &world).events.count == 2)
    #expect(try search(#", "logStreamNamePrefix": "a""#, in: &world).events.count == 2)
    // The end belongs to the span here, and not in GetLogEvents.
    let span = #", "startTime": \#(now + 1), "endTime": \#(now + 2)"#
    #expect(try search(span, in: &world).events.map(\.message) == ["b1", "a2"])
    #expect(
      refusedCode { _ = try search(#", "logStreamNames": ["c"]"#, in: &world) } == "ResourceNotFoundException"
    )
    #expect(
      refusedCode { _ = try search(#", "logStreamNames": ["a"], "logStreamNamePrefix": "a""#, in: &world) }
        == "InvalidParameterException")
  }

  @Test func `a page holds a megabyte`() throws {
    var world = try world()
    let long = String(repeating: "x", count: 400_000)
    for number in 0..<3 { try put([(milliseconds(world), "\(number)\(long)")], in: &world) }
    #expect(try read(from: &world).events.map { $0.message.prefix(1) } == ["1", "2"])
    let first = try search("", in: &world)
    #expect(first.events.count == 2)
    #expect(try search(#", "nextToken": "\#(try #require(first.nextToken))""#, in: &world).events.count == 1)
  }

  @Test func `what a retention has dropped does not come back`() throws {
    var world = try world()
    try put([(milliseconds(world), "hello")], in: &world)
    try world.ask(PutRetentionPolicy.self, #"{"logGroupName": "shop", "retentionInDays": 3}"#)
    world.wait(.days(2))
    #expect(try read(from: &world).events.count == 1)
    world.wait(.days(2))
    #expect(try read(from: &world).events.isEmpty)
    try world.ask(DeleteRetentionPolicy.self, #"{"logGroupName": "shop"}"#)
    #expect(try read(from: &world).events.isEmpty)
    try put([(milliseconds(world), "again")], in: &world)
    world.wait(.days(5))
    #expect(try read(from: &world).events.map(\.message) == ["again"])
  }

  @Test func `a stream keeps its newest events only`() throws {
    var world = try world()
    let now = milliseconds(world)
    for round in 0..<3 {
      try put((0..<10_000).map { (now + round * 10_000 + $0, "x") }, in: &world)
    }
    let stream = try #require(world.logs.groups.rows.first?.streams["a"])
    #expect(stream.events.count == LogStream.mostEvents)
    #expect(stream.events.first?.at.unixMilliseconds == now + 10_000)
  }
}
