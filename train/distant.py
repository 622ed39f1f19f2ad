"""Classes of words in unannotated news by the lists of data/actors and data/things, where those and the spans of
spaCy's medium model leave no doubt: names on a list have its kind, verbs and function words are outside."""

import os
import tomllib

from corpora import KINDS, normal, remember, tokenize_cached

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
TITLES = set("president minister premier chancellor secretary ambassador envoy spokesman spokeswoman general gen. sen. senator king queen "
             "prince pope chief leader commander governor mr. mr ms. mrs. mayor judge lawmaker diplomat".split())
FUNCTION = {"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "VERB", "ADV", "INTJ"}
AGENCIES = {"Reuters", "AP", "AFP", "Associated Press", "The Associated Press", "Agence France-Presse", "Xinhua", "BBC", "Guardian"}
OPEN = -1


class Lists:
    def __init__(self):
        entries = []  # (name, kind or None for "cannot tell", lower case too)
        for row in self.rows("actors/states.toml", "state"):
            entries += [(n, "state", False) for n in [row["name"], *row.get("aliases", []), *row.get("adjective", []), *row.get("people", []), *row.get("metonyms", [])]]
            entries += [(n, None, False) for n in [row.get("capital", "")] if n]
            entries += [(n, None, False) for n in row.get("ambiguous", [])]
        for path, table, kind in (("actors/organizations.toml", "organization", "organization"), ("actors/groups.toml", "group", "group"),
                                  ("actors/officials.toml", "official", "official"), ("things/materiel.toml", "materiel", "materiel"),
                                  ("things/agreements.toml", "agreement", "agreement")):
            for row in self.rows(path, table):
                lower = bool(row.get("generic"))
                entries += [(n, kind, lower) for n in [row["name"], *row.get("aliases", [])]]
                entries += [(n, None, lower) for n in row.get("ambiguous", [])]
                if kind == "official" and " " in row["name"]:
                    entries.append((row["name"].split()[-1], "surname", False))
        # Initials are written with points, too; a news agency in brackets is no party to anything.
        entries += [(".".join(n) + ".", kind, False) for n, kind, _ in entries if 2 <= len(n) <= 3 and n.isalpha() and n.isupper()]
        entries += [("N. Korea", "state", False), ("N.Korea", "state", False), ("S. Korea", "state", False)]
        entries = [(n, None if n in AGENCIES or lower else kind, lower) for n, kind, lower in entries]
        remember([n for n, _, _ in entries])
        self.kinds, self.surnames = {}, set()
        for name, kind, lower in entries:
            words = tuple(tokenize_cached(name))
            if not words:
                continue
            if kind == "surname":
                self.surnames.add(words[-1])
                continue
            for form in {words, tuple(w.lower() for w in words)} if lower else {words}:
                # A name of two kinds is no evidence.
                self.kinds[form] = kind if self.kinds.get(form, kind) == kind else None
        self.longest = min(8, max(map(len, self.kinds)))

    @staticmethod
    def rows(path, table):
        with open(os.path.join(DATA, path), "rb") as file:
            return tomllib.load(file).get(table, [])

    def classes(self, doc):
        """A class number a token, or OPEN."""
        n = len(doc.words)
        words = [normal(w) for w in doc.words]
        words = [w.title() if len(w) > 4 and w.isupper() else w for w in words]
        covered = [None] * n
        for a, b, label in doc.spans:
            for i in range(a, b):
                covered[i] = (a, b, label)
        found = [OPEN] * n
        for i in range(n):
            if doc.upos[i] in FUNCTION and not covered[i]:
                found[i] = 0
            elif covered[i] and covered[i][2] in ("DATE", "TIME", "PERCENT", "MONEY", "ORDINAL"):
                found[i] = 0
        i = 0
        while i < n:
            for length in range(min(self.longest, n - i), 0, -1):
                form = tuple(words[i : i + length])
                if form in self.kinds:
                    break
            else:
                i += 1
                continue
            kind = self.kinds[form]
            edge = covered[i]
            # Part of a longer name that the lists do not have, or a plain word: leave open.
            longer = edge and edge[2] not in ("DATE", "TIME") and (edge[1] > i + length or edge[0] < i - 1 and edge[2] in ("ORG", "PERSON", "FAC"))
            plain = not edge and kind not in ("materiel", "agreement") and not any(doc.upos[j] == "PROPN" for j in range(i, i + length))
            if kind is None or longer or plain:
                found[i : i + length] = [OPEN] * length
            else:
                self.mark(found, i, i + length, kind)
            i += length
        for a, b, label in doc.spans:
            start = a + 1 if words[a].lower() in ("the", "a", "an") else a
            end = b - 1 if words[b - 1] in ("'s", "'") else b
            if end <= start or any(found[i] > 0 for i in range(start, end)):
                continue
            if label == "PERSON":
                before = words[start - 1].lower() if start else ""
                if before in TITLES or words[end - 1] in self.surnames:
                    self.mark(found, start, end, "official")
                    continue
            elif label in ("GPE", "LOC") and tuple(words[start:end]) not in self.kinds and doc.upos[start] == "PROPN" and not doc.words[start].isupper():
                self.mark(found, start, end, "place")
                continue
            if label not in ("DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "CARDINAL", "QUANTITY"):
                found[start:end] = [OPEN] * (end - start)
        return found

    @staticmethod
    def mark(found, a, b, kind):
        base = 1 + 4 * KINDS.index(kind)
        found[a:b] = [base + 3] if b - a == 1 else [base] + [base + 1] * (b - a - 2) + [base + 2]
