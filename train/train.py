"""Trains the language model. Usage: train.py FOLDER [--steps N] [--start spacy|random|CHECKPOINT] [--name NAME] ...

FOLDER holds silver.pkl (silver.py) and vectors.pkl (vectors.py); checkpoints and a log go there, too.
"""

import argparse
import math
import os
import pickle
import random
import tempfile
import time

import numpy
import torch
from torch.nn import functional as F

from corpora import (KINDS, LINE, SHARED, SPACE, Document, prepare_mentions, read_gold, read_treebank, unseen)
from evaluate import evaluate
from distant import Lists
from features import WordTypes
from network import Network
from renaming import Names
from restore import restore
from universal import convert_document

PAD = 6  # zeroed rows between documents; no layer reaches further at once


def cut(doc, limit):
    """Pieces of a document of whole sentences, each about `limit` tokens."""
    pieces, begin = [], 0
    ends = doc.starts[1:] + [len(doc.words)]
    starts = doc.starts
    for i, end in enumerate(ends):
        if end - starts[begin] >= limit or i == len(ends) - 1:
            pieces.append(part(doc, starts[begin], end, starts[begin : i + 1]))
            begin = i + 1
    return pieces


def part(doc, a, b, starts):
    piece = Document(doc.words[a:b], doc.gaps[a:b], [s - a for s in starts], name=doc.name)
    for name in ("upos", "xpos", "lemmas", "labels"):
        setattr(piece, name, getattr(doc, name)[a:b])
    piece.heads = [h - a for h in doc.heads[a:b]]
    piece.spans = [(s - a, e - a, k) for s, e, k in doc.spans if s >= a and e <= b]
    piece.ignored = [(s - a, e - a) for s, e in doc.ignored if s >= a and e <= b]
    piece.distant = doc.distant[a:b]
    return piece


HELD = 12  # one in so many documents of gold/train is held out to choose the checkpoint
# Of these kinds there are few: their documents come twice a round, and their tokens weigh more.
RARE, RARE_WEIGHT = ("agreement", "materiel", "event"), 1.6

SMALL = set("a an the and or but nor for of in on at to by as with from off up via than".split())


def title_case(words):
    return [w if (w.lower() in SMALL and i and random.random() < 0.5) or w.startswith(("'", "’", "n't")) else w[:1].upper() + w[1:]
            for i, w in enumerate(words)]


def headline(doc):
    """A copy in which some sentences are written as headlines: title case, capitals, no articles or auxiliaries."""
    if not doc.heads:
        return doc
    ends = doc.starts[1:] + [len(doc.words)]
    new = Document([], [], name=doc.name)
    place = {}
    broke = False
    for a, b in zip(doc.starts, ends):
        style = random.random()
        keep = list(range(a, b))
        words = doc.words[a:b]
        gap = doc.gaps[a]
        is_headline = style < 0.10 and b - a > 3
        if broke:
            gap = LINE
        broke = False
        if is_headline:
            has_children = set(doc.heads[i] for i in range(a, b) if doc.heads[i] != i)
            if random.random() < 0.7:
                droppable = {"det", "aux:pass", "cop", "aux"}
                keep = [i for i in keep if not (doc.labels[i] in droppable and i not in has_children
                        and doc.lemmas[i] in ("the", "a", "be") and random.random() < 0.9)]
            if random.random() < 0.8 and doc.words[keep[-1]] == "." and keep[-1] not in has_children and len(keep) > 1:
                keep.pop()
            words = [doc.words[i] for i in keep]
            kind = random.random()
            if kind < 0.65:
                words = title_case(words)
            elif kind < 0.8:
                words = [w.upper() for w in words]
            else:
                words = [words[0][:1].upper() + words[0][1:]] + words[1:]
            gap, broke = LINE, True
        elif style < 0.12:
            words = [w.lower() for w in words]
        elif style < 0.13:
            words = [w.upper() for w in words]
        new.starts.append(len(new.words))
        if doc.distant:
            new.distant.extend(doc.distant[i] for i in keep)
        for n, (i, word) in enumerate(zip(keep, words)):
            place[i] = len(new.words)
            new.words.append(word)
            new.gaps.append(gap if n == 0 else (doc.gaps[i] if i - 1 in place or n == 0 else SPACE))
            new.upos.append(doc.upos[i])
            new.xpos.append(doc.xpos[i])
            new.labels.append(doc.labels[i])
            new.heads.append(doc.heads[i])
    new.heads = [place[h] for h in new.heads]
    new.lemmas = []
    new.spans = [(place[s], place[e - 1] + 1, k) for s, e, k in doc.spans if s in place and e - 1 in place]
    return new


def recase(doc, names):
    """For the annotated mentions, which have no trees: other names, now and then a whole text in title case or capitals."""
    style = random.random()
    new = Document(names.rename(doc), doc.gaps, doc.starts, spans=doc.spans, ignored=doc.ignored)
    if style < 0.06:
        new.words = title_case(new.words)
    elif style < 0.08:
        new.words = [w.upper() for w in new.words]
    return new


def biluo(spans, length, kinds):
    """Class numbers: 0 outside, 1 + 4 k + (0 B, 1 I, 2 L, 3 U)."""
    tags = [0] * length
    for a, b, kind in spans:
        base = 1 + 4 * kinds[kind]
        if b - a == 1:
            tags[a] = base + 3
        else:
            tags[a] = base
            for i in range(a + 1, b - 1):
                tags[i] = base + 1
            tags[b - 1] = base + 2
    return tags


class Vocabulary:
    def __init__(self, documents, silver):
        names = lambda docs, field: sorted({v for d in docs for v in getattr(d, field)})
        self.upos = names(documents, "upos")
        self.xpos = names(documents, "xpos")
        self.labels = names(documents, "labels")
        self.silver_tags = names(silver, "xpos")
        self.silver_kinds = sorted({k for d in silver for _, _, k in d.spans})
        self.kinds = KINDS

    def sizes(self):
        return {k: len(getattr(self, k)) for k in ("upos", "xpos", "labels", "kinds", "silver_tags", "silver_kinds")}


def collate(documents, types):
    """Lays documents end to end with PAD rows around each; rows of each document begin at `offsets`."""
    rows, before, after, real, offsets = [], [], [], [], []
    for doc in documents:
        for _ in range(PAD):
            rows.append(0), before.append(0), after.append(0), real.append(0.0)
        offsets.append(len(rows))
        rows.extend(types(w) for w in doc.words)
        before.extend(doc.gaps)
        after.extend(doc.gaps[1:] + [LINE])
        real.extend([1.0] * len(doc.words))
    unique, inverse = numpy.unique(numpy.array(rows), return_inverse=True)
    hashed, vectors = types.arrays()
    return {"hashed": torch.from_numpy(hashed[unique]), "vectors": torch.from_numpy(vectors[unique]),
            "types": torch.from_numpy(inverse), "before": torch.tensor(before), "after": torch.tensor(after),
            "real": torch.tensor(real), "offsets": offsets}


def sentences_of(documents, offsets):
    """[S, L] token rows padded with 0, their lengths, and flat (row, sentence, position) of every token."""
    lists = []
    for doc, offset in zip(documents, offsets):
        ends = doc.starts[1:] + [len(doc.words)]
        lists.extend((offset + a, offset + b) for a, b in zip(doc.starts, ends) if b > a)
    longest = max(b - a for a, b in lists)
    table = torch.zeros(len(lists), longest, dtype=torch.long)
    for i, (a, b) in enumerate(lists):
        table[i, : b - a] = torch.arange(a, b)
    return table, torch.tensor([b - a for a, b in lists])


def flat(documents, field, index):
    return torch.tensor([index[v] for d in documents for v in getattr(d, field)])


def token_rows(documents, offsets):
    return torch.cat([torch.arange(o, o + len(d.words)) for d, o in zip(documents, offsets)])


def parse_loss(parser, x, documents, offsets, label_index, dropout):
    """The mean loss of heads and labels; tokens without a label are left out. Sentences are grouped by length so
    that padding stays small."""
    heads = torch.cat([torch.tensor([o + h for h in d.heads]) for d, o in zip(documents, offsets)])
    rows = token_rows(documents, offsets)
    labels = torch.tensor([label_index.get(label, -1) for d in documents for label in d.labels])
    known = labels >= 0
    head_of = torch.zeros(len(x), dtype=torch.long)
    head_of[rows] = heads
    known_of = torch.zeros(len(x), dtype=torch.bool)
    known_of[rows] = known
    table, lengths = sentences_of(documents, offsets)
    order = torch.argsort(lengths)
    x = F.dropout(x, dropout, parser.training)
    total = 0.0
    for group in torch.split(order, 24):
        group = group[lengths[group] <= 140]
        if not len(group):
            continue
        L = int(lengths[group].max())
        t, n = table[group, :L], lengths[group]
        scores = parser.arcs(x, t, n)
        gold = head_of[t] - t[:, :1]  # position in the sentence
        position = torch.arange(L)[None, :]
        gold = torch.where(gold == position, 0, gold + 1)
        counted = (position < n[:, None]) & known_of[t]
        total = total + F.cross_entropy(scores[counted], gold[counted].clamp(0, L), reduction="sum")
    arc_heads = torch.where(heads == rows, -1, heads)
    scores = parser.labels(x, rows[known], arc_heads[known], dropout)
    total = total + F.cross_entropy(scores, labels[known], reduction="sum")
    return total / max(1, int(known.sum()))


def batches(pieces, size, augment):
    """Endless batches of about `size` tokens, a new order each round."""
    while True:
        random.shuffle(pieces)
        batch, n = [], 0
        for piece in pieces:
            batch.append(augment(piece))
            n += len(piece.words)
            if n >= size:
                yield batch
                batch, n = [], 0


def read_annotations(folder, gold):
    """Adds the documents of the folder that `gold` lacks."""
    known = {doc.name for doc in gold}
    if folder:
        prepare_mentions(folder)
        gold += [doc for doc in unseen(read_gold(folder)) if doc.name not in known]
    for doc in gold:
        doc.starts = doc.starts or [i for i, g in enumerate(doc.gaps) if g == LINE] or [0]


class Workers:
    """Processes of one thread each that train by themselves on their own batches and take the mean of their weights now
    and then. On a busy machine they wait for each other far less than the threads of one process do at every product."""

    def __init__(self, count, every):
        self.count, self.every, self.rank = count, every, 0
        if count > 1:
            with tempfile.NamedTemporaryFile(delete=False) as meeting:
                self.meeting = meeting.name
            for rank in range(1, count):
                if os.fork() == 0:
                    self.rank = rank
                    break

    def join(self):
        """To be called when the data are read, which all share."""
        if self.count > 1:
            torch.distributed.init_process_group("gloo", init_method=f"file://{self.meeting}", rank=self.rank, world_size=self.count)

    def average(self, network):
        if self.count > 1:
            with torch.no_grad():
                joined = torch.cat([p.reshape(-1) for p in network.parameters()])
                torch.distributed.all_reduce(joined)
                joined /= self.count
                for p, values in zip(network.parameters(), joined.split([p.numel() for p in network.parameters()])):
                    p.copy_(values.view_as(p))

    def furthest(self, progress):
        """What the furthest has reached, so that all end at one step."""
        if self.count == 1:
            return progress
        reached = torch.tensor([progress], dtype=torch.float64)
        torch.distributed.all_reduce(reached, torch.distributed.ReduceOp.MAX)
        return float(reached)


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("folder")
    flags.add_argument("--name", default="model")
    flags.add_argument("--steps", type=int, default=1500)
    flags.add_argument("--start", default="spacy", help="spacy, random, an exported weight file (.bin), or the name of a checkpoint in FOLDER")
    flags.add_argument("--rate", type=float, default=1.5e-3)
    flags.add_argument("--dropout", type=float, default=0.15)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--every", type=int, default=120, help="steps after which a checkpoint is kept; each fifth is measured")
    flags.add_argument("--minutes", type=float, default=1e9, help="the rate falls to 0 by then, should --steps not be reached")
    flags.add_argument("--silver", type=float, default=0.6, help="weight of the silver trees")
    flags.add_argument("--distant", type=float, default=0.3, help="weight of classes by word lists")
    flags.add_argument("--annotations", default="", help="folder of annotated news, as annotations.py writes it")
    flags.add_argument("--annotated", type=int, default=800, help="tokens of annotated news in a step")
    flags.add_argument("--trees", type=int, default=1000, help="tokens of EWT in a step, and as many of news")
    flags.add_argument("--workers", type=int, default=2, help="processes; a step is one of each")
    flags.add_argument("--threads", type=int, default=1, help="threads of a process")
    flags.add_argument("--together", type=int, default=20, help="steps after which the processes take the mean of their weights")
    options = flags.parse_args()
    torch.set_num_threads(options.threads)
    random.seed(options.seed), numpy.random.seed(options.seed), torch.manual_seed(options.seed)

    silver = pickle.load(open(f"{options.folder}/silver.pkl", "rb"))
    table, vector_rows = pickle.load(open(f"{options.folder}/vectors.pkl", "rb"))
    treebank = read_treebank(f"{SHARED}/treebanks/ewt-train.conllu")
    silver = unseen([d for d in silver if d.words])
    lists = Lists()
    for doc in silver:
        doc.heads, doc.labels = convert_document(doc)
        doc.distant = lists.classes(doc)
    prepare_mentions(f"{SHARED}/gold/train")
    gold = read_gold(f"{SHARED}/gold/train")
    held, gold = gold[::HELD], [d for i, d in enumerate(gold) if i % HELD]
    read_annotations(options.annotations, gold)
    print(f"{sum(len(d.words) for d in treebank)} tokens of EWT, {sum(len(d.words) for d in silver)} of news, "
          f"{sum(len(d.words) for d in gold)} in {len(gold)} annotated documents", flush=True)
    vocabulary = Vocabulary(treebank, silver)
    types = WordTypes(vector_rows)
    network = Network(torch.tensor(table), vocabulary.sizes())
    if options.start == "spacy":
        network.start_from_spacy()
    elif options.start.endswith(".bin"):
        restore(network, vocabulary, options.start)
    elif options.start != "random":
        network.load_state_dict(torch.load(f"{options.folder}/{options.start}.pt", weights_only=False)["weights"])
    index = {name: {v: i for i, v in enumerate(getattr(vocabulary, name))}
             for name in ("upos", "xpos", "labels", "kinds", "silver_tags", "silver_kinds")}
    new, old = [], []
    for name, parameter in network.named_parameters():
        (old if name.startswith(("embed", "trunk")) and options.start == "spacy" else new).append(parameter)
    groups = [{"params": new, "scale": 1.0}, {"params": old, "scale": 0.6}]
    # Nothing has run on threads yet: what is read is shared, and each process goes its own way from here.
    workers = Workers(options.workers, options.together)
    workers.join()
    random.seed(options.seed + workers.rank), torch.manual_seed(options.seed + workers.rank)
    workers.average(network)
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-4, fused=True)
    average = {k: v.clone() for k, v in network.state_dict().items()}

    tree_batches = batches([p for d in treebank for p in cut(d, 250)], options.trees, headline)
    silver_batches = batches([p for d in silver for p in cut(d, 300)], options.trees, headline)
    names = Names(gold)
    twice = [d for d in gold if any(kind in ("agreement", "materiel") for _, _, kind in d.spans)]
    gold_batches = batches(gold + twice, options.annotated, lambda doc: recase(doc, names))
    weights = torch.tensor([1.0] + [RARE_WEIGHT if kind in RARE else 1.0 for kind in KINDS for _ in range(4)])
    started, total, best = time.time(), {}, 0.0
    for step in range(1, options.steps + 1):
        progress = min(1.0, max(step / options.steps, (time.time() - started) / 60 / options.minutes))
        rate = options.rate * min(1.0, step / 100) * (0.5 + 0.5 * math.cos(math.pi * progress))
        for group in optimizer.param_groups:
            group["lr"] = (rate + 1e-5) * group["scale"]
        network.train()
        T, S, G = next(tree_batches), next(silver_batches), next(gold_batches)
        batch = collate(T + S + G, types)
        offsets = batch["offsets"]
        syntax, naming = network.encode(batch, options.dropout)
        ot, os_, og = offsets[: len(T)], offsets[len(T) : len(T) + len(S)], offsets[len(T) + len(S) :]
        losses = {}
        rows = token_rows(T, ot)
        xt = F.dropout(syntax[rows], options.dropout)
        losses["upos"] = F.cross_entropy(network.upos(xt), flat(T, "upos", index["upos"]))
        losses["xpos"] = F.cross_entropy(network.xpos(xt), flat(T, "xpos", index["xpos"]))
        starts = torch.cat([F.one_hot(torch.tensor(d.starts), len(d.words)).sum(0) for d in T]).float()
        free = torch.cat([torch.tensor(d.gaps) != LINE for d in T])
        losses["start"] = 2 * F.binary_cross_entropy_with_logits(network.starts(syntax[rows])[free], starts[free])
        losses["parse"] = parse_loss(network.parser, syntax, T, ot, index["labels"], options.dropout)
        rows = token_rows(S, os_)
        losses["silver parse"] = options.silver * parse_loss(network.parser, syntax, S, os_, index["labels"], options.dropout)
        losses["silver tags"] = 0.25 * F.cross_entropy(network.silver_tags(syntax[rows]), flat(S, "xpos", index["silver_tags"]))
        tags = torch.tensor([t for d in S for t in biluo(d.spans, len(d.words), index["silver_kinds"])])
        losses["silver spans"] = F.cross_entropy(network.silver_spans(naming[rows], options.dropout), tags)
        classes = torch.tensor([c for d in S for c in d.distant])
        scores = network.spans(F.dropout(naming[rows], options.dropout), options.dropout)
        losses["distant"] = options.distant * F.cross_entropy(scores[classes >= 0], classes[classes >= 0])
        starts = torch.cat([F.one_hot(torch.tensor(d.starts), len(d.words)).sum(0) for d in S]).float()
        free = torch.cat([torch.tensor(d.gaps) != LINE for d in S])
        losses["silver start"] = 0.3 * F.binary_cross_entropy_with_logits(network.starts(syntax[rows])[free], starts[free])
        rows = token_rows(G, og)
        tags = torch.tensor([t for d in G for t in biluo(d.spans, len(d.words), index["kinds"])])
        known = torch.ones(len(tags), dtype=torch.bool)
        base = 0
        for d in G:
            for a, b in d.ignored:
                known[base + a : base + b] = False
            base += len(d.words)
        scores = network.spans(F.dropout(naming[rows], options.dropout), options.dropout)
        losses["spans"] = F.cross_entropy(scores[known], tags[known], weights)
        optimizer.zero_grad(set_to_none=True)
        loss = sum(losses.values())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        for k, v in losses.items():
            total[k] = total.get(k, 0.0) + float(v.detach())
        # An average of the weights over the last steps is steadier than any one of them.
        decay = min(0.9985, step / (step + 20))
        with torch.no_grad():
            for k, v in network.state_dict().items():
                if v.dtype.is_floating_point and k != "embed.vectors":
                    average[k].lerp_(v, 1 - decay)
        together = step % options.together == 0
        if together:
            workers.average(network)
        if step % 50 == 0 and workers.rank == 0:
            print(step, f"{time.time() - started:.0f}s", " ".join(f"{k} {v / 50:.3f}" for k, v in total.items()), flush=True)
            total = {}
        last = together and workers.furthest(progress) >= 1.0
        if (step % options.every == 0 or last) and workers.rank == 0:
            saved = {"weights": average, "vocabulary": vocabulary.__dict__, "options": vars(options), "step": step, "layers": network.layers()}
            torch.save(saved, f"{options.folder}/{options.name}.latest.pt")
            if step % (5 * options.every) == 0 or last:
                live = {k: v.clone() for k, v in network.state_dict().items()}
                network.load_state_dict(average)
                network.eval()
                scores = evaluate(network, vocabulary, types, f"{SHARED}/treebanks/ewt-dev.conllu", held)
                print("held out", step, " ".join(f"{k} {v:.2f}" for k, v in scores.items()), flush=True)
                if scores["arcs"] + scores["spans"] / 2 >= best:
                    best = scores["arcs"] + scores["spans"] / 2
                    torch.save(saved | {"scores": scores}, f"{options.folder}/{options.name}.pt")
                network.load_state_dict(live)
        if last:
            break


if __name__ == "__main__":
    main()
