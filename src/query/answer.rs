use std::sync::Arc;

use serde::Serialize;

use crate::model::{Date, Evidence, Kind, Modality, Node, Polarity, Quad, Relation, RelationClass, Telling};
use crate::store::{Counts, PairCount};

/// A relation with the names of its ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edge {
    pub id: i64,
    pub head: i64,
    pub head_name: String,
    #[serde(rename = "type")]
    pub relation: Arc<str>,
    pub class: RelationClass,
    pub symmetric: bool,
    pub tail: i64,
    pub tail_name: String,
    pub polarity: Polarity,
    pub modality: Modality,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub claims: u32,
    pub sources: u32,
    pub confidence: f32,
}

impl Edge {
    pub fn new(relation: &Relation, class: RelationClass, symmetric: bool, head: &Node, tail: &Node) -> Self {
        Edge {
            id: relation.id,
            head: relation.head,
            head_name: head.name.clone(),
            relation: relation.relation.clone(),
            class,
            symmetric,
            tail: relation.tail,
            tail_name: tail.name.clone(),
            polarity: relation.polarity,
            modality: relation.modality,
            first_date: relation.first_date,
            last_date: relation.last_date,
            claims: relation.claims,
            sources: relation.sources,
            confidence: relation.confidence,
        }
    }

    pub fn quad(&self) -> Quad {
        self.class.quad()
    }
}

/// How two entities are connected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PathAnswer {
    pub from: Node,
    pub to: Node,
    pub max_hops: usize,
    /// The best first.
    pub paths: Vec<PathFound>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PathFound {
    pub cost: f64,
    /// How likely all hops are true: the product of their confidences.
    pub confidence: f32,
    pub hops: Vec<Hop>,
}

/// One step of a path: the best relation between two entities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hop {
    pub from: Node,
    pub to: Node,
    /// When it was gone, where the path is ordered in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// The relation, which may point against the step.
    pub relation: Edge,
    pub evidence: Vec<Evidence>,
    /// Everything else that ties the two, the most told first.
    pub also: Vec<Tie>,
}

/// A type of relation between two entities, and how often it is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    pub head_name: String,
    #[serde(rename = "type")]
    pub relation: Arc<str>,
    pub tail_name: String,
    pub symmetric: bool,
    pub claims: u32,
}

/// All that the graph knows of one entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityAnswer {
    pub entity: Node,
    /// All other names, the most used first.
    pub names: Vec<String>,
    pub groups: Vec<Group>,
    pub latest: Vec<Latest>,
}

/// An entity's relations of one type and direction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    #[serde(rename = "type")]
    pub relation: Arc<str>,
    pub class: RelationClass,
    pub symmetric: bool,
    /// Whether the entity is the head.
    pub outward: bool,
    pub others: Vec<Other>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Other {
    pub entity: Node,
    /// For `holds-office`.
    pub offices: Vec<String>,
    pub relation: Edge,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latest {
    pub relation: Edge,
    pub evidence: Evidence,
}

/// What the graph holds, in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatsAnswer {
    pub counts: Counts,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub kinds: Vec<(Kind, usize)>,
    /// Type, class, relations, claims.
    pub types: Vec<(Arc<str>, RelationClass, usize, u64)>,
    pub entities: Vec<Node>,
    pub pairs: Vec<PairCount>,
}

/// A story with the articles that tell it, in order of publication.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    pub story: String,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub articles: Vec<StoryArticle>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryArticle {
    #[serde(flatten)]
    pub article: Telling,
    /// Whether an earlier one is the same word for word.
    pub verbatim: bool,
}

/// A part of the graph.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubgraphAnswer {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// How many nodes and edges of the graph are not shown.
    pub left_out: (usize, usize),
}
