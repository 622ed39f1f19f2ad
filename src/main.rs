fn main() {
    let start = std::time::Instant::now();
    let lexicon = relgraph::lexicon::Lexicon::embedded();
    eprintln!("lexicon {:?} entries {}", start.elapsed(), lexicon.entries().len());
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let article = relgraph::model::Article {
            id: path.clone(),
            text,
            ..Default::default()
        };
        let start = std::time::Instant::now();
        let d = relgraph::understand::understand(lexicon, &article);
        eprintln!("{:?} {} tokens", start.elapsed(), d.tokens.len());
        for s in &d.sentences {
            for i in s.clone() {
                let t = &d.tokens[i];
                let ms: Vec<String> = d
                    .mentions
                    .iter()
                    .filter(|m| m.tokens.contains(&i))
                    .map(|m| {
                        format!(
                            "{}{}:{:?}",
                            if m.head == i { "*" } else { "" },
                            d.entities[m.entity].name,
                            m.form
                        )
                    })
                    .collect();
                println!(
                    "{:3} {:16} {:6} {:14} {:3} {:12} {}",
                    i,
                    d.token_text(i),
                    t.tag,
                    t.lemma,
                    t.head,
                    t.label,
                    ms.join(" | ")
                );
            }
            println!();
        }
        for e in &d.entities {
            println!("{} {} {:?} {:?} {:?}", e.kind, e.name, e.code, e.state, e.names);
        }
        for t in &d.titles {
            println!(
                "{} holder {:?} serves {:?}",
                t.office,
                t.holder.map(|x| &d.entities[x].name),
                t.serves.map(|x| &d.entities[x].name)
            );
        }
    }
}
