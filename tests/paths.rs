//! Paths are read from the database as far as the search comes; they must be what the whole graph would give.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use relgraph::model::{Modality, Node, Quad, RelationClass};
use relgraph::query::{Filter, PathOptions, Types, paths};
use relgraph::resolve::corroborate;
use relgraph::store::Store;

use super::graph::Sample;

const ACTORS: [&str; 8] = [
    "Turkey",
    "Russia",
    "Syria",
    "NATO",
    "Sergei Lavrov",
    "Ali Khan",
    "S-400",
    "police",
];
const TYPES: [&str; 4] = ["met-with", "accuses", "holds-office", "purchased"];

/// Articles of many claims among few actors, over many years.
fn articles() -> impl Strategy<Value = Vec<(String, String, String)>> {
    let line = (0..ACTORS.len(), 0..TYPES.len(), 0..ACTORS.len(), 0..6usize).prop_map(|(head, kind, tail, mark)| {
        let mark = [" ?", " !"].get(mark).unwrap_or(&"");
        let claim = format!("{} {} {}{mark}", ACTORS[head], TYPES[kind], ACTORS[tail]);
        format!("{claim} | It says: {claim}.")
    });
    let article = (0..9u8, 2000..2020u16, prop::collection::vec(line, 1..6))
        .prop_map(|(id, year, lines)| (format!("a{id}"), format!("{year}-0{}-01", 1 + id), lines.join("\n")));
    prop::collection::vec(article, 1..9)
}

fn options() -> impl Strategy<Value = PathOptions> {
    let filters = prop::sample::select(vec![
        Filter::default(),
        Filter::default(),
        Filter {
            families: vec![Quad::Cooperation, Quad::Structure],
            ..Filter::default()
        },
        Filter {
            not_types: vec!["met-with".into()],
            min_sources: 2,
            ..Filter::default()
        },
        Filter {
            as_of: Some(jiff::civil::date(2012, 1, 1)),
            ..Filter::default()
        },
        Filter {
            modalities: vec![Modality::Actual],
            since: Some(jiff::civil::date(2005, 1, 1)),
            ..Filter::default()
        },
    ]);
    (1..5usize, 1..6usize, any::<bool>(), filters).prop_map(|(count, max_hops, directed, filter)| PathOptions {
        count,
        max_hops,
        directed,
        filter,
        ..PathOptions::default()
    })
}

/// The whole graph: what a step costs from one to the other, and what it costs to pass.
struct Whole {
    steps: BTreeMap<i64, BTreeMap<i64, f64>>,
    tolls: BTreeMap<i64, Option<f64>>,
}

impl Whole {
    /// As the README tells it.
    fn of(store: &Store, options: &PathOptions) -> Whole {
        let types = Types::load(store).unwrap();
        let all = Filter::default().relations(store, &types, corroborate).unwrap();
        let newest = all.iter().filter_map(|relation| relation.last_date).max();
        let end = options.filter.until.min(options.filter.as_of).or(options.filter.as_of);
        let newest = newest.map(|date| end.map_or(date.last_day(), |end| end.min(date.last_day())));
        let mut near: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for relation in &all {
            near.entry(relation.head).or_default().insert(relation.tail);
            near.entry(relation.tail).or_default().insert(relation.head);
        }
        let toll = |node: &Node| {
            let degree = near.get(&node.id).map_or(0, BTreeSet::len) as f64;
            (node.id, (!node.generic).then(|| 0.35 * degree.ln()))
        };
        let mut steps: BTreeMap<i64, BTreeMap<i64, f64>> = BTreeMap::new();
        for relation in options.filter.relations(store, &types, corroborate).unwrap() {
            let modality = match relation.modality {
                Modality::Actual => 1.0,
                Modality::Claimed => 0.8,
                Modality::Planned => 0.7,
                Modality::Possible => 0.4,
            };
            let structure = types.class(&relation.relation) == RelationClass::Structure;
            let days = newest
                .unwrap()
                .since(relation.last_date.unwrap().last_day())
                .unwrap()
                .get_days();
            let age = 0.7 + 0.3 / 2f64.powf(f64::from(days.max(0)) / 365.25 / 10.0);
            let sources = f64::from(relation.sources);
            let kind = if structure { 0.6 } else { 1.0 };
            let strength = f64::from(relation.confidence) * modality * kind * age * sources / (sources + 1.0);
            let cost = 0.5 - strength.ln();
            let mut put = |from, to| {
                let known = steps.entry(from).or_default().entry(to).or_insert(cost);
                *known = known.min(cost);
            };
            put(relation.head, relation.tail);
            if !options.directed || types.symmetric(&relation.relation) {
                put(relation.tail, relation.head);
            }
        }
        Whole {
            steps,
            tolls: store.nodes().unwrap().iter().map(toll).collect(),
        }
    }

    /// All loopless paths from where one has come to its end, by trying all.
    fn walk(&self, path: &mut Vec<i64>, end: i64, cost: f64, left: usize, found: &mut Vec<(f64, Vec<i64>)>) {
        for (&to, step) in self.steps.get(&path[path.len() - 1]).into_iter().flatten() {
            if left == 0 || path.contains(&to) {
                continue;
            }
            path.push(to);
            if to == end {
                found.push((cost + step, path.clone()));
            } else if let Some(toll) = self.tolls[&to] {
                self.walk(path, end, cost + step + toll, left - 1, found);
            }
            path.pop();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paths_are_those_of_the_whole_graph(articles in articles(), options in prop::collection::vec(options(), 6)) {
        let sample = Sample::empty();
        let borrowed: Vec<(&str, &str, &str)> = articles.iter().map(|(id, date, lines)| (&**id, &**date, &**lines)).collect();
        sample.ingest(&borrowed);
        let store = Store::read(&sample.db()).unwrap();
        prop_assert_eq!(store.faults(relgraph::resolve::corroborate_further).unwrap(), Vec::<String>::new());
        let nodes = store.nodes().unwrap();
        for options in options {
            let whole = Whole::of(&store, &options);
            for (from, to) in nodes.iter().zip(nodes.iter().skip(1)) {
                let mut expected = Vec::new();
                whole.walk(&mut vec![from.id], to.id, 0.0, options.max_hops, &mut expected);
                expected.sort_by(|a, b| a.0.total_cmp(&b.0));
                let answer = paths(&store, from, to, &options, corroborate).unwrap();
                prop_assert_eq!(answer.paths.len(), expected.len().min(options.count));
                let mut seen = BTreeSet::new();
                for (path, (cost, _)) in answer.paths.iter().zip(&expected) {
                    prop_assert!((path.cost - cost).abs() < 1e-6, "{} is not {cost}", path.cost);
                    let mut places = vec![from.id];
                    places.extend(path.hops.iter().map(|hop| hop.to.id));
                    // The very path, though of equals another may come first.
                    let known = expected.iter().find(|(_, known)| *known == places);
                    prop_assert!(known.is_some_and(|(known, _)| (known - cost).abs() < 1e-6));
                    prop_assert!(path.hops.iter().all(|hop| !hop.evidence.is_empty()));
                    prop_assert!(seen.insert(places));
                }
            }
        }
    }
}
