import EventKernel

/// What S3 answers to a web client that has no credentials of its own, or an address that somebody signed.
extension World {
  /// The version of an object for a reader, or AWS's refusal; who may not list does not learn that a key is missing.
  mutating func fetch(_ key: String, in bucket: ObjectKey, as reader: ObjectReader) -> Result<
    ObjectVersion, AWSError
  > {
    guard let row = s3.buckets[bucket] else { return .failure(S3Error.noBucket) }
    do throws(AWSError) { try checkFaults(ofService: "s3api", in: row.region) } catch {
      return .failure(error)
    }
    noteRequest(in: row.region, isWrite: false)
    guard mayRead(key, in: row.name, as: reader) else { return .failure(S3Error.denied) }
    guard let version = row.objects[ObjectKey(key)]?.current else {
      return .failure(mayList(row.name, as: reader) ? S3Error.noKey : S3Error.denied)
    }
    guard !version.storageClass.isArchive || version.restore?.until != nil else {
      return .failure(
        AWSError("InvalidObjectState", "The operation is not valid for the object's storage class"))
    }
    noteRetrieval(of: version, bytes: version.size, in: row.region)
    return .success(version)
  }

  /// The answer of the REST endpoint of a Region, or of the one that leads on to the bucket's.
  mutating func objects(
    of bucket: ObjectKey?, in region: Region?, _ call: WebCall, from visitor: WebVisitor
  ) -> Result<WebAnswer, WebFailure> {
    if case .machine(let id) = visitor, let instance = ec2.instances[id],
      origin(
        of: instance, calling: "s3", in: bucket.flatMap { s3.buckets[$0]?.region } ?? instance.zone.region)
        == nil
    {
      return .failure(.timedOut(.noWayOut))
    }
    var path = String(call.request.path.dropFirst())
    var name = bucket
    if name == nil {
      let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      name = parts[0].isEmpty ? nil : ObjectKey(parts[0])
      path = parts.count > 1 ? parts[1] : ""
    }
    guard let name else {
      return .success(.redirect(307, to: "https://aws.amazon.com/s3/", server: "AmazonS3"))
    }
    if let answer = wayOut(to: name, from: region, isInPath: bucket == nil, call) { return .success(answer) }
    let key = PercentCoding.decode(path) ?? path
    guard ["GET", "HEAD"].contains(call.request.method) else {
      return .success(
        refusal(key.isEmpty || call.request.method == "POST" ? S3Error.notAllowed : S3Error.denied, key, call)
      )
    }
    let reader: ObjectReader
    switch signer(of: call) {
    case .success(let found): reader = found
    case .failure(let error): return .success(refusal(error, key, call))
    }
    if key.isEmpty { return .success(listing(of: name, call, as: reader)) }
    switch fetch(key, in: name, as: reader) {
    case .success(let version): return .success(Self.answer(with: version))
    case .failure(let error): return .success(refusal(error, key, call))
    }
  }

  /// What the endpoint of one Region answers for a bucket of another, whoever asks; `nil` when there is none.
  func wayOut(
    to bucket: ObjectKey, from region: Region?, isInPath: Bool = false, _ call: WebCall
  ) -> WebAnswer? {
    guard let region, let row = s3.buckets[bucket], row.region != region else { return nil }
    let place = "s3.\(row.region.rawValue).amazonaws.com"
    var answer = refusal(
      AWSError(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all "
          + "future requests to this endpoint."),
      "", call,
      more: "<Endpoint>\(isInPath ? place : "\(row.name).\(place)")</Endpoint><Bucket>\(row.name)</Bucket>")
    answer.add("x-amz-bucket-region", row.region.rawValue)
    return answer
  }

  /// The keys of a bucket, where the reader may list them.
  func listing(of bucket: ObjectKey, _ call: WebCall, as reader: ObjectReader) -> WebAnswer {
    guard let row = s3.buckets[bucket] else { return refusal(S3Error.noBucket, "", call) }
    guard mayList(row.name, as: reader) else { return refusal(S3Error.denied, "", call) }
    let keys = row.objects.filter { $0.row.current != nil }.prefix(1_000)
    let rows = keys.map { entry in
      let version = entry.row.current
      return
        "<Contents><Key>\(WebText.escaped(entry.id.text))</Key><LastModified>\(version?.modified.iso8601.prefix(19) ?? "").000Z</LastModified>"
        + "<ETag>&quot;\(version?.etag ?? "")&quot;</ETag><Size>\(version?.size ?? 0)</Size>"
        + "<StorageClass>\(version?.storageClass.rawValue ?? "")</StorageClass></Contents>"
    }
    return WebAnswer(
      200,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Name>\(row.name)</Name><Prefix></Prefix><Marker></Marker><MaxKeys>1000</MaxKeys>"
        + "<IsTruncated>\(row.objects.count > 1_000)</IsTruncated>\(rows.joined())</ListBucketResult>",
      type: "application/xml", server: "AmazonS3")
  }

  func mayList(_ bucket: String, as reader: ObjectReader) -> Bool {
    let access = s3Access("ListBucket", to: bucket, keys: reader.keys)
    return decision(on: access, by: reader.caller) == .allowed
  }

  static func answer(with version: ObjectVersion) -> WebAnswer {
    let bytes = version.content(from: 0, count: min(version.size, S3Limits.answeredBytes))
    var answer = WebAnswer(
      200, bytes: bytes, type: version.headers.contentType ?? "binary/octet-stream", server: "AmazonS3")
    answer.add("ETag", "\"\(version.etag)\"")
    answer.add("Last-Modified", HTTPDate.text(version.modified))
    if let text = version.headers.cacheControl { answer.add("Cache-Control", text) }
    if let text = version.headers.contentDisposition { answer.add("Content-Disposition", text) }
    if let text = version.headers.contentEncoding { answer.add("Content-Encoding", text) }
    return answer
  }

  /// A refusal as the REST endpoint writes it, with more elements of its own after the message.
  func refusal(_ error: AWSError, _ key: String, _ call: WebCall, more: String = "") -> WebAnswer {
    let id = requestID
    let inner = error.code == "NoSuchKey" ? "<Key>\(WebText.escaped(key))</Key>" : more
    return WebAnswer(
      Self.status(of: error),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(error.code)</Code><Message>\(WebText.escaped(error.message))</Message>"
        + "\(inner)<RequestId>\(id)</RequestId><HostId>\(id)=</HostId></Error>",
      type: "application/xml", server: "AmazonS3")
  }

  /// The status that goes with a refusal of S3.
  static func status(of error: AWSError) -> Int {
    switch error.code {
    case "NoSuchBucket", "NoSuchKey", "NoSuchWebsiteConfiguration": 404
    case "MethodNotAllowed": 405
    case "InternalFailure": 500
    case "ServiceUnavailable", "Throttling": 503
    case "AuthorizationQueryParametersError", "IncorrectEndpoint": 400
    case "PermanentRedirect": 301
    default: 403
    }
  }

  /// The number of the present request, as S3 and CloudFront show it with errors.
  var requestID: String {
    let digits = String(Draws.mix(seed.rawValue &+ client.requests), radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
  }
}
