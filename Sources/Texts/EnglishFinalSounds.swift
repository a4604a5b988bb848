/// How English words end when they are read in Korean: a table of names, and rules where spelling decides.
enum EnglishFinalSounds {
  /// Names by their last word, lower case.
  static let names: [String: FinalSound] = {
    var table: [String: FinalSound] = [:]
    for (words, sound) in [(vowel, FinalSound.vowel), (rieul, .rieul), (consonant, .consonant)] {
      for word in words.split(whereSeparator: \.isWhitespace) { table[String(word)] = sound }
    }
    return table
  }()

  private static let vowel = """
    s3 ec2 large xlarge micro nano cloudwatch cloudfront elasticache redis memcached aurora dynamodb mariadb
    lambda fargate kinesis gateway service config guardduty shield inspector macie cognito athena glue
    redshift glacier beanstalk budgets advisor manager explorer organizations artifact directconnect connect
    privatelink vpc rds elb alb nlb clb ebs efs sqs sns waf kms api az db lb sg tg id ip os cpu ui cli sdk
    asg ami server cache database instance image listener policy user key state node code update create
    write read client network host front point event request replica standby primary master writer reader
    queue tokyo virginia ohio california ireland frankfurt osaka singapore mumbai sydney paris nginx apache
    linux ubuntu java php https http tcp udp ssh dns utf stopped terminated inservice healthy unhealthy
    unused active failed ok insufficient_data data yes no gib mib kib tib gb mb kb tb ms usd iops rps mbps
    gbps weight default dev stage test cost script
    """

  private static let rieul = """
    small metal url sql mysql postgresql seoul cloudtrail trail snowball lightsail table role rule file
    firewall terminal initial available pool tool cell email mail ttl acl ssl html xml control protocol
    shell final model level label global local total simple title dual idle yaml
    """

  private static let consonant = """
    medium iam ram cloudformation region zone bucket subnet group volume snapshot target metric alarm app
    web stack block backup public map unit name time line machine domain plan cdn scaling spot ping vpn wan
    lan lab step stop internet hit min root boot net oregon milan bahrain spain hong kong shop checkout
    timeout json vim insufficient system item form algorithm rpm vm signin login admin main session version
    transaction topic python debian london acm
    """

  /// The sound of a word whose spelling leaves no doubt; nil for the rest.
  static func bySpelling(_ word: String) -> FinalSound? {
    for (ending, sound) in endings where word.hasSuffix(ending) { return sound }
    return nil
  }

  /// Longer endings first; endings that are read in two ways (t, k, p, c, b, g) are left out.
  private static let endings: [(String, FinalSound)] = [
    ("ing", .consonant), ("tion", .consonant), ("sion", .consonant), ("work", .vowel), ("front", .vowel),
    ("ment", .vowel), ("ent", .vowel), ("ant", .vowel), ("est", .vowel), ("ost", .vowel), ("ast", .vowel),
    ("ist", .vowel), ("ort", .vowel), ("art", .vowel), ("ift", .vowel), ("oft", .vowel),
    ("sh", .vowel), ("ch", .vowel), ("th", .vowel), ("gh", .vowel), ("ng", .consonant), ("le", .rieul),
    ("me", .consonant), ("ne", .consonant), ("re", .vowel), ("ce", .vowel), ("se", .vowel), ("ve", .vowel),
    ("te", .vowel), ("de", .vowel), ("ke", .vowel), ("ge", .vowel), ("be", .vowel), ("ze", .vowel),
    ("ee", .vowel),
    ("ue", .vowel), ("ie", .vowel), ("ld", .vowel), ("nd", .vowel), ("rd", .vowel), ("ed", .vowel),
    ("ud", .vowel),
    ("ad", .vowel), ("l", .rieul), ("m", .consonant), ("n", .consonant), ("r", .vowel), ("s", .vowel),
    ("x", .vowel), ("y", .vowel), ("w", .vowel), ("f", .vowel), ("v", .vowel), ("z", .vowel), ("a", .vowel),
    ("i", .vowel), ("o", .vowel), ("u", .vowel),
  ]
}
