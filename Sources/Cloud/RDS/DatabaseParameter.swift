/// A parameter of an engine.
struct DatabaseParameter {
  let name: String
  /// The value of the default group; `nil` where the engine's own applies.
  let value: String?
  /// Whether a new value needs no restart.
  let isDynamic: Bool
  /// `integer`, `float`, `boolean`, `string`, `list`.
  let type: String
  /// AWS's words for what it takes, such as `1-100000` or `0,1`.
  let allowed: String
  let isModifiable: Bool

  private init(
    _ name: String, _ value: String?, _ type: String, _ allowed: String, isDynamic: Bool = true,
    isModifiable: Bool = true
  ) {
    self.name = name
    self.value = value
    self.type = type
    self.allowed = allowed
    self.isDynamic = isDynamic
    self.isModifiable = isModifiable
  }

  /// Whether a value is one that the parameter takes: a formula, a number of its ranges, or a word of its list.
  func takes(_ value: String) -> Bool {
    let parts = allowed.split(separator: ",").map(String.init)
    if parts.contains(where: { $0.utf8.elementsEqual(value.utf8) }) { return true }
    guard type.utf8.elementsEqual("integer".utf8) || type.utf8.elementsEqual("float".utf8) else {
      return type.utf8.elementsEqual("string".utf8) && allowed.isEmpty && value.utf8.count <= 1_024
    }
    // A formula is checked for its form; what it gives depends on the class.
    if value.contains("{") { return ParameterFormula.value(of: value, memoryBytes: 1_073_741_824) != nil }
    guard let number = Double(value), number.isFinite else { return false }
    guard Int(value) != nil || type.utf8.elementsEqual("float".utf8) else { return false }
    return parts.contains { part in
      let ends = part.split(separator: "-").compactMap { Double($0) }
      return ends.count == 2 && number >= ends[0] && number <= ends[1]
    }
  }

  /// The parameters of an engine's families, ordered by name (facts: RDS parameter groups).
  // Simplified: rds-few-parameters
  static func all(ofEngine engine: String) -> [DatabaseParameter] {
    switch engine {
    case "postgres": postgres
    case "mariadb": mysql(connections: "LEAST({DBInstanceClassMemory/25165760},12000)")
    default: mysql(connections: "{DBInstanceClassMemory/12582880}")
    }
  }

  private static func mysql(connections: String) -> [DatabaseParameter] {
    [
      DatabaseParameter("character_set_server", nil, "string", "utf8,utf8mb3,utf8mb4,latin1,ascii,binary"),
      DatabaseParameter("event_scheduler", nil, "string", "ON,OFF"),
      DatabaseParameter("general_log", nil, "boolean", "0,1"),
      DatabaseParameter(
        "innodb_buffer_pool_size", "{DBInstanceClassMemory*3/4}", "integer", "5242880-9223372036854775807"),
      DatabaseParameter("innodb_flush_log_at_trx_commit", nil, "integer", "0-2"),
      DatabaseParameter("innodb_log_buffer_size", nil, "integer", "1048576-4294967295", isDynamic: false),
      DatabaseParameter("innodb_lock_wait_timeout", nil, "integer", "1-1073741824"),
      DatabaseParameter("innodb_read_io_threads", nil, "integer", "1-64", isDynamic: false),
      DatabaseParameter("interactive_timeout", nil, "integer", "1-31536000"),
      DatabaseParameter("log_bin_trust_function_creators", nil, "boolean", "0,1"),
      DatabaseParameter("long_query_time", nil, "float", "0-31536000"),
      DatabaseParameter("max_allowed_packet", nil, "integer", "1024-1073741824"),
      DatabaseParameter("max_connections", connections, "integer", "1-100000"),
      DatabaseParameter("performance_schema", "0", "boolean", "0,1", isDynamic: false),
      DatabaseParameter(
        "port", "{EndPointPort}", "integer", "1150-65535", isDynamic: false, isModifiable: false),
      DatabaseParameter("read_only", "{TrueIfReplica}", "string", "0,1,{TrueIfReplica}"),
      DatabaseParameter("slow_query_log", nil, "boolean", "0,1"),
      DatabaseParameter("sync_binlog", "1", "integer", "0-4294967295"),
      DatabaseParameter("time_zone", nil, "string", "UTC,Asia/Seoul,Asia/Tokyo,US/Eastern,Europe/Berlin"),
      DatabaseParameter("wait_timeout", nil, "integer", "1-31536000"),
    ]
  }

  private static let postgres = [
    DatabaseParameter("autovacuum", "1", "boolean", "0,1"),
    DatabaseParameter("effective_cache_size", "{DBInstanceClassMemory/16384}", "integer", "1-2147483647"),
    DatabaseParameter("hot_standby_feedback", nil, "boolean", "0,1"),
    DatabaseParameter("idle_in_transaction_session_timeout", "86400000", "integer", "0-2147483647"),
    DatabaseParameter("log_min_duration_statement", nil, "integer", "0-2147483647,-1"),
    DatabaseParameter("log_statement", nil, "string", "none,ddl,mod,all"),
    DatabaseParameter("maintenance_work_mem", nil, "integer", "1024-2147483647"),
    DatabaseParameter(
      "max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)", "integer", "6-262143",
      isDynamic: false),
    DatabaseParameter("max_wal_senders", "35", "integer", "5-100", isDynamic: false),
    DatabaseParameter(
      "port", "{EndPointPort}", "integer", "1150-65535", isDynamic: false, isModifiable: false),
    DatabaseParameter("rds.force_ssl", "1", "boolean", "0,1"),
    DatabaseParameter("rds.logical_replication", "0", "boolean", "0,1", isDynamic: false),
    DatabaseParameter(
      "shared_buffers", "{DBInstanceClassMemory/32768}", "integer", "16-1073741823", isDynamic: false),
    DatabaseParameter(
      "shared_preload_libraries", "pg_stat_statements", "list",
      "auto_explain,pg_cron,pg_hint_plan,pg_stat_statements,pgaudit", isDynamic: false),
    DatabaseParameter("statement_timeout", nil, "integer", "0-2147483647"),
    DatabaseParameter("timezone", "UTC", "string", "UTC,Asia/Seoul,Asia/Tokyo,US/Eastern,Europe/Berlin"),
    DatabaseParameter("work_mem", nil, "integer", "64-2147483647"),
  ]

  /// The bytes of memory that the values in force set aside for the engine's page cache; `nil` without a wish.
  static func cacheBytes(engine: String, parameters: Table<String, String>, memoryBytes: Double) -> Double? {
    let isPostgres = engine.utf8.elementsEqual("postgres".utf8)
    let name = isPostgres ? "shared_buffers" : "innodb_buffer_pool_size"
    let wish = parameters[name].flatMap { ParameterFormula.value(of: $0, memoryBytes: memoryBytes) }
    return wish.map { $0 * (isPostgres ? 8_192 : 1) }
  }
}
