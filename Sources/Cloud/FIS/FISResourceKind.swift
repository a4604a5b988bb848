/// What experiments can work on here, by FIS's types of resources.
enum FISResourceKind: String, CaseIterable, Sendable {
  case group = "aws:ec2:autoscaling-group"
  case instance = "aws:ec2:instance"
  case spotInstance = "aws:ec2:spot-instance"
  case subnet = "aws:ec2:subnet"
  case replicationGroup = "aws:elasticache:replicationgroup"
  case role = "aws:iam:role"
  case database = "aws:rds:db"

  var description: String {
    switch self {
    case .group: "An Amazon EC2 Auto Scaling group."
    case .instance: "An Amazon EC2 instance."
    case .spotInstance: "An Amazon EC2 Spot Instance."
    case .subnet: "An Amazon VPC subnet."
    case .replicationGroup: "An Amazon ElastiCache replication group."
    case .role: "An IAM role."
    case .database: "An Amazon RDS DB instance."
    }
  }

  /// A parameter by which resources are found.
  struct Parameter: Sendable {
    let name: String
    let isRequired: Bool
    let description: String
  }

  var parameters: [Parameter] {
    switch self {
    case .group, .instance, .spotInstance, .role: []
    case .subnet:
      [
        Parameter(
          name: "availabilityZoneIdentifier", isRequired: false,
          description: "The Availability Zone of the subnets, by name or ID."),
        Parameter(name: "vpc", isRequired: false, description: "The VPC of the subnets, by ID or ARN."),
      ]
    case .replicationGroup:
      [
        Parameter(
          name: "availabilityZoneIdentifier", isRequired: true,
          description: "The Availability Zone of the nodes, by name or ID.")
      ]
    case .database:
      [
        Parameter(
          name: "availabilityZoneIdentifiers", isRequired: false,
          description: "The Availability Zones of the DB instances, separated by commas.")
      ]
    }
  }

  /// The most resources that one target may come to by tags (FIS quotas; the same for all these types).
  static let mostByTags = 5
}
