"""Trees from arc scores, and the measure of (verb, role, noun) arcs."""

import numpy


def tree(scores):
    """The best tree with one root for scores [L, 1 + L] (column 0 is the root): heads, -1 for the root.

    The best head of each token is tried first; where these do not form one tree, each candidate root is
    tried with Chu-Liu-Edmonds.
    """
    L = len(scores)
    heads = scores.argmax(1) - 1
    if is_tree(heads):
        return heads
    order = numpy.argsort(-scores[:, 0])[:3]
    best, best_score = None, -numpy.inf
    for root in order:
        square = scores[:, 1:].copy()
        candidate = edmonds(square, int(root))
        total = scores[root, 0] + sum(scores[i, 1 + h] for i, h in enumerate(candidate) if i != root)
        if total > best_score:
            best, best_score = candidate, total
    best = best.copy()
    return best


def is_tree(heads):
    if (heads < 0).sum() != 1:
        return False
    state = numpy.zeros(len(heads), dtype="int8")
    for i in range(len(heads)):
        path = []
        while i >= 0 and state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i]
        if i >= 0 and state[i] == 1:
            return False
        for j in path:
            state[j] = 2
    return True


def edmonds(scores, root):
    """Maximum spanning arborescence: scores [dependent, head]; the root's head is -1."""
    n = len(scores)
    scores = scores.copy()
    scores[numpy.arange(n), numpy.arange(n)] = -1e9
    heads = scores.argmax(1)
    heads[root] = -1
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    members = numpy.zeros(n, dtype=bool)
    members[cycle] = True
    outside = numpy.flatnonzero(~members)
    m = len(outside)
    small = numpy.full((m + 1, m + 1), -1e9)
    small[:m, :m] = scores[numpy.ix_(outside, outside)]
    gain = scores[cycle][:, outside] - scores[cycle, heads[cycle]][:, None]
    enter = gain.argmax(0)
    small[m, :m] = gain.max(0)
    leave = scores[numpy.ix_(outside, cycle)]
    small[:m, m] = leave.max(1)
    best_leave = leave.argmax(1)
    solved = edmonds(small, int(numpy.flatnonzero(outside == root)[0]))
    result = heads.copy()
    for i, token in enumerate(outside):
        if solved[i] < 0:
            result[token] = -1
        else:
            result[token] = cycle[best_leave[i]] if solved[i] == m else outside[solved[i]]
    entry = solved[m]
    result[cycle[enter[entry]]] = outside[entry]
    return result


def find_cycle(heads):
    state = numpy.zeros(len(heads), dtype="int64")
    for start in range(len(heads)):
        i = start
        while i >= 0 and state[i] == 0:
            state[i] = start + 1
            i = heads[i]
        if i >= 0 and state[i] == start + 1:
            cycle = [i]
            j = heads[i]
            while j != i:
                cycle.append(j)
                j = heads[j]
            return numpy.array(cycle)
    return None


def arcs(words, upos, heads, labels):
    """(verb, role, noun) arcs as `prototype/verb_argument_arcs.py` defines them; a root has head -1."""
    case = {}
    for i, (word, head, label) in enumerate(zip(words, heads, labels)):
        if label == "case" and head >= 0 and i < head:
            case.setdefault(head, word.lower())
    found = set()
    for i, (head, label) in enumerate(zip(heads, labels)):
        if head < 0 or upos[head] != "VERB":
            continue
        if label == "nsubj":
            found.add((head, "nsubj", i))
        elif label == "nsubj:pass":
            found.add((head, "nsubjpass", i))
        elif label == "obj":
            found.add((head, "obj", i))
        elif label in ("obl", "obl:agent") and i in case:
            found.add((head, "prep:" + case[i], i))
    return found
