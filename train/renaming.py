"""Other names in the annotated documents: "Lavrov" of a text becomes "Rouhani", "Turkish" becomes "Peruvian", everywhere in it.

So a span and its kind are learned from what stands around it, not from a few thousand names by heart. A name gives way
only to one of the same kind, length and spelling (capitalised, capitals, lower case); common nouns stay."""

import collections
import random

from corpora import remember, tokenize_cached
from distant import Lists

RENAMED_DOCUMENTS, RENAMED_NAMES = 0.5, 0.5
FILES = (("actors/organizations.toml", "organization"), ("actors/groups.toml", "group"))


def spelling(words):
    """"Xx X x": how each word is written."""
    return " ".join("X" if len(w) > 1 and w.isupper() else "Xx" if w[:1].isupper() else "x" for w in words)


class Names:
    def __init__(self, documents):
        """The names of the documents and of the lists, by kind and form."""
        self.pools = collections.defaultdict(list)
        self.state_forms = {}
        states = Lists.rows("actors/states.toml", "state")
        forms = [(form, name) for row in states for form, names in (
            ("name", [row["name"]]), ("adjective", row.get("adjective", [])), ("people", row.get("people", [])),
            ("capital", [row["capital"]] if row.get("capital") else [])) for name in names]
        officials = [row["name"] for row in Lists.rows("actors/officials.toml", "official")]
        listed = [(kind, name) for path, kind in FILES for row in Lists.rows(path, kind) if not row.get("generic")
                  for name in [row["name"], *row.get("aliases", [])]]
        listed += [("place", name.split("|")[0]) for row in Lists.rows("things/places.toml", "cities") for name in row["names"]]
        remember([name for _, name in forms + listed] + officials)
        for form, name in forms:
            words = tuple(tokenize_cached(name))
            # A demonym is an adjective as often as a people: the first list that has it decides.
            self.state_forms.setdefault(words, ("state", form, len(words)))
        for words, key in self.state_forms.items():
            self.pools[key].append(words)
        kinds = collections.defaultdict(set)
        for doc in documents:
            for a, b, kind in doc.spans:
                kinds[tuple(doc.words[a:b])].add(kind)
        for words, found in kinds.items():
            if len(found) == 1 and "state" not in found:
                self.add(next(iter(found)), words)
        for kind, name in listed:
            words = tuple(tokenize_cached(name))
            if kinds.get(words, {kind}) == {kind} and words not in self.state_forms:
                self.add(kind, words)
        for name in officials:
            words = tuple(tokenize_cached(name))
            self.add("official", words)
            self.add("official", words[-1:])

    def add(self, kind, words):
        key = self.key(kind, words)
        if key:
            self.pools[key].append(words)

    def key(self, kind, words):
        if kind == "state":
            return self.state_forms.get(words)
        form = spelling(words)
        if kind not in ("official", "organization", "group", "place") or "X" not in form:
            return None
        return kind, form, len(words)

    def rename(self, doc):
        """The words of a document with some of its names replaced, each the same way throughout."""
        if random.random() >= RENAMED_DOCUMENTS:
            return doc.words
        words, chosen = list(doc.words), {}
        for a, b, kind in sorted(doc.spans, key=lambda s: s[0] - s[1]):
            old = tuple(doc.words[a:b])
            # Parts of a person's name go with the whole: the longest mentions come first.
            if (kind, old) not in chosen:
                pool = self.pools.get(self.key(kind, old), ())
                new = random.choice(pool) if pool and random.random() < RENAMED_NAMES else old
                chosen[kind, old] = new
                if kind == "official":
                    for one, other in zip(old, new):
                        chosen.setdefault((kind, (one,)), (other,))
            words[a:b] = chosen[kind, old]
        return words
