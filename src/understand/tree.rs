//! The best tree of a sentence from the scores of its arcs.

/// How far two sums of the same scores may be apart.
const ROUNDING: f32 = 0.01;

/// Scores `[n, 1 + n]` row by row: row = dependent, column 0 = the root, column h + 1 = head h.
/// Returns the head of each token; `None` for the one root.
///
/// The best head of each token is tried first, which nearly always is a tree. Where it is not, the three
/// likeliest roots are tried with Chu and Liu's and Edmonds' algorithm, and the best tree wins.
pub fn best_tree(scores: &[f32], n: usize) -> Vec<Option<usize>> {
    if n == 0 || scores.len() < n * (n + 1) {
        return Vec::new();
    }
    let row = |i: usize| &scores[i * (n + 1)..(i + 1) * (n + 1)];
    let greedy: Vec<Option<usize>> = (0..n).map(|i| argmax(row(i)).checked_sub(1)).collect();
    if greedy.iter().filter(|head| head.is_none()).count() == 1 && find_cycle(&greedy).is_none() {
        return greedy;
    }
    let mut roots: Vec<usize> = (0..n).collect();
    roots.sort_by(|&a, &b| row(b)[0].total_cmp(&row(a)[0]));
    let square: Vec<f32> = (0..n).flat_map(|i| row(i)[1..].iter().copied()).collect();
    // What the other tokens could have at best bounds the score of any tree under a root.
    let highest = |i: usize| row(i)[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let highest: Vec<f32> = (0..n).map(highest).collect();
    let all: f32 = highest.iter().sum();
    let mut best = (f32::NEG_INFINITY, greedy);
    for root in roots.into_iter().take(3) {
        if all - highest[root] + row(root)[0] + ROUNDING < best.0 {
            continue;
        }
        let heads = edmonds(&square, n, root);
        let score = |(i, head): (usize, &Option<usize>)| row(i)[head.map_or(0, |h| h + 1)];
        let total: f32 = heads.iter().enumerate().map(score).sum();
        if total >= best.0 {
            best = (total, heads);
        }
    }
    best.1
}

/// The first index of the largest value.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}

/// The maximum spanning arborescence of scores `[n dependents, n heads]` under `root`.
fn edmonds(scores: &[f32], n: usize, root: usize) -> Vec<Option<usize>> {
    let score = |dependent: usize, head: usize| {
        if dependent == head {
            f32::NEG_INFINITY
        } else {
            scores[dependent * n + head]
        }
    };
    let best_head = |dependent: usize| {
        (0..n)
            .filter(|h| *h != dependent)
            .max_by(|&a, &b| score(dependent, a).total_cmp(&score(dependent, b)).then(b.cmp(&a)))
    };
    let mut heads: Vec<Option<usize>> = (0..n).map(|i| if i == root { None } else { best_head(i) }).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    // The cycle becomes one node, the last; its best entry and exit are remembered.
    let outside: Vec<usize> = (0..n).filter(|i| !cycle.contains(i)).collect();
    let m = outside.len();
    let mut small = vec![f32::NEG_INFINITY; (m + 1) * (m + 1)];
    let mut entries = vec![0; m];
    let mut exits = vec![0; m];
    for (i, &token) in outside.iter().enumerate() {
        for (j, &head) in outside.iter().enumerate() {
            small[i * (m + 1) + j] = score(token, head);
        }
        for &member in &cycle {
            let gain = score(member, token) - heads[member].map_or(0.0, |h| score(member, h));
            if gain > small[m * (m + 1) + i] {
                small[m * (m + 1) + i] = gain;
                entries[i] = member;
            }
            if score(token, member) > small[i * (m + 1) + m] {
                small[i * (m + 1) + m] = score(token, member);
                exits[i] = member;
            }
        }
    }
    let Some(small_root) = outside.iter().position(|&token| token == root) else {
        return heads;
    };
    let solved = edmonds(&small, m + 1, small_root);
    for (i, &token) in outside.iter().enumerate() {
        heads[token] = solved[i].map(|head| if head == m { exits[i] } else { outside[head] });
    }
    if let Some(entry) = solved[m].filter(|entry| *entry < m) {
        heads[entries[entry]] = Some(outside[entry]);
    }
    heads
}

fn find_cycle(heads: &[Option<usize>]) -> Option<Vec<usize>> {
    // 0 is not seen; otherwise one more than the token from which it was reached.
    let mut seen = vec![0; heads.len()];
    for start in 0..heads.len() {
        let mut at = Some(start);
        while let Some(i) = at.filter(|i| seen[*i] == 0) {
            seen[i] = start + 1;
            at = heads[i];
        }
        if let Some(first) = at.filter(|i| seen[*i] == start + 1) {
            let mut cycle = vec![first];
            let mut next = heads[first];
            while let Some(i) = next.filter(|i| *i != first) {
                cycle.push(i);
                next = heads[i];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_tree(heads: &[Option<usize>]) -> bool {
        heads.iter().filter(|head| head.is_none()).count() == 1 && find_cycle(heads).is_none()
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Tokens 0 and 1 prefer each other; 2 is the root.
        let scores = [
            -9.0, -9.0, 5.0, 1.0, //
            -9.0, 5.0, -9.0, 4.0, //
            3.0, 0.0, 0.0, -9.0,
        ];
        assert_eq!(best_tree(&scores, 3), [Some(1), Some(2), None]);
    }

    proptest! {
        #[test]
        fn any_scores_give_one_tree(n in 1_usize..12, values in proptest::collection::vec(-10.0_f32..10.0, 12 * 13)) {
            prop_assert!(is_tree(&best_tree(&values[..n * (n + 1)], n)));
        }
    }
}
