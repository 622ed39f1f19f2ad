"""What the network sees of a word, the same as `src/understand/network` computes in Rust.

Each word has five features: its norm, first character, last three characters and shape, each hashed to four
rows of a table (the scheme of spaCy's MultiHashEmbed, so that its weights can start ours), and a row of
static word vectors. What lies before and after a token (nothing, blank, new line) is added per token.
"""

import numpy
from thinc.api import NumpyOps
from spacy.strings import hash_string

TABLE_ROWS = [5000, 1000, 2500, 2500]
SEEDS = [8, 9, 10, 11]
_ops = NumpyOps()
_QUOTES = {"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "``": '"', "''": '"', "‘": "'", "’": "'", "`": "'",
           "…": "...", "—": "-", "–": "-", "--": "-", "‑": "-", "€": "$", "£": "$", "¥": "$", "₹": "$", "us$": "$"}


def norm(word):
    """Lower case, with one form for each kind of quote, dash and currency."""
    lower = word.lower()
    if lower in _QUOTES:
        return _QUOTES[lower]
    return lower.replace("’", "'")


def shape(word):
    """"Xxxxx", "dd", "X.X.": runs of one class are cut at four."""
    if len(word) >= 100:
        return "LONG"
    out, last, run = [], "", 0
    for c in word:
        k = ("X" if c.isupper() else "x") if c.isalpha() else "d" if c.isdigit() else c
        run = run + 1 if k == last else 0
        last = k
        if run < 4:
            out.append(k)
    return "".join(out)


class WordTypes:
    """Gives every distinct word a number, and keeps the table rows of each in growing arrays."""

    def __init__(self, vector_rows):
        self.vector_rows = vector_rows
        self.ids = {}
        self.hashed = []  # per word: 4 features x 4 rows
        self.vectors = []
        self._array = None

    def __call__(self, word):
        found = self.ids.get(word)
        if found is None:
            found = self.ids[word] = len(self.ids)
            n = norm(word)
            keys = [n, word[0], word[-3:], shape(word)]
            rows = []
            for key, seed, size in zip(keys, SEEDS, TABLE_ROWS):
                ids = numpy.array([hash_string(key)], dtype="uint64")
                rows.append(_ops.hash(ids, seed)[0] % size)
            self.hashed.append(numpy.array(rows, dtype="int64"))
            self.vectors.append(self.vector_rows.get(n, 0))
            self._array = None
        return found

    def arrays(self):
        if self._array is None:
            self._array = numpy.stack(self.hashed), numpy.array(self.vectors, dtype="int64")
        return self._array
