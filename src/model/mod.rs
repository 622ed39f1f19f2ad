//! Plain values that every stage shares. No I/O, no logic beyond what a value needs to be itself.

mod article;
mod claim;
mod coded;
mod codes;
mod coding;
mod date;
mod decision;
mod document;
mod dyad;
mod entity;
mod event;
mod explanation;
mod extraction;
mod graph;
mod kind;
mod likeness;
mod relation;
mod span;

pub use article::Article;
pub use claim::{Claim, Modality, Polarity};
pub use coded::{Candidate, Coded, CopyOf, Dropped, Incoming, KeyedClaim, Merged, StoryOf, Testimony, relation_id};
pub use codes::Codes;
pub use coding::{Change, ChangeKind, CodedClaim, Coding};
pub use date::{Date, Granularity};
pub use decision::{Act, Decision, Record};
pub use document::{DateMention, Document, Label, Mention, MentionForm, Tag, TimeRelation, Title, Token};
pub use dyad::{Dyad, DyadCode};
pub use entity::{Entity, Gender};
pub use event::{Actor, Event};
pub use explanation::{Explanation, Reason, Weight};
pub use extraction::Extraction;
pub use graph::{
    Appearance, Corroboration, Evidence, Mark, MarkRole, Name, Node, Person, Short, Telling, Witness, tie_strength,
};
pub use kind::Kind;
pub use likeness::{Argument, Likeness, Pair, Profile, Verdict};
pub use relation::{Quad, Relation, RelationClass, RelationType, is_symmetric};
pub use span::Span;
