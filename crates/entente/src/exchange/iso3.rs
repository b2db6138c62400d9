//! Names of nations as public tables write them, and their codes (ISO 3166-1 alpha-3).

use super::columns::plain;

/// The code of the nation that a table names: its code column if that is one of ours, else its name.
pub fn code(code: &str, name: &str) -> Option<&'static str> {
    let upper = code.trim().to_ascii_uppercase();
    if let Some((known, _)) = NATIONS.iter().find(|(known, _)| *known == upper) {
        return Some(known);
    }
    let wanted = plain(name);
    if wanted.is_empty() {
        return None;
    }
    NATIONS.iter().find(|(_, names)| names.split('|').any(|n| plain(n) == wanted)).map(|(known, _)| *known)
}

/// The short name of a code.
pub fn name(code: &str) -> Option<&'static str> {
    NATIONS.iter().find(|(known, _)| *known == code).and_then(|(_, names)| names.split('|').next())
}

/// Member states of the United Nations, observers and former contributors: code, then the short name and
/// other names in use, between bars. Brackets, commas, blanks and letter case do not count.
const NATIONS: [(&str, &str); 196] = [
    ("AFG", "Afghanistan"),
    ("AGO", "Angola"),
    ("ALB", "Albania"),
    ("AND", "Andorra"),
    ("ARE", "United Arab Emirates"),
    ("ARG", "Argentina"),
    ("ARM", "Armenia"),
    ("ATG", "Antigua and Barbuda"),
    ("AUS", "Australia"),
    ("AUT", "Austria"),
    ("AZE", "Azerbaijan"),
    ("BDI", "Burundi"),
    ("BEL", "Belgium"),
    ("BEN", "Benin"),
    ("BFA", "Burkina Faso"),
    ("BGD", "Bangladesh"),
    ("BGR", "Bulgaria"),
    ("BHR", "Bahrain"),
    ("BHS", "Bahamas"),
    ("BIH", "Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia"),
    ("BLR", "Belarus"),
    ("BLZ", "Belize"),
    ("BOL", "Bolivia|Bolivia, Plurinational State of|Plurinational State of Bolivia"),
    ("BRA", "Brazil"),
    ("BRB", "Barbados"),
    ("BRN", "Brunei|Brunei Darussalam"),
    ("BTN", "Bhutan"),
    ("BWA", "Botswana"),
    ("CAF", "Central African Republic|CAR"),
    ("CAN", "Canada"),
    ("CHE", "Switzerland"),
    ("CHL", "Chile"),
    ("CHN", "China"),
    ("CIV", "Côte d’Ivoire|Cote d Ivoire|Ivory Coast"),
    ("CMR", "Cameroon"),
    ("COD", "DR Congo|Democratic Republic of the Congo|DRC|Congo, Democratic Republic of the|Zaire"),
    ("COG", "Congo|Republic of the Congo|Congo Republic"),
    ("COL", "Colombia"),
    ("COM", "Comoros"),
    ("CPV", "Cabo Verde|Cape Verde"),
    ("CRI", "Costa Rica"),
    ("CUB", "Cuba"),
    ("CYP", "Cyprus"),
    ("CZE", "Czechia|Czech Republic"),
    ("DEU", "Germany"),
    ("DJI", "Djibouti"),
    ("DMA", "Dominica"),
    ("DNK", "Denmark"),
    ("DOM", "Dominican Republic"),
    ("DZA", "Algeria"),
    ("ECU", "Ecuador"),
    ("EGY", "Egypt"),
    ("ERI", "Eritrea"),
    ("ESP", "Spain"),
    ("EST", "Estonia"),
    ("ETH", "Ethiopia"),
    ("FIN", "Finland"),
    ("FJI", "Fiji"),
    ("FRA", "France"),
    ("FSM", "Micronesia|Federated States of Micronesia"),
    ("GAB", "Gabon"),
    ("GBR", "United Kingdom|UK|Great Britain|United Kingdom of Great Britain and Northern Ireland"),
    ("GEO", "Georgia"),
    ("GHA", "Ghana"),
    ("GIN", "Guinea"),
    ("GMB", "Gambia|The Gambia"),
    ("GNB", "Guinea-Bissau"),
    ("GNQ", "Equatorial Guinea"),
    ("GRC", "Greece"),
    ("GRD", "Grenada"),
    ("GTM", "Guatemala"),
    ("GUY", "Guyana"),
    ("HND", "Honduras"),
    ("HRV", "Croatia"),
    ("HTI", "Haiti"),
    ("HUN", "Hungary"),
    ("IDN", "Indonesia"),
    ("IND", "India"),
    ("IRL", "Ireland"),
    ("IRN", "Iran|Islamic Republic of Iran|Iran, Islamic Republic of"),
    ("IRQ", "Iraq"),
    ("ISL", "Iceland"),
    ("ISR", "Israel"),
    ("ITA", "Italy"),
    ("JAM", "Jamaica"),
    ("JOR", "Jordan"),
    ("JPN", "Japan"),
    ("KAZ", "Kazakhstan"),
    ("KEN", "Kenya"),
    ("KGZ", "Kyrgyzstan"),
    ("KHM", "Cambodia"),
    ("KIR", "Kiribati"),
    ("KNA", "Saint Kitts and Nevis"),
    ("KOR", "Republic of Korea|South Korea|Korea, Republic of"),
    ("KWT", "Kuwait"),
    ("LAO", "Laos|Lao People’s Democratic Republic"),
    ("LBN", "Lebanon"),
    ("LBR", "Liberia"),
    ("LBY", "Libya|Libyan Arab Jamahiriya"),
    ("LCA", "Saint Lucia"),
    ("LIE", "Liechtenstein"),
    ("LKA", "Sri Lanka"),
    ("LSO", "Lesotho"),
    ("LTU", "Lithuania"),
    ("LUX", "Luxembourg"),
    ("LVA", "Latvia"),
    ("MAR", "Morocco"),
    ("MCO", "Monaco"),
    ("MDA", "Moldova|Moldova, Republic of|Republic of Moldova"),
    ("MDG", "Madagascar"),
    ("MDV", "Maldives"),
    ("MEX", "Mexico"),
    ("MHL", "Marshall Islands"),
    (
        "MKD",
        "North Macedonia|Macedonia|The former Yugoslav Republic of Macedonia|The former Yugoslav Republic o|FYROM|TFYR \
         of Macedonia",
    ),
    ("MLI", "Mali"),
    ("MLT", "Malta"),
    ("MMR", "Myanmar"),
    ("MNE", "Montenegro"),
    ("MNG", "Mongolia"),
    ("MOZ", "Mozambique"),
    ("MRT", "Mauritania"),
    ("MUS", "Mauritius"),
    ("MWI", "Malawi"),
    ("MYS", "Malaysia"),
    ("NAM", "Namibia"),
    ("NER", "Niger"),
    ("NGA", "Nigeria"),
    ("NIC", "Nicaragua"),
    ("NLD", "Netherlands|The Netherlands"),
    ("NOR", "Norway"),
    ("NPL", "Nepal"),
    ("NRU", "Nauru"),
    ("NZL", "New Zealand"),
    ("OMN", "Oman"),
    ("PAK", "Pakistan"),
    ("PAN", "Panama"),
    ("PER", "Peru"),
    ("PHL", "Philippines"),
    ("PLW", "Palau"),
    ("PNG", "Papua New Guinea"),
    ("POL", "Poland"),
    ("PRK", "North Korea|Democratic People’s Republic of Korea"),
    ("PRT", "Portugal"),
    ("PRY", "Paraguay"),
    ("PSE", "Palestine|State of Palestine"),
    ("QAT", "Qatar"),
    ("ROU", "Romania"),
    ("RUS", "Russia|Russian Federation"),
    ("RWA", "Rwanda"),
    ("SAU", "Saudi Arabia"),
    ("SDN", "Sudan"),
    ("SEN", "Senegal"),
    ("SGP", "Singapore"),
    ("SLB", "Solomon Islands"),
    ("SLE", "Sierra Leone"),
    ("SLV", "El Salvador"),
    ("SMR", "San Marino"),
    ("SOM", "Somalia"),
    ("SRB", "Serbia|Serbia and Montenegro"),
    ("SSD", "South Sudan"),
    ("STP", "Sao Tome and Principe|São Tomé and Príncipe"),
    ("SUR", "Suriname"),
    ("SVK", "Slovakia|Slovak Republic"),
    ("SVN", "Slovenia"),
    ("SWE", "Sweden"),
    ("SWZ", "Eswatini|Swaziland"),
    ("SYC", "Seychelles"),
    ("SYR", "Syria|Syrian Arab Republic"),
    ("TCD", "Chad"),
    ("TGO", "Togo"),
    ("THA", "Thailand"),
    ("TJK", "Tajikistan"),
    ("TKM", "Turkmenistan"),
    ("TLS", "Timor-Leste|East Timor"),
    ("TON", "Tonga"),
    ("TTO", "Trinidad and Tobago"),
    ("TUN", "Tunisia"),
    ("TUR", "Türkiye|Turkey"),
    ("TUV", "Tuvalu"),
    ("TZA", "Tanzania|Tanzania, United Republic of|United Republic of Tanzania"),
    ("UGA", "Uganda"),
    ("UKR", "Ukraine"),
    ("URY", "Uruguay"),
    ("USA", "United States|United States of America|US"),
    ("UZB", "Uzbekistan"),
    ("VAT", "Holy See"),
    ("VCT", "Saint Vincent and the Grenadines"),
    ("VEN", "Venezuela|Bolivarian Republic of Venezuela"),
    ("VNM", "Viet Nam"),
    ("VUT", "Vanuatu"),
    ("WSM", "Samoa"),
    ("XKX", "Kosovo"),
    ("YEM", "Yemen"),
    ("ZAF", "South Africa"),
    ("ZMB", "Zambia"),
    ("ZWE", "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_first_then_names() {
        assert_eq!(code("MDA", "anything"), Some("MDA"));
        assert_eq!(code(" mda ", ""), Some("MDA"));
        assert_eq!(code("", "Tanzania, United Republic of"), Some("TZA"));
        assert_eq!(code("NA", "Cote d Ivoire"), Some("CIV"));
        assert_eq!(code("", "CÔTE D’IVOIRE"), Some("CIV"));
        assert_eq!(code("QQQ", "Ruritania"), None);
        assert_eq!(code("", ""), None);
        assert_eq!(name("TUR"), Some("Türkiye"));
    }

    #[test]
    fn in_order_and_without_doubles() {
        assert!(NATIONS.is_sorted_by(|a, b| a.0 < b.0));
        let mut names: Vec<String> = NATIONS.iter().flat_map(|(_, n)| n.split('|')).map(plain).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
