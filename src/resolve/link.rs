use crate::model::{Person, Short};

/// The person whom a surname means, if what the article says leaves exactly one.
///
/// The strongest ground that anybody has decides: state and office, state, office with the state
/// named nearby, office, and at last the state named nearby. Two people on one ground are
/// ambiguous, and then the surname stays a node of its own: a wrong merge costs more than a
/// missing one.
pub fn link<'p>(short: &Short, persons: &'p [Person]) -> Option<(&'p Person, &'static str)> {
    let grounds: Vec<(Ground, &Person)> = persons
        .iter()
        .filter_map(|person| Some((ground(short, person)?, person)))
        .collect();
    let (best, person) = *grounds.iter().max_by_key(|(ground, _)| *ground)?;
    let rivals = grounds.iter().filter(|(ground, _)| *ground == best).count();
    (rivals == 1).then_some((person, best.words()))
}

/// Why a surname may mean a person, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    StateNearby,
    Office,
    OfficeAndStateNearby,
    State,
    StateAndOffice,
}

impl Ground {
    fn words(self) -> &'static str {
        match self {
            Ground::StateNearby => "the surname, with the state named nearby",
            Ground::Office => "the surname and the office",
            Ground::OfficeAndStateNearby => "the surname and the office, with the state named nearby",
            Ground::State => "the surname and the state",
            Ground::StateAndOffice => "the surname, the state and the office",
        }
    }
}

fn ground(short: &Short, person: &Person) -> Option<Ground> {
    let office = short.offices.iter().any(|office| person.offices.contains(office));
    match &short.state {
        Some(state) if person.states.contains(state) => {
            Some(if office { Ground::StateAndOffice } else { Ground::State })
        }
        // Another state is another person, whatever the office.
        Some(_) if !person.states.is_empty() => None,
        Some(_) => office.then_some(Ground::Office),
        None => {
            let nearby = person.states.iter().any(|state| short.nearby.contains(state));
            match (office, nearby) {
                (true, true) => Some(Ground::OfficeAndStateNearby),
                (true, false) => Some(Ground::Office),
                // Somebody who holds a different office is not the one whose state is named nearby.
                (false, true) if short.offices.is_empty() => Some(Ground::StateNearby),
                _ => None,
            }
        }
    }
}
