use crate::store::{Result, Rows, Store};

/// The graph in a form that two databases of the same articles and decisions share: by names and
/// keys, never by ids, sorted.
const VIEWS: [&str; 5] = [
    "SELECT 'entity' AS row, key, kind, name, code, state, generic, articles, aliases FROM entities ORDER BY key",
    "SELECT 'relation' AS row, h.key AS head, r.type, t.key AS tail, r.polarity, r.modality, r.first_date, r.last_date,
       r.claims, r.sources, r.confidence
     FROM relations r JOIN entities h ON h.id = r.head_id JOIN entities t ON t.id = r.tail_id
     ORDER BY h.key, r.type, t.key, r.polarity",
    "SELECT 'claim' AS row, c.article, h.key AS head, c.type, t.key AS tail, c.polarity, c.modality, c.speaker, c.office,
       c.date, c.day, c.sentence, c.evidence, c.confidence, c.rule
     FROM claims c JOIN entities h ON h.id = c.head_id JOIN entities t ON t.id = c.tail_id
     ORDER BY c.article, h.key, c.type, t.key, c.polarity, c.sentence, c.evidence, c.modality, c.rule, c.confidence,
       c.speaker, c.office, c.date",
    "SELECT 'article' AS row, id, title, published, source, url, words, claims, hash, story FROM articles ORDER BY id",
    "SELECT 'decision' AS row, decision, entity, other, name, articles FROM decisions WHERE undone IS NULL
     ORDER BY decision, entity, other, name, articles",
];

/// Entities, relations, claims, articles and the decisions that hold, one after the other.
pub fn dump(store: &Store) -> impl Iterator<Item = Result<Rows>> {
    VIEWS.iter().map(|sql| store.select(sql, &[]))
}
