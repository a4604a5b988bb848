import Cloud
import EventKernel
import Testing
import Traffic

/// Rules, weights and stickiness as requests meet them.
@Suite struct BalancerRouteTests {
  private typealias Script = ScriptedWorld

  /// Two groups `web` and `api` with one machine each, the name at the load balancer, the listener as `$LISTENER`.
  private static let groups =
    Script.instance() + "FIRST=$WEB\n" + Script.instance() + "SECOND=$WEB\nwait\n" + Script.balancer() + """
      API=$(aws elbv2 create-target-group --name api --protocol HTTP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
      aws elbv2 register-targets --target-group-arn $TG --targets Id=$FIRST
      aws elbv2 register-targets --target-group-arn $API --targets Id=$SECOND
      LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)

      """

  private func report(
    _ lines: String, path: String = "/", users: Int? = nil, minutes: Int = 2
  ) throws -> Report {
    let world = try Script(
      rate: 40,
      kind: RequestClass(name: "page", cpu: .milliseconds(5), address: RequestAddress(path: path)),
      lines: Self.groups + lines + "wait\n")
    var workload = world.world.lab.workload
    workload.populations[0].users = users
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(minutes), workload: workload),
      weather: WeatherSeed(1))
    return try #require(try run.report(on: world.world))
  }

  /// How many requests each machine answered, by the order of launch.
  private func answered(_ report: Report) -> [Int] { report.targets.map(\.answered).sorted() }

  private static let pathRule = """
    aws elbv2 create-rule --listener-arn $LISTENER --priority 5 --conditions 'Field=path-pattern,Values=/api/*' --actions Type=forward,TargetGroupArn=$API

    """

  @Test(arguments: ["/api/items", "/index.html"])
  func `a rule by path sends its requests to its own group`(path: String) throws {
    let report = try report(Self.pathRule, path: path)
    #expect(report.lost == 0)
    #expect(answered(report) == [0, report.answered])
  }

  @Test func `weights share the requests`() throws {
    let report = try report(
      """
      aws elbv2 modify-listener --listener-arn $LISTENER --default-actions "Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=$TG,Weight=90},{TargetGroupArn=$API,Weight=10}]}"

      """)
    let share = Double(answered(report)[0]) / Double(report.answered)
    // 4,800 requests: ten percent with a standard error of 0.43 percent.
    #expect(abs(share - 0.1) < 0.013)
  }

  @Test func `a group with weight 0 gets nothing, and none but such answers 503`() throws {
    let none = try report(
      """
      aws elbv2 modify-listener --listener-arn $LISTENER --default-actions "Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=$TG,Weight=0}]}"

      """)
    #expect(none.answered == 0)
    #expect(none.causes.filter { $0.lost > 0 }.map(\.code) == [.noRegisteredTarget])
  }

  @Test func `a redirect to another port of the load balancer costs a round trip and arrives`() throws {
    let straight = try report(Self.pathRule, path: "/api/items")
    let sent = try report(
      """
      aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 8080 --cidr 0.0.0.0/0
      aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 8080 --default-actions Type=forward,TargetGroupArn=$API
      aws elbv2 modify-listener --listener-arn $LISTENER --default-actions 'Type=redirect,RedirectConfig={Port=8080,StatusCode=HTTP_301}'

      """, path: "/api/items")
    #expect(sent.lost == 0)
    #expect(sent.answered == straight.answered)
    #expect(sent.latency.quantile(0.5) > straight.latency.quantile(0.5))
  }

  @Test func `users with a cookie stay with their target when another one comes`() throws {
    let sticky = """
      aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=stickiness.enabled,Value=true Key=stickiness.lb_cookie.duration_seconds,Value=3600
      aws elbv2 register-targets --target-group-arn $TG --targets Id=$SECOND

      """
    // One user is always sent to the same of two machines.
    let one = try report(sticky, users: 1)
    #expect(answered(one) == [0, one.answered])
    let nobody = try report(sticky)
    #expect(answered(nobody)[0] > nobody.answered / 3)
  }
}
