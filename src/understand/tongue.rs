//! Which language an article is in.

use whatlang::{Detector, Lang, Script};

use crate::model::Article;

/// How much of an article is looked at.
const LOOKED_AT: usize = 4000;
/// Fewer letters than this tell nothing: a headline of names alone may be in any language.
const FEWEST_LETTERS: usize = 30;
/// English prose has one of [`FUNCTION_WORDS`] in every three words; no other language comes near it.
const FEWEST_FUNCTION_WORDS: usize = 10;

/// Words that hold English sentences together and are no words of other languages, or rare ones.
const FUNCTION_WORDS: [&str; 40] = [
    "the", "of", "to", "and", "that", "said", "was", "were", "for", "with", "by", "from", "has", "have", "had", "its",
    "his", "her", "their", "they", "which", "who", "would", "will", "been", "after", "between", "is", "are", "be",
    "it", "at", "on", "this", "but", "not", "an", "he", "over", "into",
];

/// The ISO 639-3 code of the language of an article's body, else of its headline; nothing where it is
/// too short to tell. In doubt it is English: what is taken for another language is not coded.
pub fn language_of(article: &Article) -> Option<&'static str> {
    let body = article.text.trim();
    let text = if letters(body) >= FEWEST_LETTERS {
        body
    } else {
        article.title.as_deref()?
    };
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    if letters(text) < FEWEST_LETTERS {
        return None;
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let function_words = words
        .iter()
        .filter(|word| FUNCTION_WORDS.contains(&word.as_str()))
        .count();
    if function_words * FEWEST_FUNCTION_WORDS >= words.len() {
        return Some(Lang::Eng.code());
    }
    let found = Detector::new().detect(text)?;
    let sure = found.script() != Script::Latin
        || (found.is_reliable() && words.len() >= 12 && function_words * 25 < words.len());
    match found.lang() {
        lang if sure => Some(lang.code()),
        _ => Some(Lang::Eng.code()),
    }
}

fn letters(text: &str) -> usize {
    text.chars().take(LOOKED_AT).filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::language_of;
    use crate::model::Article;

    #[test]
    fn tells_foreign_texts_and_keeps_what_may_be_english() {
        let check = |text: &str, expected: Option<&str>| {
            let article = Article {
                text: text.into(),
                ..Article::default()
            };
            assert_eq!(language_of(&article), expected, "{text}");
        };
        check(
            "The Turkish foreign minister said on Monday that Ankara would not give up the missiles.",
            Some("eng"),
        );
        check(
            "Recep Tayyip Erdogan, Mevlut Cavusoglu, Hulusi Akar, Sergei Lavrov, Sergei Shoigu",
            Some("eng"),
        );
        check("Turkey bought it.", None);
        check(
            "Der türkische Außenminister sagte am Montag, dass Ankara die Raketen nicht aufgeben werde, die es gekauft hat.",
            Some("deu"),
        );
        check(
            "El ministro de Asuntos Exteriores dijo el lunes que su país no renunciará a los misiles que compró el año pasado.",
            Some("spa"),
        );
        check(
            "Dışişleri Bakanı pazartesi günü yaptığı açıklamada, ülkesinin geçen yıl satın aldığı füzelerden vazgeçmeyeceğini söyledi.",
            Some("tur"),
        );
        check(
            "Министр иностранных дел заявил в понедельник, что страна не откажется от ракет.",
            Some("rus"),
        );
        check(
            "وقال وزير الخارجية يوم الاثنين إن بلاده لن تتخلى عن الصواريخ التي اشترتها",
            Some("ara"),
        );
    }
}
