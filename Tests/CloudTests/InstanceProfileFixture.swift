import Cloud
import EventKernel

extension World {
  /// Makes a role that instances may have and an instance profile of the same name, known everywhere.
  mutating func makeProfile(_ name: String) throws {
    let trust =
      #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"#
      + #"{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"#
    try ask(CreateRole.self, #"{"roleName": "\#(name)", "assumeRolePolicyDocument": "\#(trust)"}"#)
    try ask(CreateInstanceProfile.self, #"{"instanceProfileName": "\#(name)"}"#)
    try ask(
      AddRoleToInstanceProfile.self, #"{"instanceProfileName": "\#(name)", "roleName": "\#(name)"}"#)
    wait(.seconds(30))
  }
}
