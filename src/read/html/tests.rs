use super::*;

/// A page of a made-up newspaper around a story of three paragraphs.
fn page_with(head: &str, body: &str) -> Article {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}</head><body>
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/world\">World</a></li></ul></nav>{body}
         <footer><p>Copyright of nobody. <a href=\"/terms\">Terms</a></p></footer></body></html>"
    );
    page(html.into_bytes(), None, None, "a".into(), "a.html").unwrap()
}

const STORY: &str = "<article><h1>Turkey takes delivery of missiles</h1><p>ANKARA &mdash; Turkey took delivery of missiles from \
    Russia on Friday, the defence ministry said, and it expects more of them in the coming weeks.</p><p>The United States \
    said that it would impose sanctions on Turkey, which it calls an ally, if the missiles were ever to be switched on.</p>\
    <p>Russia&#8217;s foreign minister, who was visiting, called the threats unhelpful, and promised further help.</p></article>";

#[test]
fn takes_the_story_out_of_its_frame() {
    let article = page_with(
        "<title>Turkey takes delivery of missiles | Daily Example</title>",
        STORY,
    );
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{}", article.text);
    assert!(
        paragraphs[0].starts_with("ANKARA — Turkey took delivery of missiles from Russia on Friday"),
        "{}",
        article.text
    );
    assert!(article.text.ends_with(
        "Russia’s foreign minister, who was visiting, called the threats unhelpful, and promised further help."
    ));
    for frame in ["Home", "Copyright", "Terms"] {
        assert!(!article.text.contains(frame), "{frame}");
    }
    assert!(article.title.unwrap().starts_with("Turkey takes delivery of missiles"));
}

#[test]
fn believes_what_a_page_says_of_itself() {
    let check = |head: &str, expected: &str| {
        let article = page_with(head, STORY);
        let part = |part: Option<String>| part.unwrap_or_default();
        let found = [
            part(article.title),
            part(article.date.map(|date| date.to_string())),
            part(article.source),
            part(article.url),
            part(article.byline),
        ];
        assert_eq!(found.join("|"), expected, "{head}");
    };
    let linked = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"}, {"@type": "NewsArticle",
        "headline": "A &amp; B", "datePublished": "2019-07-12T10:00:00Z", "author": [{"name": "Ann"}, {"name": "Bo"}],
        "publisher": {"name": "Example Wire"}, "mainEntityOfPage": {"@id": "https://example.org/a"}}]}</script>"#;
    check(linked, "A & B|2019-07-12|Example Wire|https://example.org/a|Ann, Bo");
    let graph = r#"<meta property="og:title" content="A &quot;B&quot;"><meta content="2019-07-12T10:00:00+02:00" property='article:published_time'>
        <meta property=og:site_name content=Example><meta name="author" content="Ann"><link rel="canonical" href="https://example.org/b">"#;
    check(graph, "A \"B\"|2019-07-12|Example|https://example.org/b|Ann");
    check(
        &(linked.to_string() + graph),
        "A & B|2019-07-12|Example Wire|https://example.org/a|Ann, Bo",
    );
    check(
        "<meta property=og:title content=T><meta name=date content=soon><meta name=pubdate content=2019-07-12>\
         <meta property=og:url content=https://www.example.org/c?x=1&amp;y=2>",
        "T|2019-07-12|example.org|https://example.org/c?x=1&y=2|"
            .replace("https://", "https://www.")
            .as_str(),
    );
    check(
        "<script type=\"application/ld+json\">{broken</script><meta property=og:title content=T>",
        "T||||",
    );
}

#[test]
fn pages_in_other_charsets() {
    let check = |html: &[u8], sent: Option<&str>| {
        let article = page(html.to_vec(), sent, None, "a".into(), "a").unwrap();
        assert_eq!(article.text, "Ministr Čapek řekl: žádné rakety.");
    };
    let text = b"<p>Ministr \xc8apek \xf8ekl: \xbe\xe1dn\xe9 rakety.</p>";
    check(&[b"<meta charset=\"iso-8859-2\">", text.as_slice()].concat(), None);
    check(
        &[
            b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'>",
            text.as_slice(),
        ]
        .concat(),
        None,
    );
    check(
        &[
            b"<?xml version='1.0' encoding='iso-8859-2'?><html>",
            text.as_slice(),
            b"</html>",
        ]
        .concat(),
        None,
    );
    check(text, Some("latin2"));
    check(
        "<meta charset=\"iso-8859-2\"><p>Ministr Čapek řekl: žádné rakety.</p>".as_bytes(),
        None,
    );
}

#[test]
fn strips_tags_from_what_is_no_whole_page() {
    let check = |html: &str, text: &str| assert_eq!(strip(html), text, "{html}");
    check("<p>One</p><p>two<br>three</p>", "One\n\ntwo\nthree");
    check("a <b>bold</b> word &amp; more", "a bold word & more");
    check("5 < 6 and 7 > 6", "5 < 6 and 7 > 6");
    check("<script>if (a < b) {}</script>x<style>p {}</style>", "x");
    check("<img alt=\"a > b\">x", "x");
    check("<!-- no --> x <!-- never closed", "x");
    check("<![CDATA[x < y]]>", "x < y");
    check("x <a href=\"", "x");
}

#[test]
fn deep_or_broken_pages_keep_their_words() {
    let check = |html: String, word: &str| {
        let article = page(html.into_bytes(), None, None, "a".into(), "a").unwrap();
        assert!(
            article.text.contains(word),
            "{}",
            article.text.chars().take(80).collect::<String>()
        );
    };
    let deep = 100_000;
    check(
        format!("<html>{}Turkey{}", "<div>".repeat(deep), "</div>".repeat(deep)),
        "Turkey",
    );
    check(format!("{}Turkey", "<b><i>".repeat(deep)), "Turkey");
    check(format!("{}Turkey", "<p>x</p>".repeat(deep)), "Turkey");
    check(format!("{}>Turkey", "<a \"".repeat(deep)), "Turkey");
    check(format!("{}<p>Turkey", "<!--".repeat(deep) + "-->"), "Turkey");
    check(format!("<p>Turkey {}", "</".repeat(deep)), "Turkey");
    check(format!("<p>Turkey <meta {}", "a= ".repeat(deep)), "Turkey");
    let nothing = page(b"<html><script>x</script></html>".to_vec(), None, None, "a".into(), "a").unwrap_err();
    assert_eq!(nothing.to_string(), "has no main text");
}
