package import Assessment
import GRDB

extension LearnerStore {
  /// Stores an event and brings the cards up to date; gives the review when the event was an answer.
  ///
  /// Taking a grade back, and an event older than the newest one, computes all cards anew from the events.
  @discardableResult
  package func record(
    _ event: LearnerEvent, schedule: Schedule = Schedule()
  ) throws(StoreError) -> ReviewLog? {
    try write { try Self.store(event, schedule, $0) }
  }

  /// Takes the grade of the newest answer back and gives that answer, or `nil` when there is none; the answer itself stays
  /// among the events.
  package func takeBackLastAnswer(
    at milliseconds: Int64, schedule: Schedule = Schedule()
  ) throws(StoreError) -> AnsweredQuestion? {
    try write { database in
      let events = LearnerEvent.effective(try Self.events(database))
      for event in events.reversed() {
        guard case .answered(let answered) = event.act else { continue }
        _ = try Self.insert(LearnerEvent(at: milliseconds, act: .tookBack(event.id)), database)
        try Self.rebuild(schedule, database)
        return answered
      }
      return nil
    }
  }

  /// All events by time and id, those that were taken back among them.
  package func events() throws(StoreError) -> [LearnerEvent] {
    try read(Self.events)
  }

  /// All events but answers, by time and id: few, so that they are read at every start.
  package func remarks() throws(StoreError) -> [LearnerEvent] {
    try read { database in
      try String.fetchAll(database, sql: "SELECT body FROM events WHERE card IS NULL ORDER BY at, id")
        .map { try StoredJSON.value(LearnerEvent.self, $0) }
    }
  }

  /// All cards by due time and key.
  package func cards() throws(StoreError) -> [Card] {
    try read(Self.cards)
  }

  /// One card, `nil` when the question was never met.
  package func card(_ id: CardID) throws(StoreError) -> Card? {
    try read { try Self.card(id, $0) }
  }

  /// The reviews since a time (seconds since 1970), oldest first.
  package func reviews(since time: Int64 = .min) throws(StoreError) -> [ReviewLog] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT body FROM reviews WHERE at >= ? ORDER BY at, event", arguments: [time]
      ).map { try StoredJSON.value(ReviewLog.self, $0) }
    }
  }

  /// Computes cards and reviews anew, for a learner who changes how reviews are scheduled.
  package func reschedule(_ schedule: Schedule) throws(StoreError) {
    try write { try Self.rebuild(schedule, $0) }
  }
}

extension LearnerStore {
  /// Inserts an event and brings the cards up to date; gives the review when the event was an answer.
  static func store(
    _ event: LearnerEvent, _ schedule: Schedule, _ database: Database
  ) throws -> ReviewLog? {
    let newest = try Int64.fetchOne(database, sql: "SELECT max(at) FROM events")
    guard try insert(event, database) else { return nil }
    if let newest, event.at <= newest {
      try rebuild(schedule, database)
      return try review(of: event.id, database)
    }
    switch event.act {
    case .answered(let answered):
      let log = schedule.answer(answered, at: event.at, card: try card(answered.card, database))
      try save(log.after, database)
      try save(log, of: event.id, database)
      return log
    case .passedLab(let lab):
      let known = Set(try cards(database).map(\.id))
      for card in schedule.pass(lab, at: event.at, existing: known.contains) { try save(card, database) }
      return nil
    case .tookBack:
      try rebuild(schedule, database)
      return nil
    case .flagged:
      return nil
    }
  }

  /// Inserts an event unless its id is known; gives whether it was new.
  static func insert(_ event: LearnerEvent, _ database: Database) throws -> Bool {
    let card: String? =
      if case .answered(let answered) = event.act { answered.card.key } else { nil }
    try database.execute(
      sql: "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?)",
      arguments: [event.id.rawValue, event.at, card, try StoredJSON.text(event)])
    return database.changesCount > 0
  }

  static func events(_ database: Database) throws -> [LearnerEvent] {
    try String.fetchAll(database, sql: "SELECT body FROM events ORDER BY at, id")
      .map { try StoredJSON.value(LearnerEvent.self, $0) }
  }

  static func cards(_ database: Database) throws -> [Card] {
    try String.fetchAll(database, sql: "SELECT body FROM cards ORDER BY due, card")
      .map { try StoredJSON.value(Card.self, $0) }
  }

  /// Computes cards and reviews from all events.
  static func rebuild(_ schedule: Schedule, _ database: Database) throws {
    let replayed = schedule.replay(try events(database))
    try database.execute(sql: "DELETE FROM cards; DELETE FROM reviews")
    for card in replayed.cards { try save(card, database) }
    for (event, log) in replayed.reviews { try save(log, of: event, database) }
  }

  private static func card(_ id: CardID, _ database: Database) throws -> Card? {
    try String.fetchOne(database, sql: "SELECT body FROM cards WHERE card = ?", arguments: [id.key])
      .map { try StoredJSON.value(Card.self, $0) }
  }

  private static func review(of event: EventID, _ database: Database) throws -> ReviewLog? {
    try String.fetchOne(
      database, sql: "SELECT body FROM reviews WHERE event = ?", arguments: [event.rawValue]
    ).map { try StoredJSON.value(ReviewLog.self, $0) }
  }

  private static func save(_ card: Card, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO cards VALUES (?, ?, ?)",
      arguments: [card.id.key, card.due, try StoredJSON.text(card)])
  }

  private static func save(_ log: ReviewLog, of event: EventID, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?)",
      arguments: [event.rawValue, log.at, try StoredJSON.text(log)])
  }
}
