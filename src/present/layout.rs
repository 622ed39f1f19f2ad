//! Where the nodes of a picture stand: a force layout (Fruchterman and Reingold 1991) that begins at the same places
//! every time, so that the same graph is always drawn alike.

/// A node as a box with its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// How far from each other tied nodes like to be.
const SPACING: f64 = 150.0;
/// What draws everything to the middle, so that parts without a tie stay in the picture.
const GRAVITY: f64 = 0.06;
/// A turn that never lines up (the golden angle).
const TURN: f64 = 2.399_963_229_728_653;
/// How far apart boxes stay.
const GAP: f64 = 14.0;

/// Sets boxes of these sizes so that those with ties, of the weights given, are near each other and none overlap.
pub fn layout(sizes: &[(f64, f64)], ties: &[(usize, usize, f64)]) -> Vec<Place> {
    let mut places = spiral(sizes, ties);
    let rounds = if sizes.len() > 600 { 120 } else { 400 };
    for round in 0..rounds {
        let left = 1.0 - f64::from(round) / f64::from(rounds);
        step(&mut places, ties, SPACING * 0.9 * left * left + 0.5);
    }
    for _ in 0..200 {
        if !spread(&mut places) {
            break;
        }
    }
    to_origin(&mut places);
    places
}

/// The most tied in the middle, the others around them.
fn spiral(sizes: &[(f64, f64)], ties: &[(usize, usize, f64)]) -> Vec<Place> {
    let mut degree = vec![0usize; sizes.len()];
    for (one, other, _) in ties {
        degree[*one] += 1;
        degree[*other] += 1;
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(degree[*place]), *place));
    let mut places = vec![None; sizes.len()];
    for (rank, place) in order.into_iter().enumerate() {
        let (radius, angle) = (SPACING * 0.7 * (rank as f64).sqrt(), TURN * rank as f64);
        places[place] = Some(Place {
            x: radius * angle.cos(),
            y: radius * angle.sin(),
            width: sizes[place].0,
            height: sizes[place].1,
        });
    }
    places.into_iter().flatten().collect()
}

fn step(places: &mut [Place], ties: &[(usize, usize, f64)], most: f64) {
    let mut moves = vec![(0.0, 0.0); places.len()];
    for one in 0..places.len() {
        for other in one + 1..places.len() {
            let (dx, dy) = (places[one].x - places[other].x, places[one].y - places[other].y);
            let square = (dx * dx + dy * dy).max(1.0);
            let push = SPACING * SPACING / square;
            moves[one] = (moves[one].0 + dx * push, moves[one].1 + dy * push);
            moves[other] = (moves[other].0 - dx * push, moves[other].1 - dy * push);
        }
    }
    for &(one, other, weight) in ties {
        let (dx, dy) = (places[one].x - places[other].x, places[one].y - places[other].y);
        let pull = (dx * dx + dy * dy).sqrt() / SPACING * weight;
        moves[one] = (moves[one].0 - dx * pull, moves[one].1 - dy * pull);
        moves[other] = (moves[other].0 + dx * pull, moves[other].1 + dy * pull);
    }
    for (place, (dx, dy)) in places.iter_mut().zip(moves) {
        let (dx, dy) = (
            dx - place.x * GRAVITY * SPACING / 10.0,
            dy - place.y * GRAVITY * SPACING / 10.0,
        );
        let length = (dx * dx + dy * dy).sqrt();
        if length > 0.0 {
            let part = length.min(most) / length;
            place.x += dx * part;
            // Screens are wider than high.
            place.y += dy * part * 0.8;
        }
    }
}

/// Pushes boxes that overlap apart; false once none do.
fn spread(places: &mut [Place]) -> bool {
    let mut moved = false;
    for one in 0..places.len() {
        for other in one + 1..places.len() {
            let (a, b) = (places[one], places[other]);
            let over_x = (a.width + b.width) / 2.0 + GAP - (a.x - b.x).abs();
            let over_y = (a.height + b.height) / 2.0 + GAP - (a.y - b.y).abs();
            if over_x <= 0.0 || over_y <= 0.0 {
                continue;
            }
            moved = true;
            if over_x < over_y {
                let way = if a.x < b.x { -over_x / 2.0 } else { over_x / 2.0 };
                places[one].x += way;
                places[other].x -= way;
            } else {
                let way = if a.y < b.y { -over_y / 2.0 } else { over_y / 2.0 };
                places[one].y += way;
                places[other].y -= way;
            }
        }
    }
    moved
}

fn to_origin(places: &mut [Place]) {
    let left = places
        .iter()
        .map(|place| place.x - place.width / 2.0)
        .fold(f64::INFINITY, f64::min);
    let top = places
        .iter()
        .map(|place| place.y - place.height / 2.0)
        .fold(f64::INFINITY, f64::min);
    for place in places {
        place.x -= left;
        place.y -= top;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_do_not_overlap_and_friends_are_near() {
        let sizes = vec![(80.0, 30.0); 40];
        let mut ties: Vec<(usize, usize, f64)> = (1..20).map(|other| (0, other, 1.0)).collect();
        ties.extend((21..40).map(|other| (20, other, 1.0)));
        let places = layout(&sizes, &ties);
        assert_eq!(places, layout(&sizes, &ties));
        let distance = |a: usize, b: usize| (places[a].x - places[b].x).hypot(places[a].y - places[b].y);
        for a in 0..40 {
            assert!(places[a].x >= 39.9 && places[a].y >= 14.9);
            for b in a + 1..40 {
                let (dx, dy) = ((places[a].x - places[b].x).abs(), (places[a].y - places[b].y).abs());
                assert!(dx >= 80.0 || dy >= 30.0, "{a} and {b} overlap");
            }
        }
        let mean =
            |pairs: &[(usize, usize)]| pairs.iter().map(|(a, b)| distance(*a, *b)).sum::<f64>() / pairs.len() as f64;
        let tied: Vec<(usize, usize)> = ties.iter().map(|(a, b, _)| (*a, *b)).collect();
        let strangers: Vec<(usize, usize)> = (1..20).map(|a| (a, a + 20)).collect();
        assert!(mean(&tied) < mean(&strangers));
        assert_eq!(layout(&[], &[]), []);
    }
}
