/// The codes by which event data names what a claim says.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Codes {
    /// PLOVER's event type ("root"), mode and contexts.
    pub plover: Option<String>,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    /// CAMEO's event code, with leading zeros.
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: Option<u8>,
    /// Goldstein's scale, -10 (conflict) to 10 (cooperation).
    pub goldstein: Option<f32>,
}
