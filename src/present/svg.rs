use std::collections::HashMap;
use std::io::{self, Write};

use super::exporter::xml;
use super::layout::{Place, layout};
use super::picture::{Arrows, arrow_dates, arrow_label, arrows, fill, quad_name, stroke, wrapped};
use crate::model::{Kind, Node, Quad};
use crate::query::SubgraphAnswer;

const MARGIN: f64 = 30.0;
const LEGEND: f64 = 120.0;
/// Up to how many arrows are named in the picture; more would hide it.
const NAMED: usize = 60;

/// A picture that needs nothing but a browser.
pub fn svg(out: &mut dyn Write, graph: &SubgraphAnswer) -> io::Result<()> {
    write_svg(out, graph, &arrows(&graph.edges))
}

/// The picture; its nodes and arrows are numbered in order (`data-n`, `data-a`), for whoever brings them to life.
pub fn write_svg(out: &mut dyn Write, graph: &SubgraphAnswer, arrows: &Arrows<'_>) -> io::Result<()> {
    let lines: Vec<Vec<String>> = graph.nodes.iter().map(|node| wrapped(&node.name, 18)).collect();
    let sizes: Vec<(f64, f64)> = lines.iter().map(|lines| size(lines)).collect();
    let index: HashMap<i64, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let places = layout(&sizes, &ties(arrows, &index));
    let right = places
        .iter()
        .map(|place| place.x + place.width / 2.0)
        .fold(0.0, f64::max);
    let bottom = places
        .iter()
        .map(|place| place.y + place.height / 2.0)
        .fold(LEGEND, f64::max);
    let (width, height) = (right + 2.0 * MARGIN + LEGEND, bottom + 2.0 * MARGIN);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"Helvetica, Arial, sans-serif\">"
    )?;
    writeln!(
        out,
        "<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    )?;
    writeln!(out, "<defs>")?;
    for quad in [Quad::Cooperation, Quad::Conflict, Quad::Structure] {
        writeln!(
            out,
            "<marker id=\"to-{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" \
             markerHeight=\"9\" orient=\"auto\"><path d=\"M0 1L10 5L0 9z\" fill=\"{}\"/></marker>",
            quad_name(quad),
            stroke(quad)
        )?;
    }
    writeln!(out, "</defs>\n<g transform=\"translate({MARGIN} {MARGIN})\">")?;
    write_arrows(out, arrows, &index, &places)?;
    for (at, node) in graph.nodes.iter().enumerate() {
        write_node(out, at, node, &lines[at], places[at])?;
    }
    write_legend(out, graph, right + MARGIN)?;
    writeln!(out, "</g>\n</svg>")
}

fn size(lines: &[String]) -> (f64, f64) {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    (longest as f64 * 6.9 + 16.0, lines.len() as f64 * 14.0 + 10.0)
}

/// Pairs with the pull between them, which grows slowly with what is told.
fn ties(arrows: &Arrows<'_>, index: &HashMap<i64, usize>) -> Vec<(usize, usize, f64)> {
    let mut pairs: std::collections::BTreeMap<(usize, usize), u32> = std::collections::BTreeMap::new();
    for ((head, tail, _, _), edges) in arrows {
        if let (Some(&head), Some(&tail)) = (index.get(head), index.get(tail)) {
            let claims: u32 = edges.iter().map(|edge| edge.claims).sum();
            *pairs.entry((head.min(tail), head.max(tail))).or_default() += claims;
        }
    }
    let weight = |claims: u32| 0.6 + 0.25 * f64::from(claims).ln();
    pairs
        .into_iter()
        .map(|((one, other), claims)| (one, other, weight(claims.max(1))))
        .collect()
}

fn write_arrows(
    out: &mut dyn Write,
    arrows: &Arrows<'_>,
    index: &HashMap<i64, usize>,
    places: &[Place],
) -> io::Result<()> {
    let pair = |head: i64, tail: i64| (head.min(tail), head.max(tail));
    let mut count: HashMap<(i64, i64), usize> = HashMap::new();
    for (head, tail, _, _) in arrows.keys() {
        *count.entry(pair(*head, *tail)).or_default() += 1;
    }
    let mut drawn: HashMap<(i64, i64), usize> = HashMap::new();
    for (at, ((head, tail, quad, negated), edges)) in arrows.iter().enumerate() {
        let (Some(&from), Some(&to)) = (index.get(head), index.get(tail)) else {
            continue;
        };
        let nth = drawn.entry(pair(*head, *tail)).or_default();
        let offset = (*nth as f64 - (count[&pair(*head, *tail)] as f64 - 1.0) / 2.0) * 34.0;
        *nth += 1;
        // Bent to one side for one direction: seen from the other end the same side is the other.
        let side = if head < tail { offset } else { -offset };
        let curve = Curve::between(places[from], places[to], side);
        let claims: u32 = edges.iter().map(|edge| edge.claims).sum();
        let both = edges.iter().all(|edge| edge.symmetric);
        let name = quad_name(*quad);
        let dash = match (negated, quad) {
            (true, _) => " stroke-dasharray=\"2 4\"",
            (_, Quad::Structure) => " stroke-dasharray=\"6 4\"",
            _ => "",
        };
        let title = format!("{}\n{}", arrow_label(edges), arrow_dates(edges));
        let title: Vec<String> = title.lines().map(xml).collect();
        writeln!(
            out,
            "<g class=\"arrow\" data-a=\"{at}\"><title>{}</title><path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"{dash}{}/>",
            title.join("&#10;"),
            curve.path(),
            stroke(*quad),
            (1.0 + f64::from(claims).ln() * 0.6).min(4.0),
            if both {
                String::new()
            } else {
                format!(" marker-end=\"url(#to-{name})\"")
            }
        )?;
        if arrows.len() <= NAMED {
            let (x, y) = curve.middle();
            writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"9\" text-anchor=\"middle\" fill=\"{}\" stroke=\"#fff\" \
                 stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                stroke(*quad),
                xml(&arrow_label(edges))
            )?;
        }
        writeln!(out, "</g>")?;
    }
    Ok(())
}

/// An arrow from the edge of one box to that of another, bent to a side.
struct Curve {
    from: (f64, f64),
    bend: (f64, f64),
    to: (f64, f64),
}

impl Curve {
    fn between(from: Place, to: Place, side: f64) -> Curve {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(1.0);
        let bend = (
            (from.x + to.x) / 2.0 - dy / length * side,
            (from.y + to.y) / 2.0 + dx / length * side,
        );
        Curve {
            from: border(from, bend, 0.0),
            bend,
            to: border(to, bend, 2.0),
        }
    }

    fn path(&self) -> String {
        let Curve { from, bend, to } = self;
        format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
            from.0, from.1, bend.0, bend.1, to.0, to.1
        )
    }

    fn middle(&self) -> (f64, f64) {
        let middle = |from: f64, bend: f64, to: f64| from / 4.0 + bend / 2.0 + to / 4.0;
        (
            middle(self.from.0, self.bend.0, self.to.0),
            middle(self.from.1, self.bend.1, self.to.1) + 3.0,
        )
    }
}

/// Where the line from a box's centre to a point leaves the box, with a little distance.
fn border(place: Place, towards: (f64, f64), distance: f64) -> (f64, f64) {
    let (dx, dy) = (towards.0 - place.x, towards.1 - place.y);
    if dx == 0.0 && dy == 0.0 {
        return (place.x, place.y);
    }
    let (half_width, half_height) = (place.width / 2.0 + distance, place.height / 2.0 + distance);
    let part = (half_width / dx.abs()).min(half_height / dy.abs()).min(1.0);
    (place.x + dx * part, place.y + dy * part)
}

fn write_node(out: &mut dyn Write, at: usize, node: &Node, lines: &[String], place: Place) -> io::Result<()> {
    // States are square, people round, the others in between.
    let round = match node.kind {
        Kind::State => 2.0,
        Kind::Official => place.height / 2.0,
        _ => 7.0,
    };
    write!(
        out,
        "<g class=\"node\" data-n=\"{at}\"><title>{} ({})</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" \
         rx=\"{round:.1}\" fill=\"{}\" stroke=\"#455a64\"/>",
        xml(&node.name),
        node.kind,
        (place.x - place.width / 2.0).max(0.0),
        (place.y - place.height / 2.0).max(0.0),
        place.width,
        place.height,
        fill(node.kind)
    )?;
    for (number, line) in lines.iter().enumerate() {
        let y = place.y - place.height / 2.0 + 16.0 + 14.0 * number as f64;
        write!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" font-size=\"12\" text-anchor=\"middle\">{}</text>",
            place.x,
            xml(line)
        )?;
    }
    writeln!(out, "</g>")
}

fn write_legend(out: &mut dyn Write, graph: &SubgraphAnswer, left: f64) -> io::Result<()> {
    writeln!(
        out,
        "<g class=\"legend\" font-size=\"11\" transform=\"translate({left:.0} 0)\">"
    )?;
    let mut row = 0.0;
    for kind in Kind::ALL
        .into_iter()
        .filter(|kind| graph.nodes.iter().any(|node| node.kind == *kind))
    {
        writeln!(
            out,
            "<rect y=\"{row}\" width=\"14\" height=\"11\" fill=\"{}\" stroke=\"#455a64\"/><text x=\"22\" y=\"{}\">{kind}</text>",
            fill(kind),
            row + 10.0
        )?;
        row += 17.0;
    }
    for quad in [Quad::Cooperation, Quad::Conflict, Quad::Structure] {
        if graph.edges.iter().any(|edge| edge.quad() == quad) {
            writeln!(
                out,
                "<path d=\"M0 {y}H16\" stroke=\"{}\" stroke-width=\"2\"/><text x=\"22\" y=\"{}\">{}</text>",
                stroke(quad),
                row + 10.0,
                quad_name(quad),
                y = row + 6.0
            )?;
            row += 17.0;
        }
    }
    if let (nodes @ 1.., edges) = graph.left_out {
        for (line, text) in [format!("not shown: {nodes} entities,"), format!("{edges} relations")]
            .iter()
            .enumerate()
        {
            writeln!(
                out,
                "<text y=\"{}\" font-size=\"9\">{text}</text>",
                row + 12.0 + 12.0 * line as f64
            )?;
        }
    }
    writeln!(out, "</g>")
}
