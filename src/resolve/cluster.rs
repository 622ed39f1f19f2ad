use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Act, Decision, Pair, Verdict};

/// A key on its way into a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub key: String,
    pub known: bool,
    /// Whether any mention bears it now; a key that only decisions speak of names no entity.
    pub live: bool,
}

/// Which keys are one entity: for each live key, the key that names its entity.
///
/// Decisions come first, the latest before the earlier, so that the last word holds; then the sure
/// pairs, the most alike first. Nothing joins two keys that are known to be two: by a decision, by
/// the lexicon, or because they were compared and found different. Who could be either of two
/// that are different is neither.
pub fn cluster(members: &[Member], pairs: &[Pair], decisions: &[Decision]) -> BTreeMap<String, String> {
    let index: HashMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(at, member)| (&*member.key, at))
        .collect();
    let at = |key: &str| index.get(key).copied();
    let mut clusters = Clusters::new(members.len());
    let mut merges = Vec::new();
    let mut decisions: Vec<&Decision> = decisions.iter().collect();
    decisions.sort_by_key(|decision| std::cmp::Reverse(decision.id));
    for decision in decisions {
        for (one, other) in decision.apart() {
            if let (Some(one), Some(other)) = (at(one), at(other)) {
                clusters.forbid(one, other);
            }
        }
        if !matches!(decision.act, Act::Merge | Act::Alias) {
            continue;
        }
        let Some(one) = at(&decision.one) else { continue };
        for other in decision.other.iter().chain(&decision.parts).filter_map(|key| at(key)) {
            if clusters.join(one, other) {
                merges.push((decision.id, one));
            }
        }
    }
    // Two that the lexicon knows are two, unless a person joined them.
    let known: Vec<usize> = (0..members.len()).filter(|at| members[*at].known).collect();
    for (place, one) in known.iter().enumerate() {
        for other in &known[place + 1..] {
            clusters.forbid(*one, *other);
        }
    }
    let placed = pairs
        .iter()
        .filter_map(|pair| Some((pair, at(&pair.one)?, at(&pair.other)?)));
    let mut same = Vec::new();
    let mut different = BTreeSet::new();
    for (pair, one, other) in placed {
        match pair.verdict {
            Verdict::Same => same.push((pair, one, other)),
            Verdict::Different => {
                clusters.forbid(one, other);
                different.insert((one.min(other), one.max(other)));
            }
            Verdict::Doubtful => {}
        }
    }
    let differ = |one: usize, other: usize| {
        members[one].known && members[other].known || different.contains(&(one.min(other), one.max(other)))
    };
    let mut sides: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (_, one, other) in &same {
        sides.entry(*one).or_default().push(*other);
        sides.entry(*other).or_default().push(*one);
    }
    let torn = |at: usize| {
        let sides = &sides[&at];
        let mut pairs = sides
            .iter()
            .enumerate()
            .flat_map(|(place, one)| sides[place + 1..].iter().map(move |other| (*one, *other)));
        pairs.any(|(one, other)| differ(one, other))
    };
    same.retain(|(_, one, other)| !torn(*one) && !torn(*other));
    same.sort_by(|(a, ..), (b, ..)| {
        let score = b.likeness.score.total_cmp(&a.likeness.score);
        score.then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other)))
    });
    for (_, one, other) in same {
        clusters.join(one, other);
    }
    clusters.named(members, &merges)
}

/// Disjoint sets with walls between some of them.
struct Clusters {
    parents: Vec<usize>,
    walls: Vec<BTreeSet<usize>>,
}

impl Clusters {
    fn new(size: usize) -> Self {
        Clusters {
            parents: (0..size).collect(),
            walls: vec![BTreeSet::new(); size],
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    fn forbid(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // Those that are one already were joined by what weighs more.
        if one != other {
            self.walls[one].insert(other);
            self.walls[other].insert(one);
        }
    }

    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return true;
        }
        if self.walls[one].contains(&other) {
            return false;
        }
        self.parents[other] = one;
        for wall in std::mem::take(&mut self.walls[other]) {
            self.walls[wall].remove(&other);
            self.walls[wall].insert(one);
            self.walls[one].insert(wall);
        }
        true
    }

    /// Names each cluster by a live key: one that the lexicon knows, else the one that the latest
    /// merge keeps, else the fullest.
    fn named(&self, members: &[Member], merges: &[(i64, usize)]) -> BTreeMap<String, String> {
        let kept = |at: usize| merges.iter().filter(|(_, one)| *one == at).map(|(id, _)| *id).max();
        let rank = |at: usize| {
            let member = &members[at];
            let words = member.key.split(' ').count();
            let made = member.key.contains(['#', '@']);
            (member.known && kept(at).is_some(), member.known, kept(at), !made, words)
        };
        let mut names: BTreeMap<usize, usize> = BTreeMap::new();
        for at in (0..members.len()).filter(|at| members[*at].live) {
            let best = names.entry(self.root(at)).or_insert(at);
            let better = rank(at)
                .cmp(&rank(*best))
                .then_with(|| members[*best].key.cmp(&members[at].key));
            if better.is_gt() {
                *best = at;
            }
        }
        let live = (0..members.len()).filter(|at| members[*at].live);
        live.map(|at| (members[at].key.clone(), members[names[&self.root(at)]].key.clone()))
            .collect()
    }
}
