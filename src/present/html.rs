use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::json;

use super::picture::{arrows, quad_name};
use super::svg::write_svg;
use crate::model::Evidence;
use crate::query::SubgraphAnswer;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// How many sentences of each relation the page holds.
pub const QUOTED: usize = 5;

/// A page of its own that needs no network: the picture, which may be moved, magnified and filtered, and the sentences
/// behind every arrow. The evidence is by the relations' ids.
pub fn html(
    out: &mut dyn Write,
    graph: &SubgraphAnswer,
    evidence: &HashMap<i64, Vec<Evidence>>,
    title: &str,
) -> io::Result<()> {
    let arrows = arrows(&graph.edges);
    let index: HashMap<i64, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let nodes: Vec<_> = graph
        .nodes
        .iter()
        .map(|node| json!({"name": node.name, "kind": node.kind, "key": node.key, "articles": node.articles}))
        .collect();
    let lines = arrows.iter().map(|((head, tail, quad, negated), edges)| {
        let edges: Vec<_> = edges
            .iter()
            .map(|edge| {
                let words = evidence.get(&edge.id).map(Vec::as_slice).unwrap_or_default();
                json!({
                    "type": &*edge.relation, "first": edge.first_date.map(|date| date.first_day().to_string()),
                    "last": edge.last_date.map(|date| date.last_day().to_string()), "claims": edge.claims,
                    "sources": edge.sources, "confidence": f64::from((edge.confidence * 100.0).round()) / 100.0,
                    "modality": edge.modality, "symmetric": edge.symmetric,
                    "evidence": words.iter().map(|words| json!({
                        "sentence": words.sentence, "source": words.source.as_ref().unwrap_or(&words.article),
                        "published": words.published, "title": words.title,
                        "url": words.url.as_ref().filter(|url| is_web(url)),
                        "marks": words.marks.iter().map(|mark| utf16(&words.sentence, mark.start, mark.end)).collect::<Vec<_>>(),
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "head": index.get(head), "tail": index.get(tail), "family": quad_name(*quad), "negated": negated,
            "edges": edges,
        })
    });
    let data = json!({"nodes": nodes, "arrows": lines.collect::<Vec<_>>()}).to_string();
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>",
        super::exporter::xml(title)
    )?;
    write_svg(out, graph, &arrows)?;
    writeln!(
        out,
        "</main>\n<aside>\n<h1>{}</h1>\n<p><input id=\"find\" type=\"search\" placeholder=\"find an entity\" aria-label=\"find an entity\"></p>\n\
         <p id=\"dates\"><label>from <input id=\"since\" type=\"date\"></label> <label>to <input id=\"until\" type=\"date\"></label></p>\n\
         <details open><summary>relations</summary><div id=\"types\"></div></details>\n<div id=\"told\"><p class=\"hint\">Click an entity \
         or an arrow to read who says so. Drag to move, turn the wheel to magnify.</p></div>\n</aside>",
        super::exporter::xml(title)
    )?;
    // `<` is all by which JSON could end a script.
    writeln!(
        out,
        "<script type=\"application/json\" id=\"graph\">{}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>",
        data.replace('<', "\\u003c")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029")
    )
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// A range of bytes as one of UTF-16's units, in which browsers count.
fn utf16(text: &str, start: usize, end: usize) -> [usize; 2] {
    let count = |to: usize| text.get(..to).map_or(0, |part| part.encode_utf16().count());
    [count(start), count(end)]
}
