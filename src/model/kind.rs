use std::fmt;
use std::str::FromStr;

/// What an entity is: the eight kinds of the annotation guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    State,
    Official,
    Organization,
    Group,
    Agreement,
    Materiel,
    Place,
    Event,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::State,
        Kind::Official,
        Kind::Organization,
        Kind::Group,
        Kind::Agreement,
        Kind::Materiel,
        Kind::Place,
        Kind::Event,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::State => "state",
            Kind::Official => "official",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Agreement => "agreement",
            Kind::Materiel => "materiel",
            Kind::Place => "place",
            Kind::Event => "event",
        }
    }

    /// Whether a thing of this kind can act: states, officials, organizations and groups.
    pub fn is_actor(self) -> bool {
        matches!(self, Kind::State | Kind::Official | Kind::Organization | Kind::Group)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            let known: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            format!("unknown kind \"{name}\"; the kinds are {}", known.join(", "))
        })
    }
}
