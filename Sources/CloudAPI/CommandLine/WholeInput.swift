/// The whole input of a call as JSON or YAML: `--cli-input-json`, `--cli-input-yaml`.
struct WholeInput {
  /// The members that it gives; `nil` when the line has neither option.
  private(set) var value: ValueObject?

  private static let json = "cli-input-json"
  private static let yaml = "cli-input-yaml"

  /// The options as they stand on a line.
  static let options = ["--" + json, "--" + yaml]

  /// Reads what a line gives, in itself or in a file.
  init(_ given: GivenOptions, _ unpacking: ParameterUnpacking) throws(AWSUsageError) {
    let names = [Self.json, Self.yaml].filter { given.words[$0] != nil }
    guard names.count < 2 else { throw .exclusive("Only one --cli-input- parameter may be specified.") }
    guard let name = names.first, let word = given.words[name]?.first else { return }
    var text = word
    switch try unpacking.file(word, option: name) {
    case .text(let contents): text = contents
    case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
    case nil: break
    }
    let read = name == Self.json ? try unpacking.json(text, name) : try Self.value(ofYAML: text)
    guard case .object(let object) = read else {
      throw .parameter(name, "Invalid type: expecting map, received \(PythonText.type(read))")
    }
    value = object
  }

  private static func value(ofYAML text: String) throws(AWSUsageError) -> Value {
    do throws(YAMLInputError) {
      return try Value(yaml: text)
    } catch {
      throw .parameter(yaml, "Invalid YAML: \(error.message)")
    }
  }
}
