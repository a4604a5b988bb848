import Cloud
import CloudAPI

/// `sed -i`: the files of the work folder are changed instead of printed.
struct FileEditing {
  /// What is put behind the name of a file for its copy as it was; empty for no copy.
  private let suffix: String

  /// Takes `-i`, `-i.bak` or BSD's `-i ''` out of the words of `sed`; `nil` when they have none.
  init?(takenFrom words: inout [String]) {
    guard let index = words.firstIndex(where: { $0.hasPrefix("-i") || $0.hasPrefix("--in-place") }) else {
      return nil
    }
    let word = words.remove(at: index)
    suffix =
      word.hasPrefix("-i") ? String(word.dropFirst(2)) : String(word.drop { $0 != "=" }.dropFirst())
    if word == "-i", index < words.count, words[index].isEmpty { words.remove(at: index) }
  }

  /// Changes the files that the filter names, one by one.
  func run(_ filter: TextFilter, in folder: WorkFolder) -> TextTool.Outcome {
    guard !filter.files.isEmpty else { return .failed("sed: no input files") }
    var outcome = TextTool.Outcome()
    for file in filter.files {
      do throws(AWSFileError) {
        let bytes = try folder.read(file)
        let text = String(decoding: bytes, as: UTF8.self)
        let edited = filter.run(text)
        guard edited.status == 0 else { return TextTool.Outcome(status: edited.status) }
        // A last line without its end stays without it.
        let isWhole = text.isEmpty || text.hasSuffix("\n") || !edited.output.hasSuffix("\n")
        if !suffix.isEmpty { try folder.write(file + suffix, bytes) }
        try folder.write(file, Array((isWhole ? edited.output[...] : edited.output.dropLast()).utf8))
      } catch {
        outcome.errorOutput += "sed: can't read \(file): \(error.reason)\n"
        outcome.status = 2
      }
    }
    return outcome
  }
}
