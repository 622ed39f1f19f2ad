use std::io::{self, Write};

use crate::model::Document;

/// A document's sentences in CoNLL-U (universaldependencies.org/format), mentions in the last column.
pub fn conllu(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    for (number, sentence) in document.sentences.iter().enumerate() {
        let text = document.text_of(document.span_of(sentence));
        writeln!(out, "# sent_id = {}", number + 1)?;
        writeln!(
            out,
            "# text = {}",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        )?;
        for index in sentence.clone() {
            let token = &document.tokens[index];
            let head = if token.head == index {
                0
            } else {
                token.head - sentence.start + 1
            };
            let entity = document.mentions.iter().find(|mention| mention.tokens.contains(&index));
            let entity = entity.and_then(|mention| document.entities.get(mention.entity));
            let misc = entity.map_or_else(
                || "_".into(),
                |entity| format!("Entity={}", entity.key.replace([' ', '|'], "_")),
            );
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t_\t_\t{head}\t{}\t_\t{misc}",
                index - sentence.start + 1,
                document.token_text(index),
                token.lemma,
                token.tag,
                token.label,
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}
