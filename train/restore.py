"""Reads an exported weight file back, so that training can go on from the shipped model: what was rounded to bytes is
near enough, and only the heads that the binary does without (silver tags and spans) begin anew."""

import struct

import numpy
import torch


def read_weights(path):
    """The arrays of a weight file by name (the layout stands in src/understand/weights.rs); texts as lists of lines."""
    data = open(path, "rb").read()
    if data[:8] != b"RGLM0001":
        raise ValueError(f"{path}: not a weight file of version 1")
    arrays, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, rows, columns = struct.unpack_from("<BII", data, at + 2 + length)
        at += 2 + length + 9
        if kind == 0:
            arrays[name] = numpy.frombuffer(data, "<f4", rows * columns, at).reshape(rows, columns)
            at += 4 * rows * columns
        elif kind == 1:
            scales = numpy.frombuffer(data, "<f4", rows, at)
            arrays[name] = numpy.frombuffer(data, "i1", rows * columns, at + 4 * rows).reshape(rows, columns) * scales[:, None]
            at += 4 * rows + rows * columns
        elif kind == 2:
            arrays[name] = data[at : at + rows].decode().split("\n")
            at += rows
        else:
            width = 4 if kind == 3 else 2
            arrays[name] = numpy.frombuffer(data, f"<u{width}", rows, at)
            at += width * rows
    return arrays


def restore(network, vocabulary, path):
    """Fills the network, word vectors included; the words' rows are those of vectors.pkl, which do not depend on the axes."""
    arrays = read_weights(path)
    for name, ours in (("tags.upos", vocabulary.upos), ("tags.xpos", vocabulary.xpos), ("labels", vocabulary.labels), ("kinds", vocabulary.kinds)):
        if arrays[name] != list(ours):
            raise ValueError(f"{path}: other {name} than the treebank's: {sorted(set(arrays[name]) ^ set(ours))}")
    begun_anew = []
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if name in arrays:
                value.copy_(torch.tensor(arrays[name]).reshape(value.shape))
            else:
                begun_anew.append(name)
    print(f"{path} restored; begun anew: {', '.join(begun_anew)}", flush=True)
