extension TimeZoneRule {
  /// A row of the table: how far the clocks are from UTC in minutes, their summer, and IANA's names of such places.
  private typealias Row = (offset: Int, summer: Summer, names: String)

  /// The rules by name (IANA tz database 2025b, offsets and rules of 2026).
  static let byName: [String: TimeZoneRule] = {
    var rules: [String: TimeZoneRule] = [:]
    for row in table {
      for name in row.names.split(separator: " ") {
        rules[String(name)] = TimeZoneRule(offset: row.offset, summer: row.summer)
      }
    }
    return rules
  }()

  /// IANA's names of places whose clocks change by a rule of their own, which the table lacks.
  static let ownRules: Set<String> = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Havana", "America/Santiago",
    "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Asia/Tel_Aviv",
    "Australia/LHI", "Australia/Lord_Howe", "Chile/Continental", "Chile/EasterIsland", "Cuba", "Egypt",
    "Europe/Chisinau", "Europe/Tiraspol", "Israel", "NZ-CHAT", "Pacific/Chatham", "Pacific/Easter",
  ]

  private static let table: [Row] = [
    (-720, .never, "Etc/GMT+12"),
    (-660, .never, "Etc/GMT+11 Pacific/Midway Pacific/Niue Pacific/Pago_Pago Pacific/Samoa US/Samoa"),
    (
      -600, .never,
      """
      Etc/GMT+10 HST Pacific/Honolulu Pacific/Johnston Pacific/Rarotonga Pacific/Tahiti US/Hawaii
      """
    ),
    (-570, .never, "Pacific/Marquesas"),
    (-540, .never, "Etc/GMT+9 Pacific/Gambier"),
    (-480, .never, "Etc/GMT+8 Pacific/Pitcairn"),
    (
      -420, .never,
      """
      America/Creston America/Dawson America/Dawson_Creek America/Fort_Nelson America/Hermosillo America/Mazatlan \
      America/Phoenix America/Whitehorse Canada/Yukon Etc/GMT+7 MST Mexico/BajaSur US/Arizona
      """
    ),
    (
      -360, .never,
      """
      America/Bahia_Banderas America/Belize America/Chihuahua America/Costa_Rica America/El_Salvador \
      America/Guatemala America/Managua America/Merida America/Mexico_City America/Monterrey America/Regina \
      America/Swift_Current America/Tegucigalpa Canada/Saskatchewan Etc/GMT+6 Mexico/General Pacific/Galapagos
      """
    ),
    (
      -300, .never,
      """
      America/Atikokan America/Bogota America/Cancun America/Cayman America/Coral_Harbour America/Eirunepe \
      America/Guayaquil America/Jamaica America/Lima America/Panama America/Porto_Acre America/Rio_Branco \
      Brazil/Acre EST Etc/GMT+5 Jamaica
      """
    ),
    (
      -240, .never,
      """
      America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Boa_Vista \
      America/Campo_Grande America/Caracas America/Cuiaba America/Curacao America/Dominica America/Grenada \
      America/Guadeloupe America/Guyana America/Kralendijk America/La_Paz America/Lower_Princes America/Manaus \
      America/Marigot America/Martinique America/Montserrat America/Port_of_Spain America/Porto_Velho \
      America/Puerto_Rico America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia \
      America/St_Thomas America/St_Vincent America/Tortola America/Virgin Brazil/West Etc/GMT+4
      """
    ),
    (
      -180, .never,
      """
      America/Araguaina America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia \
      America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza \
      America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis \
      America/Argentina/Tucuman America/Argentina/Ushuaia America/Asuncion America/Bahia America/Belem \
      America/Buenos_Aires America/Catamarca America/Cayenne America/Cordoba America/Coyhaique America/Fortaleza \
      America/Jujuy America/Maceio America/Mendoza America/Montevideo America/Paramaribo America/Punta_Arenas \
      America/Recife America/Rosario America/Santarem America/Sao_Paulo Antarctica/Palmer Antarctica/Rothera \
      Atlantic/Stanley Brazil/East Etc/GMT+3
      """
    ),
    (-120, .never, "America/Noronha Atlantic/South_Georgia Brazil/DeNoronha Etc/GMT+2"),
    (-60, .never, "Atlantic/Cape_Verde Etc/GMT+1"),
    (
      0, .never,
      """
      Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar \
      Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome \
      Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 \
      Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu GMT GMT+0 GMT-0 GMT0 Greenwich Iceland UCT UTC \
      Universal Zulu
      """
    ),
    (
      60, .never,
      """
      Africa/Algiers Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville \
      Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo Africa/Tunis Etc/GMT-1
      """
    ),
    (
      120, .never,
      """
      Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Khartoum \
      Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Tripoli \
      Africa/Windhoek Etc/GMT-2 Europe/Kaliningrad Libya
      """
    ),
    (
      180, .never,
      """
      Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala \
      Africa/Mogadishu Africa/Nairobi Antarctica/Syowa Asia/Aden Asia/Amman Asia/Baghdad Asia/Bahrain Asia/Damascus \
      Asia/Istanbul Asia/Kuwait Asia/Qatar Asia/Riyadh Etc/GMT-3 Europe/Istanbul Europe/Kirov Europe/Minsk \
      Europe/Moscow Europe/Simferopol Europe/Volgograd Indian/Antananarivo Indian/Comoro Indian/Mayotte Turkey W-SU
      """
    ),
    (210, .never, "Asia/Tehran Iran"),
    (
      240, .never,
      """
      Asia/Baku Asia/Dubai Asia/Muscat Asia/Tbilisi Asia/Yerevan Etc/GMT-4 Europe/Astrakhan Europe/Samara \
      Europe/Saratov Europe/Ulyanovsk Indian/Mahe Indian/Mauritius Indian/Reunion
      """
    ),
    (270, .never, "Asia/Kabul"),
    (
      300, .never,
      """
      Antarctica/Mawson Antarctica/Vostok Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad \
      Asia/Atyrau Asia/Dushanbe Asia/Karachi Asia/Oral Asia/Qostanay Asia/Qyzylorda Asia/Samarkand Asia/Tashkent \
      Asia/Yekaterinburg Etc/GMT-5 Indian/Kerguelen Indian/Maldives
      """
    ),
    (330, .never, "Asia/Calcutta Asia/Colombo Asia/Kolkata"),
    (345, .never, "Asia/Kathmandu Asia/Katmandu"),
    (
      360, .never,
      """
      Asia/Bishkek Asia/Dacca Asia/Dhaka Asia/Kashgar Asia/Omsk Asia/Thimbu Asia/Thimphu Asia/Urumqi Etc/GMT-6 \
      Indian/Chagos
      """
    ),
    (390, .never, "Asia/Rangoon Asia/Yangon Indian/Cocos"),
    (
      420, .never,
      """
      Antarctica/Davis Asia/Bangkok Asia/Barnaul Asia/Ho_Chi_Minh Asia/Hovd Asia/Jakarta Asia/Krasnoyarsk \
      Asia/Novokuznetsk Asia/Novosibirsk Asia/Phnom_Penh Asia/Pontianak Asia/Saigon Asia/Tomsk Asia/Vientiane \
      Etc/GMT-7 Indian/Christmas
      """
    ),
    (
      480, .never,
      """
      Antarctica/Casey Asia/Brunei Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Hong_Kong \
      Asia/Irkutsk Asia/Kuala_Lumpur Asia/Kuching Asia/Macao Asia/Macau Asia/Makassar Asia/Manila Asia/Shanghai \
      Asia/Singapore Asia/Taipei Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Australia/Perth Australia/West \
      Etc/GMT-8 Hongkong PRC ROC Singapore
      """
    ),
    (525, .never, "Australia/Eucla"),
    (
      540, .never,
      """
      Asia/Chita Asia/Dili Asia/Jayapura Asia/Khandyga Asia/Pyongyang Asia/Seoul Asia/Tokyo Asia/Yakutsk Etc/GMT-9 \
      Japan Pacific/Palau ROK
      """
    ),
    (570, .never, "Australia/Darwin Australia/North"),
    (
      600, .never,
      """
      Antarctica/DumontDUrville Asia/Ust-Nera Asia/Vladivostok Australia/Brisbane Australia/Lindeman \
      Australia/Queensland Etc/GMT-10 Pacific/Chuuk Pacific/Guam Pacific/Port_Moresby Pacific/Saipan Pacific/Truk \
      Pacific/Yap
      """
    ),
    (
      660, .never,
      """
      Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk Etc/GMT-11 Pacific/Bougainville Pacific/Efate \
      Pacific/Guadalcanal Pacific/Kosrae Pacific/Noumea Pacific/Pohnpei Pacific/Ponape
      """
    ),
    (
      720, .never,
      """
      Asia/Anadyr Asia/Kamchatka Etc/GMT-12 Kwajalein Pacific/Fiji Pacific/Funafuti Pacific/Kwajalein Pacific/Majuro \
      Pacific/Nauru Pacific/Tarawa Pacific/Wake Pacific/Wallis
      """
    ),
    (
      780, .never,
      """
      Etc/GMT-13 Pacific/Apia Pacific/Enderbury Pacific/Fakaofo Pacific/Kanton Pacific/Tongatapu
      """
    ),
    (840, .never, "Etc/GMT-14 Pacific/Kiritimati"),
    (-120, .europe, "America/Godthab America/Nuuk America/Scoresbysund"),
    (-60, .europe, "Atlantic/Azores"),
    (
      0, .europe,
      """
      Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Eire Europe/Belfast Europe/Dublin \
      Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/Lisbon Europe/London GB GB-Eire Portugal WET
      """
    ),
    (
      60, .europe,
      """
      Africa/Ceuta Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra Europe/Belgrade \
      Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen \
      Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo \
      Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje \
      Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb \
      Europe/Zurich MET Poland
      """
    ),
    (
      120, .europe,
      """
      Asia/Famagusta Asia/Nicosia EET Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kiev Europe/Kyiv \
      Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Uzhgorod Europe/Vilnius \
      Europe/Zaporozhye
      """
    ),
    (-600, .america, "America/Adak America/Atka US/Aleutian"),
    (
      -540, .america,
      """
      America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat US/Alaska
      """
    ),
    (
      -480, .america,
      """
      America/Ensenada America/Los_Angeles America/Santa_Isabel America/Tijuana America/Vancouver Canada/Pacific \
      Mexico/BajaNorte PST8PDT US/Pacific
      """
    ),
    (
      -420, .america,
      """
      America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Denver America/Edmonton America/Inuvik \
      America/Shiprock America/Yellowknife Canada/Mountain MST7MDT Navajo US/Mountain
      """
    ),
    (
      -360, .america,
      """
      America/Chicago America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Matamoros \
      America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem \
      America/Ojinaga America/Rainy_River America/Rankin_Inlet America/Resolute America/Winnipeg CST6CDT \
      Canada/Central US/Central US/Indiana-Starke
      """
    ),
    (
      -300, .america,
      """
      America/Detroit America/Fort_Wayne America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo \
      America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac \
      America/Indianapolis America/Iqaluit America/Kentucky/Louisville America/Kentucky/Monticello \
      America/Louisville America/Montreal America/Nassau America/New_York America/Nipigon America/Pangnirtung \
      America/Port-au-Prince America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT US/East-Indiana US/Eastern \
      US/Michigan
      """
    ),
    (
      -240, .america,
      """
      America/Glace_Bay America/Goose_Bay America/Halifax America/Moncton America/Thule Atlantic/Bermuda \
      Canada/Atlantic
      """
    ),
    (-210, .america, "America/St_Johns Canada/Newfoundland"),
    (-180, .america, "America/Miquelon"),
    (570, .australia, "Australia/Adelaide Australia/Broken_Hill Australia/South Australia/Yancowinna"),
    (
      600, .australia,
      """
      Antarctica/Macquarie Australia/ACT Australia/Canberra Australia/Currie Australia/Hobart Australia/Melbourne \
      Australia/NSW Australia/Sydney Australia/Tasmania Australia/Victoria
      """
    ),
    (660, .australia, "Pacific/Norfolk"),
    (720, .newZealand, "Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland"),
  ]
}
