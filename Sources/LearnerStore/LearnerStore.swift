import GRDB

/// The learner's one file: settings, raw events, cards, lessons, lab runs and their journals.
///
/// Every function that writes returns only after its transaction is on the disk. Several processes may have the file open
/// at once: a writer waits up to five seconds for another. The store holds no rules of scoring.
package final class LearnerStore: Sendable {
  /// The longest journal line in UTF-8 bytes; a file of the work folder travels in one.
  package static let lineLimit = 2 * 1_024 * 1_024

  /// The file.
  package let path: String
  private let queue: DatabaseQueue

  init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
  }

  /// Reads in one consistent view of the file.
  func read<Output>(_ body: (Database) throws -> Output) throws(StoreError) -> Output {
    do {
      return try queue.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes in one transaction that begins by taking the file's only right to write.
  func write<Output>(_ body: (Database) throws -> Output) throws(StoreError) -> Output {
    do {
      return try queue.write(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Closes the file; the store cannot be used afterwards.
  package func close() throws(StoreError) {
    do {
      try queue.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
