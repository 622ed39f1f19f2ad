#!/usr/bin/env python3
"""What an ingest costs: articles and words a second, peak memory, and how much more than `extract` alone.

    benches/ingest.py target/release/relgraph [--articles 100000] [--news ../shared/news] [--folder /tmp]

The articles are made up, each of its own words, one in ten of them a copy that is cut: names, numbers and
sentences by a fixed seed, so that two runs read the same.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

STATES = """Turkey Russia Iran Iraq Syria France Germany Spain Italy Poland Ukraine Kenya Ethiopia Egypt Libya Sudan Nigeria
Ghana Brazil Peru Chile Mexico Canada Japan China India Pakistan Vietnam Thailand Indonesia Australia Norway Sweden""".split()
OFFICES = ["President", "Prime Minister", "Foreign Minister", "Defence Minister", "ambassador", "spokesman"]
ACTS = [
    "accused {b} of breaking the agreement on {thing}", "met officials of {b} to talk about {thing}",
    "signed an agreement with {b} on {thing}", "imposed sanctions on {b} over {thing}", "visited {b} on {day}",
    "called on {b} to end the dispute over {thing}", "sold {number} armoured vehicles to {b}",
    "rejected the proposal of {b} about {thing}", "promised {b} {number} million dollars for {thing}",
    "said that {b} had sent {number} soldiers to the border", "praised {b} for its help with {thing}",
]
THINGS = ["fishing", "gas", "refugees", "the border", "water", "trade", "prisoners", "the pipeline", "air traffic", "grain"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "last week", "last month"]
SYLLABLES = ["ba", "do", "mar", "ti", "ka", "len", "vor", "is", "ra", "un", "go", "sel", "pen", "tu", "man", "ek", "sha", "lo"]


def name(dice):
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))).capitalize() for _ in range(2))


def write(path, count):
    dice = random.Random(20200305)
    people = [(name(dice), dice.choice(OFFICES), dice.choice(STATES)) for _ in range(count // 20 + 50)]
    last = None
    with open(path, "w") as out:
        for number in range(count):
            if last and dice.random() < 0.1:
                words = last.split(" ")
                text = " ".join(words[: len(words) * dice.randint(50, 100) // 100])
            else:
                sentences = []
                for _ in range(dice.randint(6, 18)):
                    person, office, state = dice.choice(people)
                    a, b = dice.sample(STATES, 2)
                    act = dice.choice(ACTS).format(
                        b=b, thing=dice.choice(THINGS), day=dice.choice(DAYS), number=dice.randint(2, 900)
                    )
                    who = a if dice.random() < 0.6 else f"{office} {person} of {state}"
                    sentences.append(f"{who} {act}, {dice.choice(SYLLABLES)}{number} newspapers wrote on {dice.choice(DAYS)}.")
                text = " ".join(sentences)
            last = text
            date = f"20{dice.randint(10, 24)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
            out.write(json.dumps({"id": f"made-{number}", "date": date, "text": text}) + "\n")


def run(command, **more):
    """Seconds of the clock, seconds of the processor, peak of memory in MB."""
    begin = time.monotonic()
    process = subprocess.Popen(command, **more)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {status}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relgraph")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--news", help="a folder of JSON Lines, to compare with `extract`")
    parser.add_argument("--folder", help="where files are made that go again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if options.articles:
            made = os.path.join(folder, "made.jsonl")
            write(made, options.articles)
            words = sum(len(json.loads(line)["text"].split()) for line in open(made))
            database = os.path.join(folder, "made.db")
            seconds, processor, memory = run([options.relgraph, "ingest", "-q", "--db", database, made])
            print(f"{options.articles:,} articles, {words:,} words: {seconds:.0f} s, {processor:.0f} s of the processor, "
                  f"{options.articles / seconds:,.0f} articles/s, {words / seconds:,.0f} words/s, "
                  f"peak {memory:.0f} MB, database {os.path.getsize(database) / 1e6:.0f} MB", flush=True)
            run([options.relgraph, "check-db", "--db", database])
        if options.news:
            files = sorted(str(path) for path in pathlib.Path(options.news).glob("*.jsonl"))
            best = {}
            for turn in range(3):
                for what, command in [
                    ("extract", ["extract", "--format", "jsonl"]),
                    ("ingest", ["ingest", "-q", "--db", os.path.join(folder, f"news-{turn}.db")]),
                ]:
                    found = run([options.relgraph, *command, *files], stdout=subprocess.DEVNULL)
                    best[what] = min(best.get(what, found), found)
                    print(f"{what}: {found[0]:.1f} s, {found[1]:.1f} s of the processor, peak {found[2]:.0f} MB", flush=True)
            print(f"ingest / extract: {best['ingest'][0] / best['extract'][0]:.2f} by the clock, "
                  f"{best['ingest'][1] / best['extract'][1]:.2f} by the processor")


if __name__ == "__main__":
    main()
