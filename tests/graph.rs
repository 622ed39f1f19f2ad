//! A small graph by hand, so that these tests do not hang on what the language model understands.
//!
//! An article is written as one line a claim: `Turkey purchased S-400 | Turkey bought the S-400.`

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use relgraph::lexicon::{Lexicon, fold};
use relgraph::model::{
    Article, Claim, Entity, Extraction, Kind, Modality, Polarity, RelationClass, RelationType, Span,
};
use relgraph::pipeline::Writer;
use relgraph::store::Store;
use tempfile::TempDir;

/// A folder that goes when the test ends, with a database in it.
pub struct Sample {
    pub folder: TempDir,
}

impl Sample {
    pub fn empty() -> Self {
        Sample {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The graph of [`STORY`].
    pub fn story() -> Self {
        let sample = Sample::empty();
        sample.ingest(STORY);
        sample
    }

    pub fn ingest(&self, articles: &[(&str, &str, &str)]) {
        let mut store = Store::open(&self.db()).unwrap();
        // The types of this graph stand in for those of the lexicon, whatever it holds.
        store.put_types(&types()).unwrap();
        let mut writer = Writer::new(&mut store, Lexicon::embedded()).unwrap();
        for (id, date, lines) in articles {
            let (article, extraction) = article(id, date, lines);
            writer.put(article, extraction).unwrap();
        }
        writer.finish().unwrap();
    }

    pub fn db(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// `relgraph` in the folder, with its database.
    pub fn relgraph(&self, arguments: &[&str]) -> Run {
        let mut command = Command::cargo_bin("relgraph").unwrap();
        command
            .current_dir(self.folder.path())
            .env("RELGRAPH_DB", self.db())
            .env_remove("NO_COLOR");
        Run::of(command.args(arguments))
    }
}

/// What a run printed and how it ended.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Run {
        let output = command.output().unwrap();
        Run {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Status, stdout and stderr as a snapshot shows them.
    pub fn text(&self) -> String {
        let mut text = format!("status {}\n", self.status);
        for (name, output) in [("", &self.stdout), ("stderr:\n", &self.stderr)] {
            if !output.is_empty() {
                text += &format!("{name}{output}");
            }
        }
        text
    }

    #[track_caller]
    pub fn ends(self, status: i32) -> Run {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

pub const STORY: &[(&str, &str, &str)] = &[
    (
        "sochi",
        "2018-09-17",
        "Turkey agreed-with Russia | Turkey and Russia agreed on Monday to set up a demilitarised zone in Idlib.\n\
         Turkey party-to Sochi deal | Turkey and Russia signed the Sochi deal.\n\
         Russia party-to Sochi deal | Turkey and Russia signed the Sochi deal.\n\
         Recep Tayyip Erdogan met-with Vladimir Putin | President Recep Tayyip Erdogan met President Vladimir Putin in Sochi.\n\
         Recep Tayyip Erdogan holds-office Turkey | President Recep Tayyip Erdogan met President Vladimir Putin in Sochi.\n\
         Vladimir Putin holds-office Russia | President Recep Tayyip Erdogan met President Vladimir Putin in Sochi.",
    ),
    (
        "s400",
        "2019-07-12",
        "Turkey purchased S-400 | Turkey took delivery of the Russian S-400 on Friday despite warnings from Washington.\n\
         Russia supplied S-400 | Turkey took delivery of the Russian S-400 on Friday despite warnings from Washington.\n\
         United States threatens Turkey | The United States has warned Turkey of sanctions.\n\
         United States opposes S-400 | The United States opposes the purchase.",
    ),
    (
        "idlib",
        "2020-02-10",
        "Turkey accuses Syria | Turkey accused Syria of breaking the Sochi deal.\n\
         Syria rejects Sochi deal | Damascus rejects the Sochi deal.\n\
         Russia ally-of Syria | Moscow is an ally of Damascus.\n\
         Turkey member-of NATO | NATO member Turkey asked for support.\n\
         United States member-of NATO | The United States and NATO called for calm.\n\
         United States opposes Sochi deal | Washington opposes the Sochi deal.",
    ),
    (
        "munich",
        "2020-02-15",
        "Mevlut Cavusoglu met-with Sergei Lavrov | Cavusoglu met Lavrov in Munich on Saturday.\n\
         Mevlut Cavusoglu holds-office Turkey | Turkish Foreign Minister Mevlut Cavusoglu said so.\n\
         Sergei Lavrov holds-office Russia | Russian Foreign Minister Sergei Lavrov said so.\n\
         Turkey purchased S-400 | Turkey purchased the Russian S-400 air defence system despite opposition from NATO ally the United States.\n\
         Turkey opposes Russia | Turkey and Russia are on opposite sides of the war in Syria.\n\
         Russia ally-of Syria | Rebel backer Turkey and Damascus ally Russia are on opposite sides.\n\
         Turkey sanctions Syria ? | Turkey may impose sanctions on Syria.\n\
         Russia attacks Turkey ! | Russia did not attack Turkish troops.",
    ),
];

/// One article with what it says. `?` after a claim makes it possible only, `!` negated; `@ NAME` at its end is who says so.
pub fn article(id: &str, date: &str, lines: &str) -> (Article, Extraction) {
    let types = types();
    let mut extraction = Extraction::default();
    let title = format!("Report {id}");
    extraction.text = format!("{title}\n\n");
    let body = extraction.text.len();
    for line in lines.lines() {
        let (claim, sentence) = line.split_once(" | ").unwrap();
        let (claim, speaker) = claim
            .split_once(" @ ")
            .map_or((claim, None), |(claim, name)| (claim, Some(name)));
        let kind = types
            .iter()
            .find(|kind| claim.contains(&format!(" {} ", kind.name)))
            .unwrap();
        let (head, tail) = claim.split_once(&format!(" {} ", kind.name)).unwrap();
        let (tail, mark) = match tail.rsplit_once(' ') {
            Some((tail, mark @ ("?" | "!"))) => (tail, mark),
            _ => (tail, ""),
        };
        let start = extraction.text.len();
        extraction.text.push_str(sentence);
        let span = Span::new(start, extraction.text.len());
        extraction.text.push(' ');
        let (head, tail) = (entity(&mut extraction, head), entity(&mut extraction, tail));
        let speaker = speaker.map(|name| entity(&mut extraction, name));
        extraction.claims.push(Claim {
            head,
            relation: kind.name.clone(),
            tail,
            polarity: if mark == "!" {
                Polarity::Negated
            } else {
                Polarity::Affirmed
            },
            modality: if mark == "?" {
                Modality::Possible
            } else {
                Modality::Actual
            },
            speaker,
            office: (&*kind.name == "holds-office").then(|| "President".into()),
            date: None,
            sentence: span,
            evidence: span,
            confidence: 0.8,
            rule: "by hand".into(),
        });
    }
    extraction.words = extraction.text.split_whitespace().count();
    let article = Article {
        id: id.into(),
        title: Some(title),
        text: extraction.text[body..].to_string(),
        date: date.parse().ok(),
        source: Some("Example Wire".into()),
        url: None,
        origin: format!("{id}.txt"),
        ..Article::default()
    };
    (article, extraction)
}

fn entity(extraction: &mut Extraction, name: &str) -> usize {
    if let Some(index) = extraction.entities.iter().position(|entity| entity.name == name) {
        return index;
    }
    let (kind, code) = match name {
        "Turkey" => (Kind::State, Some("TUR")),
        "Russia" => (Kind::State, Some("RUS")),
        "Syria" => (Kind::State, Some("SYR")),
        "United States" => (Kind::State, Some("USA")),
        "NATO" => (Kind::Organization, None),
        "Sochi deal" => (Kind::Agreement, None),
        "S-400" | "S400" => (Kind::Materiel, None),
        "rebels" | "police" => (Kind::Group, None),
        _ => (Kind::Official, None),
    };
    extraction.entities.push(Entity {
        kind,
        name: name.into(),
        key: format!("{kind}:{}", code.map_or_else(|| fold(name), String::from)),
        code: code.map(String::from),
        state: code.map(String::from),
        names: vec![name.into()],
        gender: None,
        known: kind == Kind::State,
    });
    extraction.entities.len() - 1
}

pub fn types() -> Vec<RelationType> {
    use RelationClass::*;
    let kinds = [
        ("ally-of", VerbalCooperation, true),
        ("met-with", VerbalCooperation, true),
        ("agreed-with", VerbalCooperation, true),
        ("party-to", VerbalCooperation, false),
        ("visited", VerbalCooperation, false),
        ("mediates", VerbalCooperation, false),
        ("purchased", MaterialCooperation, false),
        ("aided", MaterialCooperation, false),
        ("supplied", MaterialCooperation, false),
        ("accuses", VerbalConflict, false),
        ("opposes", VerbalConflict, false),
        ("rejects", VerbalConflict, false),
        ("threatens", VerbalConflict, false),
        ("sanctions", MaterialConflict, false),
        ("attacks", MaterialConflict, false),
        ("member-of", Structure, false),
        ("holds-office", Structure, false),
    ];
    let made = kinds.into_iter().map(|(name, class, symmetric)| RelationType {
        name: name.into(),
        meaning: String::new(),
        class,
        symmetric,
        plover: None,
        cameo: None,
        goldstein: None,
    });
    made.collect()
}

/// A path from the root of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
