//! Where the gold's relations are lost on their way: for authors of rules.
//!
//! ```text
//! cargo run --release --example misses -- ../shared/gold/train > misses.tsv
//! cargo run --release --example misses -- --relations-only data/relations ../shared/gold/train > misses.tsv
//! ```
//!
//! The second reads the rules from their files as they are now, so that a new rule is tried without building anew.
//! One line a core relation that no rule proposes: the stage at which it is lost (`entity`: one end is not found,
//! `sentence`: no sentence names both, `rule`: no rule proposes the type), document, wanted triple, other
//! acceptable types, what rules propose there, the evidence, the sentence. Then, per rule, how often what
//! it proposes is in the gold (`right`), there with another type (`type`), or not at all (`wrong`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Parser;
use relgraph::cli::ontology::Ontology;
use relgraph::lexicon::Lexicon;
use relgraph::read::articles;
use relgraph::train::gold::{GoldRelation, align, read_gold};
use relgraph::train::relations::{Example, prepare};

#[derive(Parser)]
struct Misses {
    #[command(flatten)]
    ontology: Ontology,
    /// Folders of annotated documents (ID.json beside ID.txt).
    #[arg(required = true)]
    folders: Vec<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let misses = Misses::parse();
    let lexicon = misses.ontology.lexicon()?;
    let mut gold = Vec::new();
    for folder in misses.folders {
        for document in read_gold(&folder)? {
            let path = folder.join(format!("{}.txt", document.id));
            for article in articles(&[path]) {
                gold.push((document.clone(), article?));
            }
        }
    }
    let examples = prepare(lexicon, gold);
    let mut rules: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for example in &examples {
        print_misses(lexicon, example);
        count_rules(lexicon, example, &mut rules);
    }
    for (rule, [right, other, wrong]) in rules {
        println!("RULE\t{rule}\t{right} right\t{other} type\t{wrong} wrong");
    }
    Ok(())
}

fn print_misses(lexicon: &Lexicon, example: &Example) {
    let aligned = align(&example.document.entities, &example.gold);
    let name = |id: &str| {
        let entity = example.gold.entities.iter().find(|entity| entity.id == id);
        entity.map_or(id.to_string(), |entity| entity.name.clone())
    };
    let types = lexicon.relation_types();
    for relation in example.gold.relations.iter().filter(|relation| relation.core) {
        let is_head = |entity: usize| relation.heads().any(|id| aligned[entity] == Some(id));
        let is_tail = |entity: usize| relation.tails().any(|id| aligned[entity] == Some(id));
        let count = example.document.entities.len();
        let found = (0..count).any(is_head) && (0..count).any(is_tail);
        let of_pair =
            |instance: &&relgraph::relate::instances::Instance| is_head(instance.head) && is_tail(instance.tail);
        let instances: Vec<_> = example.reading.instances.iter().filter(of_pair).collect();
        let mut proposed = BTreeSet::new();
        for instance in &instances {
            for (indices, way) in [(&instance.forward, ""), (&instance.backward, "~")] {
                for index in indices {
                    let candidate = &example.reading.candidates[*index as usize];
                    let rule = candidate
                        .rule
                        .map_or("name", |rule| &lexicon.rules().rules[rule as usize].name);
                    proposed.insert(format!("{way}{}[{rule}]", types[candidate.relation].name));
                }
            }
        }
        let wanted: Vec<&str> = relation.types().collect();
        if wanted.iter().any(|wanted| {
            proposed
                .iter()
                .any(|name| name.trim_start_matches('~').starts_with(&format!("{wanted}[")))
        }) {
            continue;
        }
        let stage = match (found, instances.is_empty()) {
            (false, _) => "entity",
            (true, true) => "sentence",
            (true, false) => "rule",
        };
        println!(
            "{stage}\t{}\t{} {} {}\talso {}\trules {}\t{}\t{}",
            example.gold.id,
            name(&relation.head),
            relation.relation,
            name(&relation.tail),
            relation.also.join(","),
            Vec::from_iter(proposed).join(" "),
            relation.evidence.replace('\n', " "),
            sentence(example, relation),
        );
    }
}

fn sentence(example: &Example, relation: &GoldRelation) -> String {
    let document = &example.document;
    let Some(at) = document
        .text
        .find(&relation.evidence)
        .filter(|_| !relation.evidence.is_empty())
    else {
        return String::new();
    };
    let middle = at + relation.evidence.len() / 2;
    let token = document.tokens.partition_point(|token| token.span.end <= middle);
    let sentence = document.sentence_of(token.min(document.tokens.len() - 1));
    let span = document.span_of(&document.sentences[sentence]);
    document.text[span.range()].replace('\n', " ")
}

fn count_rules(lexicon: &Lexicon, example: &Example, rules: &mut BTreeMap<String, [usize; 3]>) {
    let aligned = align(&example.document.entities, &example.gold);
    let types = lexicon.relation_types();
    let mut seen = BTreeSet::new();
    for candidate in &example.reading.candidates {
        let Some(rule) = candidate.rule else { continue };
        if !seen.insert((candidate.head, candidate.tail, rule)) {
            continue;
        }
        let (Some(head), Some(tail)) = (aligned[candidate.head], aligned[candidate.tail]) else {
            continue;
        };
        let kind = &types[candidate.relation];
        let of_pair = |relation: &&GoldRelation| {
            let is = |a: &str, b: &str| relation.heads().any(|id| id == a) && relation.tails().any(|id| id == b);
            is(head, tail) || (kind.symmetric && is(tail, head))
        };
        let gold: Vec<_> = example.gold.relations.iter().filter(of_pair).collect();
        let outcome = if gold
            .iter()
            .any(|relation| relation.types().any(|name| name == &*kind.name))
        {
            0
        } else if gold.is_empty() {
            2
        } else {
            1
        };
        let rule = &lexicon.rules().rules[rule as usize].name;
        rules.entry(format!("{}\t{rule}", kind.name)).or_default()[outcome] += 1;
    }
}
