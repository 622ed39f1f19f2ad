"""Reading of the treebanks, the news and the annotated mentions, as token sequences with character offsets.

Sources lie in the folder named by RELGRAPH_SHARED (default ../shared beside the checkout); none of them is
part of this repository.
"""

import glob
import json
import os
import re
import subprocess
from dataclasses import dataclass, field

SHARED = os.environ.get("RELGRAPH_SHARED", "/work/shared")
TOKENIZE = os.environ.get("RELGRAPH_TOKENIZE", "/work/target/release/examples/tokenize")
KINDS = ["state", "official", "organization", "group", "agreement", "materiel", "place", "event"]

# What lies before a token in the raw text.
NO_SPACE, SPACE, LINE = 0, 1, 2


@dataclass
class Document:
    """One text in tokens; the annotations that a source lacks stay empty."""

    words: list[str]
    gaps: list[int]  # NO_SPACE, SPACE or LINE before each word
    starts: list[int] = field(default_factory=list)  # first token of each sentence
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # document index; a root is its own head
    labels: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)  # token ranges with kinds
    name: str = ""
    # Which spans of text the annotation leaves open (ambiguous mentions): no loss there.
    ignored: list[tuple[int, int]] = field(default_factory=list)
    # Class of each token by word lists (`distant.py`), -1 where they cannot tell.
    distant: list[int] = field(default_factory=list)


def conllu_sentences(path):
    """Yields (comments, rows, word spacing) for each sentence; rows are the 10 columns of real tokens."""
    comments, rows, ranges = [], [], []
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield comments, rows, ranges
            comments, rows, ranges = [], [], []
        elif line[0] == "#":
            comments.append(line)
        else:
            columns = line.split("\t")
            if "." in columns[0]:
                continue
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                ranges.append((first, last, columns[1], "SpaceAfter=No" in columns[9]))
            else:
                rows.append(columns)


def read_treebank(path):
    """The documents of a CoNLL-U file. Paragraphs begin a new line, and so do documents."""
    documents, doc = [], None
    space_after = LINE
    for comments, rows, ranges in conllu_sentences(path):
        if any(c.startswith("# newdoc") for c in comments) or doc is None:
            doc = Document([], [])
            doc.name = next((c.split("= ")[1] for c in comments if c.startswith("# newdoc id")), "")
            documents.append(doc)
            space_after = LINE
        if any(c.startswith("# newpar") for c in comments):
            space_after = LINE
        base = len(doc.words)
        doc.starts.append(base)
        inside = {}
        for first, last, form, no_space in ranges:
            for i in range(first, last + 1):
                inside[i] = (i == last, no_space)
        for columns in rows:
            i = int(columns[0])
            doc.words.append(columns[1])
            doc.gaps.append(space_after)
            doc.upos.append(columns[3])
            doc.xpos.append(columns[4])
            doc.lemmas.append(columns[2])
            head = int(columns[6])
            doc.heads.append(base + (head - 1 if head else i - 1))
            doc.labels.append(columns[7])
            if i in inside:
                is_last, no_space = inside[i]
                space_after = NO_SPACE if not is_last or no_space else SPACE
            else:
                space_after = NO_SPACE if "SpaceAfter=No" in columns[9] else SPACE
    return documents


def tokenize(texts):
    """The Rust tokenizer's tokens of each text: lists of (start, end) character offsets."""
    lines = "\n".join(json.dumps(t) for t in texts) + "\n"
    out = subprocess.run([TOKENIZE], input=lines.encode(), capture_output=True, check=True).stdout
    result = []
    for text, line in zip(texts, out.decode().splitlines()):
        to_char = {}
        offset = 0
        for i, c in enumerate(text):
            to_char[offset] = i
            offset += len(c.encode())
        to_char[offset] = len(text)
        result.append([(to_char[a], to_char[b]) for a, b in json.loads(line)])
    return result


def gap_between(text, end, start):
    between = text[end:start]
    if not between:
        return NO_SPACE
    return LINE if "\n" in between else SPACE


def raw_document(text, tokens, name=""):
    words = [text[a:b] for a, b in tokens]
    gaps = [LINE] + [gap_between(text, tokens[i][1], tokens[i + 1][0]) for i in range(len(tokens) - 1)]
    return Document(words, gaps[: len(words)], name=name)


def news_texts():
    texts = []
    for path in sorted(glob.glob(f"{SHARED}/news/*.jsonl")):
        for line in open(path, encoding="utf8"):
            item = json.loads(line)
            title = item.get("title") or ""
            texts.append((item["id"], (title + "\n\n" if title else "") + item["text"]))
    return texts


PRONOUNS = set("he she it they them him her his hers its their theirs we us our ours i me my you your who whom whose which that "
               "this these those himself herself itself themselves both all another others one ones former latter".split())
ARTICLES = {"the", "a", "an", "his", "her", "its", "their", "our", "this", "that", "these", "those"}


def read_gold(folder):
    """Annotated documents: (Document with spans, text). All places where a mention's string occurs on token
    boundaries are spans, the longest first; an article or possessive before it is left out. A string that names
    two kinds in one document is left open."""
    names = [p[:-4] for p in sorted(glob.glob(f"{folder}/*.txt"))]
    texts = [open(n + ".txt", encoding="utf8").read() for n in names]
    documents = []
    for name, text, tokens in zip(names, texts, tokenize(texts)):
        doc = raw_document(text, tokens, os.path.basename(name))
        entities = json.load(open(name + ".json", encoding="utf8"))["entities"]
        mark_mentions(doc, [(mention, entity["kind"]) for entity in entities for mention in entity["mentions"]])
        documents.append(doc)
    return documents


def mark_mentions(doc, mentions):
    kinds = {}
    for mention, kind in mentions:
        words = tuple(mention_words(mention))
        if words and not (len(words) == 1 and words[0].lower() in PRONOUNS):
            kinds.setdefault(words, set()).add(kind)
    used = [False] * len(doc.words)
    for length in sorted({len(w) for w in kinds}, reverse=True):
        for i in range(len(doc.words) - length + 1):
            words = tuple(normal(w) for w in doc.words[i : i + length])
            if words in kinds and not any(used[i : i + length]):
                used[i : i + length] = [True] * length
                if len(kinds[words]) == 1:
                    doc.spans.append((i, i + length, next(iter(kinds[words]))))
                else:
                    doc.ignored.append((i, i + length))
    doc.spans.sort()


def unseen(documents):
    """Those that share no text with the documents of gold/dev, on which the model is judged."""
    paths = sorted(glob.glob(f"{SHARED}/gold/dev/*.txt"))
    names = {os.path.basename(p)[:-4] for p in paths}
    texts = [open(p, encoding="utf8").read() for p in paths]
    grams = lambda words: {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    judged = set()
    for text, tokens in zip(texts, tokenize(texts)):
        judged |= grams([normal(text[a:b]) for a, b in tokens])
    return [d for d in documents if d.name not in names and not grams([normal(w) for w in d.words]) & judged]


def normal(word):
    return word.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


_cache = {}


def mention_words(mention):
    if mention not in _cache:
        remember([mention])
    words = list(_cache[mention])
    while words and words[0].lower() in ARTICLES:
        words.pop(0)
    while words and words[-1] in ("'s", "'", ",", "."):
        words.pop()
    return words


def remember(names):
    """Tokenizes names in one call, since each call starts a process."""
    names = sorted({name for name in names if name not in _cache})
    for name, tokens in zip(names, tokenize(names) if names else []):
        _cache[name] = [normal(name[a:b]) for a, b in tokens]


def tokenize_cached(name):
    remember([name])
    return _cache[name]


def prepare_mentions(folder):
    """Tokenizes all mentions of a folder in one call."""
    remember({m for p in glob.glob(f"{folder}/*.json") if ".meta." not in p
              for e in json.load(open(p, encoding="utf8"))["entities"] for m in e["mentions"]})


def raw_text(documents):
    """The raw text of treebank documents, with the character span of each token."""
    text, spans = [], []
    length = 0
    for doc in documents:
        for word, gap in zip(doc.words, doc.gaps):
            if length and gap:
                filler = " " if gap == SPACE else "\n\n"
                text.append(filler)
                length += len(filler)
            text.append(word)
            spans.append((length, length + len(word)))
            length += len(word)
    return "".join(text), spans
