"""Scores of a network in PyTorch; the figures of the README come from the Rust code, these steer training.

Usage: evaluate.py FOLDER NAME [TREEBANK...]
"""

import pickle
import sys

import torch

from corpora import LINE, SHARED, prepare_mentions, read_gold, read_treebank
from trees import arcs, tree


@torch.no_grad()
def parse_documents(network, vocabulary, types, documents):
    """Fills no document, yields for each: upos, xpos, sentence start scores, heads, labels, spans."""
    from train import collate

    for first in range(0, len(documents), 16):
        group = documents[first : first + 16]
        batch = collate(group, types)
        syntax, naming = network.encode(batch)
        for doc, offset in zip(group, batch["offsets"]):
            yield read_off(network, vocabulary, doc, syntax[offset : offset + len(doc.words)], naming[offset : offset + len(doc.words)])


def read_off(network, vocabulary, doc, x, naming):
    from train import sentences_of

    upos = [vocabulary.upos[i] for i in network.upos(x).argmax(1).tolist()]
    xpos = [vocabulary.xpos[i] for i in network.xpos(x).argmax(1).tolist()]
    starts = network.starts(x)
    heads, labels = [], []
    if doc.heads:
        table, lengths = sentences_of([doc], [0])
        for row, length in zip(table, lengths.tolist()):
            first = int(row[0])
            scores = network.parser.arcs(x, row[None, :length], torch.tensor([length]))[0].numpy()
            local = torch.from_numpy(tree(scores))
            absolute = torch.where(local < 0, -1, local + first)
            label_scores = network.parser.labels(x, torch.arange(first, first + length), absolute)
            heads.extend(absolute.tolist())
            labels.extend(vocabulary.labels[i] for i in label_scores.argmax(1).tolist())
    spans = decode_spans(network.spans(naming).log_softmax(1), vocabulary.kinds)
    return upos, xpos, starts, heads, labels, spans


def decode_spans(scores, kinds):
    """The best consistent BILUO path: [(first, last + 1, kind)]. scores [n, 1 + 4 K]."""
    n = len(scores)
    K = len(kinds)
    s = scores.numpy()
    # best_out[i]: best path where token i - 1 ends nothing open; open_k[i]: inside kind k after token i - 1.
    closed, open_ = 0.0, [-1e9] * K
    back = []
    for i in range(n):
        options = [(closed + s[i, 0], ("O",))]
        for k in range(K):
            base = 1 + 4 * k
            options.append((closed + s[i, base + 3], ("U", k)))
            options.append((open_[k] + s[i, base + 2], ("L", k)))
        new_open, steps = [], []
        for k in range(K):
            base = 1 + 4 * k
            begin, inside = closed + s[i, base], open_[k] + s[i, base + 1]
            new_open.append(max(begin, inside))
            steps.append("B" if begin >= inside else "I")
        best = max(options, key=lambda o: o[0])
        back.append((best[1], steps))
        closed, open_ = best[0], new_open
    spans, state, i = [], None, n - 1
    while i >= 0:
        best, steps = back[i]
        if state is None:
            if best[0] == "U":
                spans.append((i, i + 1, kinds[best[1]]))
            elif best[0] == "L":
                state = (best[1], i + 1)
        elif steps[state[0]] == "B":
            spans.append((i, state[1], kinds[state[0]]))
            state = None
        i -= 1
    return spans[::-1]


def prf(correct, predicted, gold):
    return 200.0 * correct / max(1, predicted + gold)


def evaluate(network, vocabulary, types, treebank, annotated):
    documents = read_treebank(treebank)
    n = upos_right = heads_right = both_right = 0
    arc_right = arc_found = arc_gold = 0
    start_right = start_found = start_gold = 0
    for doc, (upos, xpos, starts, heads, labels, _) in zip(documents, parse_documents(network, vocabulary, types, documents)):
        gold_heads = [-1 if h == i else h for i, h in enumerate(doc.heads)]
        for i in range(len(doc.words)):
            n += 1
            upos_right += upos[i] == doc.upos[i]
            heads_right += heads[i] == gold_heads[i]
            both_right += heads[i] == gold_heads[i] and labels[i] == doc.labels[i]
        right = arcs(doc.words, doc.upos, gold_heads, doc.labels)
        found = arcs(doc.words, doc.upos, heads, labels)
        arc_right += len(right & found)
        arc_found += len(found)
        arc_gold += len(right)
        # Sentences on gold tokens: a sentence is right when both its ends are.
        predicted = [i for i in range(len(doc.words)) if i == 0 or doc.gaps[i] == LINE or starts[i] > 0]
        bounds = lambda s: set(zip(s, s[1:] + [len(doc.words)]))
        start_right += len(bounds(predicted) & bounds(doc.starts))
        start_found += len(predicted)
        start_gold += len(doc.starts)
    scores = {"upos": 100 * upos_right / n, "uas": 100 * heads_right / n, "las": 100 * both_right / n,
              "arcs": prf(arc_right, arc_found, arc_gold), "sentences": prf(start_right, start_found, start_gold)}
    if annotated:
        documents = annotated
        right = found = wanted = unkinded = 0
        for doc, parsed in zip(documents, parse_documents(network, vocabulary, types, documents)):
            overlaps = lambda a, b: any(a < y and b > x for x, y in doc.ignored)
            predicted = {s for s in parsed[5] if not overlaps(s[0], s[1])}
            right += len(predicted & set(doc.spans))
            unkinded += len({s[:2] for s in predicted} & {s[:2] for s in doc.spans})
            found += len(predicted)
            wanted += len(doc.spans)
        scores |= {"spans": prf(right, found, wanted), "spans P": 100 * right / max(1, found), "spans R": 100 * right / max(1, wanted),
                   "unkinded": prf(unkinded, found, wanted)}
    return scores


def main():
    from features import WordTypes
    from network import Network
    from train import Vocabulary

    folder, name, *treebanks = sys.argv[1:]
    saved = torch.load(f"{folder}/{name}.pt", weights_only=False)
    vocabulary = Vocabulary.__new__(Vocabulary)
    vocabulary.__dict__.update(saved["vocabulary"])
    table, rows = pickle.load(open(f"{folder}/vectors.pkl", "rb"))
    network = Network(torch.tensor(table), vocabulary.sizes())
    network.load_state_dict(saved["weights"])
    network.eval()
    types = WordTypes(rows)
    prepare_mentions(f"{SHARED}/gold/dev")
    gold = read_gold(f"{SHARED}/gold/dev")
    for treebank in treebanks or ["ewt-dev", "ewt-test", "gum-dev", "gum-test"]:
        scores = evaluate(network, vocabulary, types, f"{SHARED}/treebanks/{treebank}.conllu", gold)
        gold = None
        print(treebank, " ".join(f"{k} {v:.2f}" for k, v in scores.items()))


if __name__ == "__main__":
    main()
