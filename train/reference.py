"""What the network says in PyTorch, in f32, of the sample story: the Rust code with its bytes must say nearly the
same (`tests/language.rs`). Usage: reference.py FOLDER NAME OUTPUT

A line a token: word, coarse tag, fine tag, head (relative; 0 is the root), label, entity class; an empty line ends a
sentence, "# file" begins a text.
"""

import glob
import os
import pickle
import sys

import torch

from corpora import LINE, raw_document, tokenize
from evaluate import read_off
from features import WordTypes
from network import Network

ARTICLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "articles")


def article(path):
    """Title and body, as the pipeline reads the file; all lines of the body are paragraphs."""
    head, body = open(path, encoding="utf8").read().split("\n\n", 1)
    title = next(line.removeprefix("title: ") for line in head.split("\n") if line.startswith("title: "))
    return f"{title}\n\n{body}"


@torch.no_grad()
def main(folder, name, output):
    from train import Vocabulary, collate

    saved = torch.load(f"{folder}/{name}.pt", weights_only=False)
    vocabulary = Vocabulary.__new__(Vocabulary)
    vocabulary.__dict__.update(saved["vocabulary"])
    table, rows = pickle.load(open(f"{folder}/vectors.pkl", "rb"))
    network = Network(torch.tensor(table), vocabulary.sizes())
    network.load_state_dict(saved["weights"])
    network.eval()
    types = WordTypes(rows)
    paths = sorted(glob.glob(f"{ARTICLES}/*.txt"))
    texts = [article(path) for path in paths]
    with open(output, "w", encoding="utf8") as out:
        for path, text, tokens in zip(paths, texts, tokenize(texts)):
            doc = raw_document(text, tokens)
            batch = collate([doc], types)
            syntax, naming = network.encode(batch)
            here = slice(batch["offsets"][0], batch["offsets"][0] + len(doc.words))
            starts = network.starts(syntax[here]).tolist()
            doc.starts = [i for i, gap in enumerate(doc.gaps) if i == 0 or gap == LINE or starts[i] > 0]
            doc.heads = list(range(len(doc.words)))
            upos, xpos, _, heads, labels, spans = read_off(network, vocabulary, doc, syntax[here], naming[here])
            classes = ["-"] * len(doc.words)
            for a, b, kind in spans:
                classes[a:b] = [("B " if i == a else "I ") + kind for i in range(a, b)]
            print("#", os.path.basename(path), file=out)
            for i, word in enumerate(doc.words):
                if i in doc.starts and i:
                    print(file=out)
                head = heads[i] - i if heads[i] >= 0 else 0
                print(word, upos[i], xpos[i], head, labels[i], classes[i], sep="\t", file=out)
            print(file=out)


main(*sys.argv[1:])
