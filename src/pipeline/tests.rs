use super::*;
use crate::model::Entity;

fn articles(count: usize) -> impl Iterator<Item = Result<Article, ReadError>> + Send {
    (0..count).map(|number| {
        Ok(Article {
            id: number.to_string(),
            origin: format!("{number}.txt"),
            ..Article::default()
        })
    })
}

fn ids(count: usize, jobs: usize, extract: &(impl Fn(&Article) -> Extraction + Sync)) -> Vec<String> {
    let mut ids = Vec::new();
    let done = extract_all_with(articles(count), jobs, extract, |outcome| -> Result<(), ()> {
        ids.push(outcome.map_or_else(|error| error.to_string(), |(article, _)| article.id));
        Ok(())
    });
    assert_eq!(done, Ok(()));
    ids
}

#[test]
fn order_is_kept_with_any_number_of_jobs() {
    // Work of very different length, so that workers overtake each other.
    let work = |article: &Article| {
        let rounds = article.id.parse::<usize>().unwrap_or(0) % 7 * 2000;
        let entities: Vec<Entity> = Vec::with_capacity((0..rounds).fold(0, |sum, next| (sum + next) % 5));
        Extraction {
            entities,
            ..Extraction::default()
        }
    };
    let one = ids(300, 1, &work);
    assert_eq!(one.len(), 300);
    for jobs in [0, 2, 3, 16] {
        assert_eq!(ids(300, jobs, &work), one, "{jobs} jobs");
    }
}

#[test]
fn a_panic_costs_one_article() {
    let found = ids(5, 2, &|article: &Article| {
        assert!(article.id != "3", "three is too many");
        Extraction::default()
    });
    assert_eq!(found[4], "4");
    assert_eq!(
        found[3],
        "3.txt: the program failed on this article (three is too many); please report it"
    );
}

#[test]
fn an_error_of_the_sink_ends_the_run() {
    let mut seen = 0;
    let done = extract_all_with(articles(100_000), 4, &|_: &Article| Extraction::default(), |_| {
        seen += 1;
        if seen == 10 { Err("full") } else { Ok(()) }
    });
    assert_eq!((done, seen), (Err("full"), 10));
}
