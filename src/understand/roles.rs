//! The one table from the model's labels to the roles that rules speak of, so that the model may
//! change its scheme and no rule is touched.

use crate::lexicon::Role;
use crate::model::Label;

/// What a dependent with this label is to an active predicate; prepositions are told by the case word.
pub fn role_of(label: Label) -> Option<Role> {
    Some(match label {
        Label::Nsubj | Label::NsubjOuter => Role::Subject,
        Label::NsubjPass | Label::Obj => Role::Object,
        Label::OblAgent => Role::Subject,
        Label::Iobj => Role::Recipient,
        Label::NmodPoss => Role::Possessor,
        Label::Amod | Label::Compound | Label::NmodDesc | Label::NmodUnmarked => Role::Modifier,
        Label::Ccomp | Label::Xcomp => Role::Complement,
        _ => return None,
    })
}

/// Whether a dependent with this label hangs by a preposition.
pub fn is_prepositional(label: Label) -> bool {
    matches!(label, Label::Obl | Label::OblAgent | Label::Nmod)
}
