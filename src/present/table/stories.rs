use std::io::{self, Write};

use super::{BOLD, count, grid, grouped, period, styled};
use crate::query::Story;

/// Stories with the articles that tell them.
pub fn stories_table(out: &mut dyn Write, stories: &[Story], width: usize) -> io::Result<()> {
    for (index, story) in stories.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let dates = period(story.first_date, story.last_date);
        let told = count(story.articles.len() as u64, "article");
        writeln!(out, "{}  {dates}", styled(BOLD, &format!("{told} of one story")))?;
        let rows = story.articles.iter().map(|telling| {
            let article = &telling.article;
            vec![
                article.article.clone(),
                article.source.clone().unwrap_or_default(),
                article.published.map(|date| date.to_string()).unwrap_or_default(),
                grouped(article.words),
                if telling.verbatim { "verbatim" } else { "" }.to_string(),
                article.title.clone().unwrap_or_default(),
            ]
        });
        let header = ["article", "source", "published", "words", "", "title"];
        writeln!(out, "{}", grid(width, &header, &[3], rows))?;
    }
    Ok(())
}
