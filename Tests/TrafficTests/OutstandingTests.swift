import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// Requests that hang at a dead target are outstanding there.
@Suite struct OutstandingTests {
  /// How many requests two targets lose when the host of one fails, before health checks notice.
  private func lost(by algorithm: String) throws -> Int {
    let scripted = try ScriptedWorld(
      rate: 40,
      lines: ScriptedWorld.instance()
        + """
        SECOND=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_B --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
        wait

        """ + ScriptedWorld.balancer()
          + """
          aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=load_balancing.algorithm.type,Value=\(algorithm)
          aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$SECOND
          wait

          """)
    let dead = try #require(scripted.world.ec2.instances.first).id
    let report = try scripted.report(
      faults: [
        Experiment.PlannedFault(
          .hostFailure([dead]), earliest: .seconds(20), latest: .seconds(20), lasting: .minutes(2))
      ])
    return report.lost
  }

  @Test func `a target that answers nothing is chosen less where outstanding requests count`() throws {
    let inTurn = try lost(by: "round_robin")
    #expect(inTurn > 100)
    #expect(try lost(by: "least_outstanding_requests") * 2 < inTurn)
  }
}
