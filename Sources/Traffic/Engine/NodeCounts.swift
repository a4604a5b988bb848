/// What was counted of a load balancer's node since the last full minute of the world.
struct NodeCounts {
  /// Connections that clients made to it, which here are one a request.
  var connections = 0
  /// Requests for which it chose a target, and the sum of their answers' times.
  var requests = 0
  var responseTime: UInt64 = 0
  var target2xx = 0
  var target5xx = 0
  /// Errors of its own: no connection or a refusal, nobody registered, no answer in time.
  var error502 = 0
  var error503 = 0
  var error504 = 0
  /// Answers that its rules gave.
  var redirects = 0
  var fixedResponses = 0
  var bytes: UInt64 = 0

  /// Whether nothing came.
  var isIdle: Bool {
    connections | requests | target2xx | target5xx == 0 && error502 | error503 | error504 == 0
  }
}
