import Cloud
import EventKernel
import Traffic

extension CauseCase {
  /// A request of a session that asks nothing of a database.
  private static let visit = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), session: true)

  /// Worlds whose data lies where it is not found in time.
  static let data: [CauseCase] = [
    CauseCase(
      // Two clients come again sooner than what they wrote is at the replica.
      cause: .replicaLag, resource: "reader",
      lines: ScriptedWorld.database("--storage-type gp3") + ScriptedWorld.replica
        + "DATA=\"DB_HOST=$DB\nDB_READ_HOST=$READER\"\n" + ScriptedWorld.instance("--user-data \"$DATA\"")
        + "wait\n" + ScriptedWorld.direct,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1, writes: 1,
        queryCPU: .milliseconds(2), readYourWrites: true), users: 2),
    CauseCase(
      cause: .sessionLost, resource: "i-",
      lines: ScriptedWorld.pair("--user-data 'SESSION_STORE=memory'"), kind: visit, users: 100),
    CauseCase(
      cause: .sessionStoreDown, resource: "i-",
      lines: ScriptedWorld.instance("--user-data 'SESSION_STORE=cache'") + "wait\n" + ScriptedWorld.direct,
      kind: visit, minutes: 1, users: 100),
    CauseCase(
      // A hundred values of half a megabyte for each of 25 requests a second are more than one thread gives.
      cause: .cacheOverloaded, resource: "keys",
      lines: ScriptedWorld.database("--storage-type gp3") + ScriptedWorld.cache
        + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\nCACHE_TTL=3600\nDB_POOL=500\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct,
      rate: 25,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 100,
        queryCPU: .microseconds(100), keys: 1, responseBytes: 500_000), minutes: 1),
  ]
}
