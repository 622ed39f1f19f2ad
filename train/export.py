"""Writes the weight file that the binary embeds. Usage: export.py FOLDER NAME OUTPUT

Matrices become int8 with one scale a row, vectors stay f32. The layout is described in
src/understand/weights.rs. Auxiliary heads are left out.
"""

import collections
import pickle
import struct
import sys

import numpy
import torch
from spacy.strings import hash_string

from corpora import SHARED, read_treebank, unseen


class Writer:
    def __init__(self, path):
        self.out = open(path, "wb")
        self.out.write(b"RGLM0001")

    def record(self, name, kind, rows, columns, payload):
        encoded = name.encode()
        self.out.write(struct.pack("<H", len(encoded)) + encoded + struct.pack("<BII", kind, rows, columns) + payload)

    def floats(self, name, array):
        array = numpy.atleast_2d(array).astype("<f4")
        self.record(name, 0, *array.shape, array.tobytes())

    def bytes(self, name, array):
        scale = numpy.abs(array).max(1) / 127
        scale[scale == 0] = 1
        whole = numpy.round(array / scale[:, None]).astype("int8")
        self.record(name, 1, *array.shape, scale.astype("<f4").tobytes() + whole.tobytes())

    def text(self, name, lines):
        payload = "\n".join(lines).encode()
        self.record(name, 2, len(payload), 1, payload)

    def integers(self, name, array, width):
        payload = numpy.asarray(array).astype("<u4" if width == 4 else "<u2").tobytes()
        self.record(name, 3 if width == 4 else 4, len(array), 1, payload)


def lemma_lines(silver):
    """Forms whose lemma no rule could know: all inflected and dictionary forms of the treebank that are not names,
    and those of the news where they occur more than once."""
    counts = collections.Counter()
    for doc in read_treebank(f"{SHARED}/treebanks/ewt-train.conllu"):
        for word, tag, lemma in zip(doc.words, doc.upos, doc.lemmas):
            counts[word.lower().replace("’", "'"), tag, lemma] += 10
    for doc in silver:
        for word, tag, lemma in zip(doc.words, doc.upos, doc.lemmas):
            if tag in ("VERB", "NOUN", "ADJ") and word.isalpha():
                counts[word.lower(), tag, lemma.lower()] += 1
    best = {}
    for (form, tag, lemma), n in counts.most_common():
        if tag in ("PROPN", "PUNCT", "NUM", "X", "SYM") or "_" == lemma or n < 2 or "\t" in form:
            continue
        best.setdefault((form, tag), lemma)
    lines = []
    for (form, tag), lemma in sorted(best.items()):
        # A form that is its own lemma helps only as a verb, to tell "hope" from "hop".
        if form != lemma or tag in ("VERB", "ADJ"):
            lines.append(f"{form}\t{tag}\t{lemma}")
    return lines


def main(folder, name, output):
    saved = torch.load(f"{folder}/{name}.pt", weights_only=False)
    weights, vocabulary = saved["weights"], saved["vocabulary"]
    _, vector_rows = pickle.load(open(f"{folder}/vectors.pkl", "rb"))
    writer = Writer(output)
    for key, value in weights.items():
        if key.startswith("silver"):
            continue
        array = value.numpy()
        if array.ndim == 2 and not key.startswith(("embed.before", "embed.after", "start.", "parser.prior")):
            writer.bytes(key, array)
        else:
            writer.floats(key, array)
    for part, layers in saved["layers"].items():
        writer.text(f"{part}.layers", [f"{reach} {pieces}" for reach, pieces in layers])
    hashes = {}
    for word, row in sorted(vector_rows.items()):
        hashes.setdefault(hash_string(word) & 0xFFFFFFFF, row)
    keys = sorted(hashes)
    writer.integers("vector.hashes", keys, 4)
    writer.integers("vector.rows", [hashes[k] for k in keys], 2)
    writer.text("tags.upos", vocabulary["upos"])
    writer.text("tags.xpos", vocabulary["xpos"])
    writer.text("labels", vocabulary["labels"])
    writer.text("kinds", vocabulary["kinds"])
    silver = pickle.load(open(f"{folder}/silver.pkl", "rb"))
    writer.text("lemmas", lemma_lines(unseen(silver)))
    print(writer.out.tell(), "bytes")


main(*sys.argv[1:])
