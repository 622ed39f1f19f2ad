//! A made-up graph as large as one likes, for measuring how questions scale: few entities that everything is tied to,
//! and very many that hardly anything is. Its claims have articles, sentences and words, as those of read articles do.
//!
//! ```text
//! cargo run --release --example scale_free -- 1000000 10000000 /tmp/big.db
//! ```

use std::error::Error;
use std::path::Path;

use relgraph::lexicon::Lexicon;
use relgraph::model::{Modality, Polarity, tie_strength};
use relgraph::store::Store;
use rusqlite::{Connection, params};

/// Claims that one article makes.
const CLAIMS: u64 = 10;
/// How unequal entities are: the one at rank r is named as often as r to the power of minus this.
const SLOPE: f64 = 0.8;
/// Over how many days they are spread.
const DAYS: u64 = 7300;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [entities, claims, path] = arguments.as_slice() else {
        return Err("say how many entities and claims, and in which file".into());
    };
    let (entities, claims): (u64, u64) = (entities.parse()?, claims.parse()?);
    let path = Path::new(path);
    if path.exists() {
        return Err(format!("{} is there already", path.display()).into());
    }
    // The tables and types are relgraph's own; what fills them is written past it, or it would take days.
    let types: Vec<_> = Lexicon::embedded().relation_types().to_vec();
    Store::open(path)?.put_types(&types)?;
    let names: Vec<&str> = types.iter().map(|kind| &*kind.name).collect();
    let symmetric: Vec<bool> = types.iter().map(|kind| kind.symmetric).collect();

    let mut sql = Connection::open(path)?;
    sql.execute_batch("PRAGMA foreign_keys = off; PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1000000; PRAGMA temp_store = memory")?;
    let later = put_aside(&sql)?;
    let transaction = sql.transaction()?;
    {
        let sql = &transaction;
        put_entities(sql, entities)?;
        put_claims(sql, entities, claims, &names, &symmetric)?;
    }
    transaction.commit()?;
    eprintln!("rows are in");
    for statement in later {
        sql.execute_batch(&statement)?;
    }
    eprintln!("indexes are in");
    sql.execute_batch(
        "UPDATE entity SET degree = d.degree FROM (
           SELECT one, count(*) AS degree FROM (
             SELECT head AS one, tail AS other FROM relation WHERE strength > 0
             UNION SELECT tail, head FROM relation WHERE strength > 0) GROUP BY one) d
         WHERE entity.id = d.one;
         PRAGMA journal_mode = wal",
    )?;
    let count = |what: &str| sql.query_row(what, (), |row| row.get::<_, i64>(0));
    println!(
        "{} entities, {} claims, {} relations, most neighbours {}",
        count("SELECT count(*) FROM entity")?,
        count("SELECT count(*) FROM claim")?,
        count("SELECT count(*) FROM relation")?,
        count("SELECT max(degree) FROM entity")?
    );
    Ok(())
}

/// Drops indexes and triggers, and returns what makes them again: filling tables without them is many times as fast.
fn put_aside(sql: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut select = sql
        .prepare("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")?;
    let found: Vec<(String, String, String)> = select
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (kind, name, _) in &found {
        sql.execute_batch(&format!("DROP {kind} {name}"))?;
    }
    Ok(found.into_iter().map(|(_, _, sql)| sql).collect())
}

/// The kind of the entity at a rank: states are spoken of most.
fn kind(number: u64) -> &'static str {
    match number {
        0..200 => "state",
        number => ["official", "organization", "official", "group", "place"][(number % 5) as usize],
    }
}

fn put_entities(sql: &Connection, entities: u64) -> rusqlite::Result<()> {
    let mut entity =
        sql.prepare("INSERT INTO entity (id, key, kind, name, known, generic, articles) VALUES (?, ?, ?, ?, 0, 0, 1)")?;
    let mut name = sql.prepare("INSERT INTO name (folded, entity, text, uses, lexical) VALUES (?, ?, ?, 1, 0)")?;
    let mut order: Vec<(String, u64)> = Vec::with_capacity(entities as usize);
    for number in 0..entities {
        let id = number as i64 + 1;
        let text = format!("entity {number}");
        entity.execute(params![id, format!("{}:{text}", kind(number)), kind(number), text])?;
        order.push((text, number));
    }
    // In the order of the table's key, so that it grows at its end.
    order.sort();
    for (text, number) in order {
        name.execute(params![text, number as i64 + 1, text])?;
    }
    Ok(())
}

#[derive(Default)]
struct Sum {
    claims: u32,
    stories: u32,
    last_article: i64,
    doubt: f64,
    modality: u8,
    first: u64,
    last: u64,
}

const MODALITIES: [Modality; 4] = [
    Modality::Actual,
    Modality::Claimed,
    Modality::Planned,
    Modality::Possible,
];

fn put_claims(
    sql: &Connection,
    entities: u64,
    claims: u64,
    names: &[&str],
    symmetric: &[bool],
) -> Result<(), Box<dyn Error>> {
    let mut article = sql.prepare(
        "INSERT INTO article (id, name, title, text, published, source, origin, words, hash, story, language, body)
         VALUES (?1, ?2, ?2, ?2, ?3, ?4, 'made up', 100, ?2, ?2, 'eng', ?1)",
    )?;
    let mut body = sql.prepare("INSERT INTO body (id, hash, story) VALUES (?1, ?2, ?2)")?;
    let mut appearance = sql.prepare(
        "INSERT INTO appearance (article, idx, entity, key, kind, name, known, generic, names, short, offices, part)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, 0, '[]', ?4)",
    )?;
    let mut sentence = sql.prepare("INSERT INTO sentence (id, article, start, text) VALUES (?, ?, ?, ?)")?;
    let mut claim = sql.prepare(
        "INSERT INTO claim (id, relation, article, head, tail, type, polarity, modality, date, day, sentence, evidence, confidence, rule)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?1, ?6, ?10, 'made up')",
    )?;
    let mut dice = Dice(1);
    // Of each entity, its articles, the last of these, and in how many claims it stands.
    let mut named: Vec<(u32, i64, u32)> = vec![(0, 0, 0); entities as usize];
    let mut relations: rustc_hash::FxHashMap<(u32, u32, u8, bool), u32> = rustc_hash::FxHashMap::default();
    let mut sums: Vec<Sum> = Vec::new();
    for number in 0..claims {
        let (id, place) = ((number / CLAIMS) as i64 + 1, number % CLAIMS);
        let day = (number / CLAIMS) * DAYS / claims.div_ceil(CLAIMS);
        let date = date(day);
        if place == 0 {
            let name = format!("article {id}");
            article.execute(params![id, name, date, format!("paper {}", id % 50)])?;
            body.execute(params![id, name])?;
        }
        // Every entity is named at least once.
        let one = if number < entities {
            number
        } else {
            dice.entity(entities)
        };
        let other = loop {
            let other = dice.entity(entities);
            if other != one {
                break other;
            }
        };
        let (head, tail) = if dice.below(2) == 0 { (one, other) } else { (other, one) };
        for (index, entity) in [head, tail].into_iter().enumerate() {
            let (articles, last, uses) = &mut named[entity as usize];
            *articles += u32::from(*last != id);
            *last = id;
            *uses += 1;
            let text = format!("entity {entity}");
            let key = format!("{}:{text}", kind(entity));
            let names = format!("[[\"{text}\",\"{text}\"]]");
            appearance.execute(params![
                id,
                (place * 2) as i64 + index as i64,
                entity as i64 + 1,
                key,
                kind(entity),
                text,
                names
            ])?;
        }
        let kind = dice.below(names.len() as u64) as usize;
        let affirmed = dice.below(20) > 0;
        let modality = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3][dice.below(10) as usize] as u8;
        let confidence = (0.3 + 0.69 * dice.unit()) as f32;
        let (low, high) = if symmetric[kind] && tail < head {
            (tail, head)
        } else {
            (head, tail)
        };
        let next = sums.len() as u32;
        let relation = *relations
            .entry((low as u32, high as u32, kind as u8, affirmed))
            .or_insert(next);
        if relation == next {
            sums.push(Sum {
                doubt: 1.0,
                modality: 3,
                first: day,
                ..Sum::default()
            });
        }
        let sum = &mut sums[relation as usize];
        sum.claims += 1;
        sum.modality = sum.modality.min(modality);
        sum.last = day;
        // Of two claims of one article the second adds nothing.
        if sum.last_article != id {
            sum.last_article = id;
            sum.stories += 1;
            sum.doubt *= 1.0 - f64::from(confidence);
        }
        sentence.execute(params![
            number as i64 + 1,
            id,
            place as i64 * 80,
            format!(
                "It is told that entity {head} {} entity {tail}, of which this is the sentence.",
                names[kind]
            )
        ])?;
        claim.execute(params![
            number as i64 + 1,
            i64::from(relation) + 1,
            id,
            (place * 2) as i64,
            (place * 2 + 1) as i64,
            names[kind],
            if affirmed {
                Polarity::Affirmed
            } else {
                Polarity::Negated
            }
            .name(),
            MODALITIES[modality as usize].name(),
            date,
            confidence
        ])?;
    }
    let mut insert = sql.prepare(
        "INSERT INTO relation (id, head, type, tail, polarity, modality, first_date, last_date, claims, sources, confidence, strength)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut entity = sql.prepare("UPDATE entity SET articles = ? WHERE id = ?")?;
    let mut name = sql.prepare("UPDATE name SET uses = ?1 WHERE folded = ?2 AND entity = ?3 AND text = ?2")?;
    for (number, (articles, _, uses)) in (0..).zip(named) {
        entity.execute([i64::from(articles), number + 1])?;
        name.execute(params![uses, format!("entity {number}"), number + 1])?;
    }
    let mut relations: Vec<_> = relations.into_iter().collect();
    relations.sort_unstable_by_key(|(_, place)| *place);
    for ((head, tail, kind, affirmed), place) in relations {
        let sum = &sums[place as usize];
        let (modality, confidence) = (MODALITIES[sum.modality as usize], (1.0 - sum.doubt) as f32);
        insert.execute(params![
            i64::from(place) + 1,
            i64::from(head) + 1,
            names[kind as usize],
            i64::from(tail) + 1,
            if affirmed {
                Polarity::Affirmed
            } else {
                Polarity::Negated
            }
            .name(),
            modality.name(),
            date(sum.first),
            date(sum.last),
            sum.claims,
            sum.stories,
            confidence,
            if affirmed {
                tie_strength(confidence, modality, sum.stories)
            } else {
                0.0
            }
        ])?;
    }
    Ok(())
}

/// A day in the twenty years since 2000.
fn date(day: u64) -> String {
    let start = jiff::civil::date(2000, 1, 1);
    start.saturating_add(jiff::Span::new().days(day as i64)).to_string()
}

/// Steele's SplitMix: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// From 0 up to, but not, 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// An entity by its rank, the first far more often than the last.
    fn entity(&mut self, entities: u64) -> u64 {
        let rank = (entities as f64 + 1.0).powf(1.0 - SLOPE);
        let drawn = (1.0 + self.unit() * (rank - 1.0)).powf(1.0 / (1.0 - SLOPE));
        ((drawn - 1.0) as u64).min(entities - 1)
    }
}
