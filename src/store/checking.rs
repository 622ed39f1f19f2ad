//! Whether a database is sound: as a file, and as a graph.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OptionalExtension, Row};

use super::sums::{self, CorroborateFurther};
use super::{Result, Store, StoreError, traits};

/// How many faults of one kind are told.
const TOLD: i64 = 5;
/// Pages that a backup copies at once.
const PAGES: i32 = 1024;

/// What must not be found, each with the SQL that finds it and a text for each row.
const FAULTS: &[&str] = &[
    "SELECT 'the relation ' || r.id || ' counts ' || r.claims || ' claims, but has ' || count(c.id)
     FROM relation r LEFT JOIN claim c ON c.relation = r.id GROUP BY r.id HAVING r.claims <> count(c.id) OR count(c.id) = 0",
    "SELECT 'the relation ' || r.id || ' counts ' || r.sources || ' sources, but has ' || count(DISTINCT a.story)
     FROM relation r JOIN claim c ON c.relation = r.id JOIN article a ON a.id = c.article
     GROUP BY r.id HAVING r.sources <> count(DISTINCT a.story)",
    "SELECT 'the relation ' || r.id || ' is as strong as ' || r.strength || ', but ' || r.polarity || ' with confidence ' || r.confidence
     FROM relation r WHERE (r.strength > 0) <> (r.polarity = 'affirmed' AND r.head <> r.tail AND r.confidence > 0)",
    "SELECT 'the entity ' || e.key || ' counts ' || e.degree || ' neighbours, but has ' || coalesce(d.degree, 0)
     FROM entity e LEFT JOIN (
       SELECT one, count(*) AS degree FROM (SELECT head AS one, tail AS other FROM relation WHERE strength > 0
         UNION SELECT tail, head FROM relation WHERE strength > 0) GROUP BY one) d ON d.one = e.id
     WHERE e.degree <> coalesce(d.degree, 0)",
    "SELECT 'the claim ' || c.id || ' belongs to another relation than its head, type and tail say'
     FROM claim c JOIN relation r ON r.id = c.relation JOIN relation_type t ON t.name = r.type
     JOIN appearance h ON h.article = c.article AND h.idx = c.head
     JOIN appearance l ON l.article = c.article AND l.idx = c.tail
     WHERE c.type <> r.type OR c.polarity <> r.polarity
        OR NOT (h.entity = r.head AND l.entity = r.tail OR t.symmetric AND h.entity = r.tail AND l.entity = r.head)",
    "SELECT 'the entity ' || e.key || ' counts ' || e.articles || ' articles, but is in ' || count(DISTINCT a.article)
     FROM entity e LEFT JOIN appearance a ON a.entity = e.id
     GROUP BY e.id HAVING e.articles <> count(DISTINCT a.article) OR count(a.article) = 0",
    "SELECT 'the entity ' || e.key || ' counts ' || n.uses || ' uses of the name “' || n.text || '”, but has ' || coalesce(u.uses, 0)
     FROM name n JOIN entity e ON e.id = n.entity
     LEFT JOIN (SELECT a.entity, json_extract(j.value, '$[0]') AS text, json_extract(j.value, '$[1]') AS folded, count(*) AS uses
                FROM appearance a, json_each(a.names) j GROUP BY 1, 2, 3) u
       ON u.entity = n.entity AND u.text = n.text AND u.folded = n.folded
     WHERE n.uses <> coalesce(u.uses, 0)",
    "SELECT 'the article ' || a.name || ' is told to be of another story than its text'
     FROM article a LEFT JOIN body b ON b.id = a.body WHERE b.id IS NULL OR b.story <> a.story",
    "SELECT 'the text ' || b.hash || ' is kept without an article'
     FROM body b WHERE NOT EXISTS (SELECT 1 FROM article WHERE body = b.id)",
    "SELECT 'the texts ' || x.hash || ' and ' || y.hash || ' are the same, but not one story'
     FROM copy c JOIN body x ON x.id = c.one JOIN body y ON y.id = c.other WHERE NOT c.cut AND x.story <> y.story",
    "SELECT 'a band leads to the text ' || d.body || ', which is not there'
     FROM band d WHERE NOT EXISTS (SELECT 1 FROM body WHERE id = d.body)",
    "SELECT 'the key ' || c.key || ' is part of the entity ' || c.entity || ', which is part of ' || d.entity
     FROM cluster c JOIN cluster d ON d.key = c.entity",
];

impl Store {
    /// Everything that is wrong with the database, in words; nothing where it is sound.
    pub fn faults(&self, corroborate: CorroborateFurther) -> Result<Vec<String>> {
        self.tell(|sql| {
            let mut faults: Vec<String> = sql
                .prepare("PRAGMA integrity_check(20)")?
                .query_map((), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            faults.retain(|fault| fault != "ok");
            // What is torn as a file cannot be trusted to be read as a graph.
            if !faults.is_empty() {
                return Ok(faults);
            }
            let mut select = sql.prepare("PRAGMA foreign_key_check")?;
            let broken = select.query_map((), |row| {
                let (table, id): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
                let id = id.map(|id| format!(" {id}")).unwrap_or_default();
                Ok(format!(
                    "the {table}{id} refers to a {} that is not there",
                    row.get::<_, String>(2)?
                ))
            })?;
            faults.extend(broken.take(TOLD as usize).collect::<rusqlite::Result<Vec<_>>>()?);
            for fault in FAULTS {
                let limited = format!("SELECT * FROM ({fault}) LIMIT {TOLD}");
                let mut select = sql.prepare(&limited)?;
                for found in select.query_map((), |row| row.get(0))? {
                    faults.push(found?);
                }
            }
            faults.extend(sums_apart(sql, corroborate)?);
            faults.extend(traits_apart(sql)?);
            faults.extend(words_apart(sql)?);
            Ok(faults)
        })
    }

    /// Copies the database, as it is at this moment, to a new file. Others may go on reading and writing.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        let fail = |error| StoreError::of(to, error);
        let mut copy = Connection::open(to).map_err(fail)?;
        // A reader of the log that holds its own moment: no writer can make it start again.
        self.tell(|sql| sql.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema"))?;
        let copied = Backup::new(&self.connection, &mut copy)
            .and_then(|backup| backup.run_to_completion(PAGES, Duration::from_millis(20), None));
        self.tell(|sql| sql.execute_batch("COMMIT"))?;
        copied.map_err(fail)?;
        // One file, that can be moved about as it is.
        copy.pragma_update(None, "journal_mode", "delete").map_err(fail)?;
        copy.close().map_err(|(_, error)| fail(error))
    }
}

/// Where relations are not what their claims come to.
fn sums_apart(sql: &Connection, corroborate: CorroborateFurther) -> rusqlite::Result<Vec<String>> {
    let mut select = sql.prepare("SELECT id FROM relation ORDER BY id")?;
    let relations = select.query_map((), |row| row.get(0))?;
    let faults = relations.filter_map(|relation| {
        relation
            .and_then(|relation| sums::fault(sql, relation, corroborate))
            .transpose()
    });
    faults.take(TOLD as usize).collect()
}

/// Where the index of words is not what the sentences say: the sentences are indexed once more, beside the database, and
/// both indices are read in step. SQLite's own check of an index against its texts needs the right to write.
fn words_apart(sql: &Connection) -> rusqlite::Result<Option<String>> {
    let table = "SELECT sql FROM main.sqlite_schema WHERE name = 'sentence_words'";
    let table: Option<String> = sql.query_row(table, (), |row| row.get(0)).optional()?;
    let Some((_, tokenizer)) = table.as_deref().and_then(|table| table.split_once("tokenize")) else {
        return Ok(None);
    };
    sql.execute_batch(&format!(
        "DROP TABLE IF EXISTS temp.stored_words; DROP TABLE IF EXISTS temp.present_words; DROP TABLE IF EXISTS temp.present;
         CREATE VIRTUAL TABLE temp.present USING fts5 (text, content = '', tokenize{tokenizer};
         INSERT INTO temp.present (rowid, text) SELECT id, text FROM main.sentence;
         CREATE VIRTUAL TABLE temp.present_words USING fts5vocab ('temp', 'present', 'instance');
         CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab ('main', 'sentence_words', 'instance');"
    ))?;
    let (mut stored, mut present) = (
        sql.prepare("SELECT term, doc, offset FROM temp.stored_words")?,
        sql.prepare("SELECT term, doc, offset FROM temp.present_words")?,
    );
    let (mut stored, mut present) = (stored.query(())?, present.query(())?);
    type Instance = (String, i64, i64);
    let instance = |row: Option<&Row>| -> rusqlite::Result<Option<Instance>> {
        row.map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()
    };
    loop {
        let (indexed, said) = (instance(stored.next()?)?, instance(present.next()?)?);
        if indexed == said {
            match said {
                Some(_) => continue,
                None => return Ok(None),
            }
        }
        let first = [indexed, said].into_iter().flatten().min();
        return Ok(first.map(|(term, sentence, _)| {
            format!("the index of words and the sentence {sentence} do not agree on “{term}”; `relgraph search` cannot be trusted")
        }));
    }
}

/// Where the traits of keys are not what the articles say.
fn traits_apart(sql: &Connection) -> rusqlite::Result<Vec<String>> {
    let resolved: bool = sql.query_row(
        "SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'resolving')",
        (),
        |row| row.get(0),
    )?;
    if !resolved {
        return Ok(Vec::new());
    }
    sql.execute_batch("CREATE TEMP TABLE IF NOT EXISTS told (key, kind, value, uses, PRIMARY KEY (key, kind, value)) WITHOUT ROWID; DELETE FROM told")?;
    let mut count = sql.prepare("INSERT INTO told VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1")?;
    let articles: Vec<i64> = sql
        .prepare("SELECT id FROM article ORDER BY id")?
        .query_map((), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for article in articles {
        for told in traits::told(sql, article)? {
            for (kind, value) in told.traits() {
                count.execute((&told.key, kind, value))?;
            }
        }
    }
    let mut select = sql.prepare(&format!(
        "SELECT 'the key ' || coalesce(t.key, s.key) || ' counts ' || coalesce(s.uses, 0) || ' times the ' || coalesce(t.kind, s.kind)
           || ' “' || coalesce(t.value, s.value) || '”, but articles say so ' || coalesce(t.uses, 0) || ' times'
         FROM told t FULL JOIN trait s ON s.key = t.key AND s.kind = t.kind AND s.value = t.value
         WHERE coalesce(t.uses, 0) <> coalesce(s.uses, 0) LIMIT {TOLD}"
    ))?;
    let faults = select.query_map((), |row| row.get(0))?.collect();
    drop(count);
    faults
}
