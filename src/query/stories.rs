use super::{Story, StoryArticle};
use crate::model::Date;
use crate::store::{Result, Store};

/// The stories that at least so many articles tell, the most told first.
pub fn stories(store: &Store, least: u64) -> Result<Vec<Story>> {
    let stories = store.stories(least)?.into_iter().map(|(story, articles)| {
        let dates = || articles.iter().filter_map(|article| article.published);
        Story {
            story,
            first_date: dates().min_by_key(Date::first_day),
            last_date: dates().max_by_key(Date::last_day),
            articles: articles
                .iter()
                .enumerate()
                .map(|(at, article)| StoryArticle {
                    // The earliest is what the others are copies of, as far as dates tell.
                    verbatim: at > 0 && articles[..at].iter().any(|before| before.text == article.text),
                    article: article.clone(),
                })
                .collect(),
        }
    });
    Ok(stories.collect())
}
