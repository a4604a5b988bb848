package import Cloud
import CloudAPI
package import EventKernel

extension World {
  /// SHA-256 of what can be seen of the world: its time, the tree that checks query, its bill, what has happened in it.
  ///
  /// The same journal gives the same digest on every machine. O(resources + occurrences).
  package var digest: Digest {
    var bytes = CanonicalBytes()
    bytes.append("skydrill-world 1")
    bytes.append(now)
    bytes.append(value.json(.compact))
    bytes.append(monthlyCost(traffic: nil).value.json(.compact))
    for entry in occurrences.entries {
      bytes.append(entry.at)
      bytes.append(entry.code)
      bytes.append(entry.resource)
      bytes.append(entry.details.count)
      for detail in entry.details { bytes.append(detail) }
    }
    return bytes.digest
  }
}
