use std::collections::{BTreeSet, HashMap};

use crate::model::Incoming;

/// How an article stands to those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// One with this content has come in under its id or its page.
    Unchanged,
    /// It takes the place of another one, that came in under its id or its page; where that one stands.
    Replaces(String),
}

/// The articles so far, by id and page: what the store asks its tables, asked without a store, so that a
/// cluster can tell which articles are in the graph before there is one.
#[derive(Default)]
pub struct Standings {
    articles: HashMap<String, Incoming>,
    pages: HashMap<String, BTreeSet<String>>,
}

impl Standings {
    /// Takes in the next article.
    pub fn take(&mut self, article: Incoming) -> Standing {
        let page = article.page.as_ref();
        let by_page = || self.pages.get(page?)?.first().cloned();
        let known = match self.articles.contains_key(&article.id) {
            true => Some(article.id.clone()),
            false => by_page(),
        };
        let standing = match known {
            None => Standing::New,
            Some(id) if self.articles[&id].hash == article.hash => return Standing::Unchanged,
            Some(id) => Standing::Replaces(self.forget(&id)),
        };
        if let Some(page) = page {
            self.pages.entry(page.clone()).or_default().insert(article.id.clone());
        }
        self.articles.insert(article.id.clone(), article);
        standing
    }

    fn forget(&mut self, id: &str) -> String {
        let Some(article) = self.articles.remove(id) else {
            return String::new();
        };
        if let Some(ids) = article.page.and_then(|page| self.pages.get_mut(&page)) {
            ids.remove(id);
        }
        article.doc
    }
}
