//! Small slips of the parser that the words themselves give away, mended before anybody looks:
//! names torn apart, names taken for a second object, lemmas of rare verbs.

mod headlines;

use std::ops::Range;

use super::language::Parse;
use crate::lexicon::{Lexicon, TriggerKind};
use crate::model::{Label, Tag, Token};

pub fn repair(lexicon: &Lexicon, text: &str, parse: &mut Parse) {
    for token in &mut parse.tokens {
        if token.tag == Tag::Verb || (token.tag == Tag::Adj && matches!(fine(token), "VBN" | "VBG")) {
            lemma(lexicon, text, token);
        }
    }
    for sentence in parse.sentences.clone() {
        names(&mut parse.tokens, sentence.clone());
        headlines::headline(lexicon, text, &mut parse.tokens, sentence.clone());
        adjuncts(text, &mut parse.tokens, sentence.clone());
        twins(text, &mut parse.tokens, sentence.clone());
        between(text, &mut parse.tokens, sentence.clone());
        roles(&mut parse.tokens, sentence);
    }
    let has_case: Vec<bool> = {
        let mut out = vec![false; parse.tokens.len()];
        for token in &parse.tokens {
            if token.label == Label::Case && token.tag == Tag::Adp {
                out[token.head] = true;
            }
        }
        out
    };
    let mut particle = vec![false; parse.tokens.len()];
    for token in &parse.tokens {
        if token.label == Label::CompoundPrt {
            particle[token.head] = true;
        }
    }
    for token in &parse.tokens {
        if token.label == Label::Obj {
            particle[token.head] = false;
        }
    }
    for (i, (token, has_case)) in parse.tokens.iter_mut().zip(has_case).enumerate() {
        // "took over the bank": no preposition makes no adjunct.
        if !has_case && token.label == Label::Obl && token.head < i && particle[token.head] {
            token.label = Label::Obj;
        }
        // "railed against Trump": a preposition makes no object.
        if has_case && token.label == Label::Obj && matches!(token.tag, Tag::Noun | Tag::Propn | Tag::Pron) {
            token.label = Label::Obl;
        }
    }
}

fn fine(token: &Token) -> &'static str {
    super::language::FINE_TAGS
        .get(usize::from(token.fine))
        .copied()
        .unwrap_or("_")
}

/// "seeth" is no verb that any rule knows, "seethe" is.
fn lemma(lexicon: &Lexicon, text: &str, token: &mut Token) {
    let known = |word: &str| {
        lexicon
            .rules()
            .index
            .contains_key(&(TriggerKind::Verb, word.to_string()))
    };
    if known(&token.lemma) {
        return;
    }
    let surface = token.span.of(text).to_lowercase();
    let stem = surface
        .strip_suffix("ed")
        .or_else(|| surface.strip_suffix("ing"))
        .unwrap_or("");
    let mut forms = vec![format!("{}e", token.lemma), stem.to_string(), format!("{stem}e")];
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
    {
        forms.push(stem[..stem.len() - a.len_utf8()].to_string());
    }
    for (past, base) in IRREGULAR {
        if let Some(prefix) = surface.strip_suffix(past) {
            forms.push(format!("{prefix}{base}"));
        }
    }
    if let Some(form) = forms.into_iter().find(|form| form.len() > 2 && known(form)) {
        token.lemma = form;
        token.tag = Tag::Verb;
    }
}

/// Ends of irregular verbs, with or without a prefix ("overthrew", "retook").
const IRREGULAR: [(&str, &str); 17] = [
    ("lent", "lend"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("took", "take"),
    ("taken", "take"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("went", "go"),
    ("shook", "shake"),
    ("ran", "run"),
    ("drew", "draw"),
    ("drawn", "draw"),
    ("sought", "seek"),
    ("built", "build"),
    ("did", "do"),
];

/// The words of one name hang together: a later word never on something outside the name.
fn names(tokens: &mut [Token], sentence: Range<usize>) {
    let mut start = sentence.start;
    while start < sentence.end {
        let mut end = start;
        while end < sentence.end && tokens[end].tag == Tag::Propn {
            end += 1;
        }
        if end > start {
            name(tokens, start..end);
            // "with Donald Trump": what hangs on a later word hangs on the name.
            for i in sentence.clone() {
                let head = tokens[i].head;
                if (start..end).contains(&head)
                    && !(start..end).contains(&i)
                    && tokens[head].label == Label::Flat
                    && (start..end).contains(&tokens[head].head)
                    && tokens[i].tag != Tag::Punct
                {
                    tokens[i].head = tokens[head].head;
                }
            }
        }
        start = end.max(start + 1);
    }
}

fn name(tokens: &mut [Token], run: Range<usize>) {
    let outside = |tokens: &[Token], i: usize| tokens[i].head == i || !run.contains(&tokens[i].head);
    let torn: Vec<usize> = run
        .clone()
        .filter(|i| tokens[*i].label == Label::Flat && outside(tokens, *i))
        .collect();
    if torn.is_empty() {
        return;
    }
    let anchor = run
        .clone()
        .find(|i| tokens[*i].label != Label::Flat && outside(tokens, *i));
    let anchor = match anchor {
        Some(anchor) => anchor,
        None => {
            // The whole name hangs on another: it is what the verb between them lacks.
            let anchor = torn[0];
            let mut other = tokens[anchor].head;
            for _ in 0..8 {
                if tokens[other].label != Label::Flat || tokens[other].head == other {
                    break;
                }
                other = tokens[other].head;
            }
            let verb = tokens[other].head;
            if verb == other || run.contains(&verb) || run.contains(&other) {
                return;
            }
            let before = run.start < verb;
            let between = if before {
                run.end <= verb && verb < other
            } else {
                other < verb
            };
            if !between || !matches!(tokens[verb].tag, Tag::Verb | Tag::Adj | Tag::Noun) {
                return;
            }
            tokens[anchor].head = verb;
            tokens[anchor].label = if before { Label::Nsubj } else { Label::Obj };
            anchor
        }
    };
    for i in torn {
        if i != anchor {
            tokens[i].head = anchor;
        }
    }
}

/// Adjuncts that the parser hangs or calls wrongly: "stood by France" has no agent, "walked away from the deal" walks
/// from it, "swore loyalty to Putin" swears it.
fn adjuncts(text: &str, tokens: &mut [Token], sentence: Range<usize>) {
    let is_whole = sentence
        .clone()
        .last()
        .is_some_and(|last| tokens[last].span.of(text) == ".");
    for child in sentence.clone() {
        let head = tokens[child].head;
        let has = |tokens: &[Token], of: usize, labels: &[Label]| {
            sentence
                .clone()
                .any(|i| i != of && tokens[i].head == of && labels.contains(&tokens[i].label))
        };
        let is_active = tokens[head].tag == Tag::Verb && matches!(fine(&tokens[head]), "VBD" | "VBP" | "VBZ" | "VB");
        match tokens[child].label {
            // A headline drops the auxiliary, a sentence with a full stop does not.
            Label::OblAgent
                if (is_active || (fine(&tokens[head]) == "VBN" && is_whole))
                    && has(tokens, head, &[Label::Nsubj])
                    && !has(tokens, head, &[Label::Aux, Label::AuxPass, Label::NsubjPass]) =>
            {
                tokens[child].label = Label::Obl;
            }
            Label::Obl if tokens[head].tag == Tag::Adv && tokens[head].label == Label::Advmod && head + 8 >= child => {
                let verb = tokens[head].head;
                if verb != head && tokens[verb].tag == Tag::Verb && verb < head {
                    tokens[child].head = verb;
                }
            }
            Label::Advmod
                if tokens[child].tag == Tag::Noun
                    && is_active
                    && child == head + 1
                    && !has(tokens, head, &[Label::Obj, Label::Ccomp, Label::Xcomp])
                    && !has(tokens, child, &[Label::Case]) =>
            {
                tokens[child].label = Label::Obj;
            }
            _ => {}
        }
    }
}

/// Two fillers of one place side by side are one: "met its enemy India", "Russia, a signatory, refused".
fn twins(text: &str, tokens: &mut [Token], sentence: Range<usize>) {
    let is_noun = |token: &Token| token.tag == Tag::Noun;
    for second in sentence.start + 1..sentence.end {
        let label = tokens[second].label;
        if !matches!(label, Label::Nsubj | Label::NsubjPass | Label::Obj | Label::Obl) {
            continue;
        }
        let head = tokens[second].head;
        let first = (sentence.start..second)
            .rev()
            .find(|i| tokens[*i].head == head && tokens[*i].label == label);
        let Some(first) = first else { continue };
        if first == head || second == head {
            continue;
        }
        let subject = matches!(label, Label::Nsubj | Label::NsubjPass);
        // "Japan's apology to South Korea was welcomed": a preposition makes no subject.
        let case = (first + 1..second)
            .find(|i| tokens[*i].head == second && tokens[*i].label == Label::Case && tokens[*i].tag == Tag::Adp);
        if subject && case.is_some() && matches!(tokens[first].tag, Tag::Noun | Tag::Verb) {
            tokens[second].head = first;
            tokens[second].label = Label::Nmod;
            continue;
        }
        if is_noun(&tokens[first]) && tokens[second].tag == Tag::Propn && first + 1 == second {
            // What hangs on the noun stays there; its preposition governs the name.
            for i in sentence.clone() {
                if tokens[i].head == first && tokens[i].label == Label::Case && i < first && tokens[i].tag == Tag::Adp {
                    tokens[i].head = second;
                }
            }
            tokens[first].head = second;
            tokens[first].label = Label::NmodDesc;
        } else if subject && tokens[first].tag == Tag::Propn && is_noun(&tokens[second]) {
            let comma = (first + 1..second).filter(|i| tokens[*i].span.of(text) == ",").count();
            if comma == 1 && second - first <= 8 {
                tokens[second].head = first;
                tokens[second].label = Label::Appos;
            }
        }
    }
}

/// "founder of Blackwater and a supporter of Trump": a role is coordinated with a role, not with a name.
fn roles(tokens: &mut [Token], sentence: Range<usize>) {
    for second in sentence.clone() {
        let name = tokens[second].head;
        let noun = tokens[name].head;
        let is_role = tokens[second].label == Label::Conj
            && tokens[second].tag == Tag::Noun
            && tokens[name].tag == Tag::Propn
            && tokens[name].label == Label::Nmod
            && tokens[noun].tag == Tag::Noun
            && noun < name
            && name < second;
        let has = |head: usize, label: Label| {
            sentence
                .clone()
                .any(|i| i != head && tokens[i].head == head && tokens[i].label == label)
        };
        if is_role && has(second, Label::Det) && (tokens[noun].label == Label::Appos || has(noun, Label::Cop)) {
            tokens[second].head = noun;
        }
    }
}

/// "between A and B": what follows "and" is the second of the two.
fn between(text: &str, tokens: &mut [Token], sentence: Range<usize>) {
    for case in sentence.clone() {
        if tokens[case].label != Label::Case || !tokens[case].span.of(text).eq_ignore_ascii_case("between") {
            continue;
        }
        let first = tokens[case].head;
        if first <= case
            || sentence
                .clone()
                .any(|i| tokens[i].head == first && tokens[i].label == Label::Conj)
        {
            continue;
        }
        let mut and = first + 1;
        while and < sentence.end && matches!(tokens[and].tag, Tag::Propn) {
            and += 1;
        }
        if and >= sentence.end || tokens[and].span.of(text) != "and" {
            continue;
        }
        let mut next = and + 1;
        while next < sentence.end && matches!(tokens[next].tag, Tag::Det | Tag::Adj) {
            next += 1;
        }
        if next >= sentence.end || tokens[next].tag != Tag::Propn {
            continue;
        }
        // The head of the name that begins there.
        let mut second = next;
        while tokens[second].head != second
            && tokens[second].head > and
            && tokens[tokens[second].head].tag == Tag::Propn
        {
            second = tokens[second].head;
        }
        if tokens[second].head == first {
            continue;
        }
        let governor = tokens[second].head;
        tokens[and].head = second;
        tokens[second].head = first;
        let was = std::mem::replace(&mut tokens[second].label, Label::Conj);
        // The verb that lost its subject gets the noun before "between".
        let noun = tokens[first].head;
        if matches!(was, Label::Nsubj | Label::NsubjPass)
            && governor > second
            && noun < case
            && tokens[governor].head == noun
            && matches!(tokens[governor].label, Label::Conj | Label::Acl)
        {
            let (head, label) = (tokens[noun].head, tokens[noun].label);
            tokens[governor].head = if head == noun { governor } else { head };
            tokens[governor].label = label;
            tokens[noun].head = governor;
            tokens[noun].label = was;
        }
    }
}
