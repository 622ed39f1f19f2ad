use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::clean;
use super::exporter::{Exporter, spell};
use crate::model::{Decision, Evidence, Kind, Node, Polarity};
use crate::query::Edge;

/// FollowTheMoney entities as JSON Lines, for Aleph, OpenSanctions' tools and their like.
///
/// Offices are Employment, members Membership, parties to an agreement ProjectParticipant; all else is an
/// UnknownLink with the relation's type as its role.
#[derive(Default)]
pub struct FollowTheMoney {
    /// Id and schema of each node, by the number that edges know it by.
    nodes: HashMap<i64, (String, &'static str)>,
}

/// How many sentences of each relation are quoted.
const QUOTED: usize = 5;

/// ISO 3166-1: alpha-3, of which the last two letters are alpha-2.
const COUNTRIES: &str = "
    AFGAF ALBAL DZADZ ANDAD AGOAO ATGAG ARGAR ARMAM AUSAU AUTAT AZEAZ BHSBS BHRBH BGDBD BRBBB BLRBY BELBE
    BLZBZ BENBJ BTNBT BOLBO BIHBA BWABW BRABR BRNBN BGRBG BFABF BDIBI CPVCV KHMKH CMRCM CANCA CAFCF TCDTD
    CHLCL CHNCN COLCO COMKM COGCG CODCD CRICR CIVCI HRVHR CUBCU CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC
    EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET FJIFJ FINFI FRAFR GABGA GMBGM GEOGE DEUDE GHAGH GRCGR GRDGD
    GTMGT GINGN GNBGW GUYGY HTIHT HNDHN HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE ISRIL ITAIT JAMJM JPNJP
    JORJO KAZKZ KENKE KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS LBRLR LBYLY LIELI LTULT LUXLU
    MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MRTMR MUSMU MEXMX FSMFM MDAMD MCOMC MNGMN MNEME MARMA MOZMZ
    MMRMM NAMNA NRUNR NPLNP NLDNL NZLNZ NICNI NERNE NGANG MKDMK NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG
    PRYPY PERPE PHLPH POLPL PRTPT QATQA ROURO RUSRU RWARW KNAKN LCALC VCTVC WSMWS SMRSM STPST SAUSA SENSN
    SRBRS SYCSC SLESL SGPSG SVKSK SVNSI SLBSB SOMSO ZAFZA SSDSS ESPES LKALK SDNSD SURSR SWESE CHECH SYRSY
    TJKTJ TZATZ THATH TLSTL TGOTG TONTO TTOTT TUNTN TURTR TKMTM TUVTV UGAUG UKRUA AREAE GBRGB USAUS URYUY
    UZBUZ VUTVU VATVA VENVE VNMVN YEMYE ZMBZM ZWEZW TWNTW XKXXK";

impl Exporter for FollowTheMoney {
    fn evidence(&self) -> usize {
        QUOTED
    }

    fn node(&mut self, out: &mut dyn Write, node: &Node) -> io::Result<()> {
        let schema = match node.kind {
            Kind::State => "PublicBody",
            Kind::Official => "Person",
            Kind::Organization | Kind::Group => "Organization",
            Kind::Agreement => "Project",
            Kind::Materiel => "Asset",
            Kind::Place => "Address",
            Kind::Event => "Event",
        };
        let id = format!("rg-{}", slug(&node.key));
        let mut properties = Map::new();
        properties.insert("name".into(), json!([clean(&node.name)]));
        properties.insert("keywords".into(), json!([node.kind.name()]));
        if node.kind == Kind::Place {
            properties.insert("full".into(), json!([clean(&node.name)]));
        }
        let country = node.code.as_deref().or(node.state.as_deref()).and_then(alpha2);
        if let Some(country) = country {
            properties.insert("country".into(), json!([country]));
        }
        write(out, &id, schema, properties)?;
        self.nodes.insert(node.id, (id, schema));
        Ok(())
    }

    fn edge(&mut self, out: &mut dyn Write, edge: &Edge, evidence: &[Evidence]) -> io::Result<()> {
        let (Some(head), Some(tail)) = (self.nodes.get(&edge.head), self.nodes.get(&edge.tail)) else {
            return Ok(());
        };
        let legal = |schema: &str| matches!(schema, "PublicBody" | "Person" | "Organization");
        let body = |schema: &str| matches!(schema, "PublicBody" | "Organization");
        let affirmed = edge.polarity == Polarity::Affirmed;
        let (schema, from, to) = match &*edge.relation {
            "holds-office" if affirmed && head.1 == "Person" && body(tail.1) => ("Employment", "employee", "employer"),
            "member-of" if affirmed && legal(head.1) && body(tail.1) => ("Membership", "member", "organization"),
            "party-to" if affirmed && legal(head.1) && tail.1 == "Project" => {
                ("ProjectParticipant", "participant", "project")
            }
            _ => ("UnknownLink", "subject", "object"),
        };
        let mut properties = Map::new();
        properties.insert(from.into(), json!([head.0]));
        properties.insert(to.into(), json!([tail.0]));
        let not = if affirmed { "" } else { "not " };
        let office = evidence.iter().find_map(|words| words.office.as_deref());
        let role = match office.filter(|_| schema == "Employment") {
            Some(office) => clean(office).into_owned(),
            None => format!("{not}{}", edge.relation),
        };
        properties.insert("role".into(), json!([role]));
        properties.insert("status".into(), json!([edge.modality.name()]));
        if let Some((first, last, _)) = spell(edge) {
            properties.insert("startDate".into(), json!([first.to_string()]));
            properties.insert("endDate".into(), json!([last.to_string()]));
        }
        let list = |values: Vec<&str>| {
            let mut values: Vec<String> = values.into_iter().map(|value| clean(value).into_owned()).collect();
            values.sort();
            values.dedup();
            (!values.is_empty()).then(|| json!(values))
        };
        for (name, values) in [
            (
                "summary",
                evidence.iter().map(|words| words.sentence.as_str()).collect(),
            ),
            (
                "publisher",
                evidence.iter().filter_map(|words| words.source.as_deref()).collect(),
            ),
            (
                "sourceUrl",
                evidence
                    .iter()
                    .filter_map(|words| words.url.as_deref())
                    .filter(|url| is_url(url))
                    .collect(),
            ),
        ] {
            if let Some(values) = list(values) {
                properties.insert(name.into(), values);
            }
        }
        let ends = [head.0.trim_start_matches("rg-"), tail.0.trim_start_matches("rg-")];
        let id = format!(
            "rg-{}-{}-{}-{}",
            slug(&edge.relation),
            ends[0],
            ends[1],
            edge.polarity.name()
        );
        write(out, &id, schema, properties)
    }

    fn begin(&mut self, _: &mut dyn Write, _: &[Decision]) -> io::Result<()> {
        self.nodes.clear();
        Ok(())
    }
}

fn write(out: &mut dyn Write, id: &str, schema: &str, properties: Map<String, Value>) -> io::Result<()> {
    writeln!(out, "{}", json!({"id": id, "schema": schema, "properties": properties}))
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn alpha2(alpha3: &str) -> Option<String> {
    let known = COUNTRIES.split_whitespace().find(|pair| pair.get(..3) == Some(alpha3));
    known.and_then(|pair| pair.get(3..)).map(str::to_lowercase)
}

/// An id as FollowTheMoney takes it: letters, digits and hyphens, and dots for what tells parts of an entity apart.
fn slug(key: &str) -> String {
    let letters = key.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_string(),
        '#' => ".".into(),
        c if c.is_ascii() => "-".into(),
        c => format!("u{:x}", u32::from(c)),
    });
    letters.collect()
}
