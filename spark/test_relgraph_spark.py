#!/usr/bin/env python3
"""Whether Spark makes the graph of `relgraph ingest`, to the byte: in one process, in a cluster of processes with
speculative tasks, and in a standalone cluster on loopback of which executors are killed.

    test_relgraph_spark.py target/release/relgraph
"""

import contextlib
import gzip
import importlib.util
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import pyarrow.json
import pyarrow.parquet
import pyspark
from pyspark.sql import SparkSession

HERE = pathlib.Path(__file__).resolve().parent
SCRIPT = HERE / "relgraph_spark.py"
PARTITIONS = [1, 2, 4]

# Passes over to the program, but kills the executor that it runs in at the third article file or block and at
# the first merging of relations.
DEADLY = """#!{python}
import os, pathlib, sys
turn = 0
while turn < 4:
    try:
        turn += 1
        os.close(os.open("{folder}/" + "-".join(sys.argv[3:5] if "extract" in sys.argv else sys.argv[1:3]).replace("/", "") + str(turn), os.O_CREAT | os.O_EXCL))
        break
    except FileExistsError:
        pass
if turn == (3 if "extract" in sys.argv else 1) and ("extract" in sys.argv or "relations" in sys.argv):
    pid = os.getpid()
    while b"CoarseGrainedExecutorBackend" not in pathlib.Path(f"/proc/{{pid}}/cmdline").read_bytes():
        pid = int(pathlib.Path(f"/proc/{{pid}}/stat").read_text().rsplit(")", 1)[1].split()[1])
    pathlib.Path("{folder}/killed-" + str(pid)).touch()
    os.kill(pid, 9)
os.execv("{relgraph}", sys.argv)
"""

# Passes over to the program, but dies at an article with the word POISON that it is to read.
POISONED = """#!{python}
import os, subprocess, sys
def value(name, usual):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else usual
if "extract" not in sys.argv:
    os.execv("{relgraph}", sys.argv)
lines = sys.stdin.buffer.readlines()
first = value("--skip", 0)
wanted = lines[first:first + value("--take", len(lines))]
bad = next((place for place, line in enumerate(wanted) if b"POISON" in line), len(wanted))
taken = ["--take", str(bad)]
if bad > 0:
    subprocess.run(["{relgraph}", *sys.argv[1:], *([] if "--take" in sys.argv else taken)], input=b"".join(lines), check=True)
if bad < len(wanted):
    os.kill(os.getpid(), 11)
"""


def made(count):
    """Made-up articles that hang on each other: repeated, with new versions under one id and one page, copied
    word for word, edited and cut."""
    spec = importlib.util.spec_from_file_location("ingest", HERE.parent / "benches" / "ingest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with tempfile.NamedTemporaryFile("r") as file:
        module.write(file.name, count)
        articles = [json.loads(line) for line in file]
    some = []
    for number, article in enumerate(articles):
        if number % 3 == 0:
            article["url"] = f"https://example.org/{number // 2 % (count // 4)}.html"
        if number % 17 == 0:
            article["id"] = f"made-{number // 2}"
        if number % 23 == 0:
            some.append(dict(article))
        if number % 13 == 0:
            some.append(dict(article, id=f"edited-{number}", text=article["text"].replace(" on ", " upon ", 2)))
        if number % 11 == 0:
            del article["id"]
        some.append(article)
    return some


def write(folder):
    """The same news for `ingest` and for Spark."""
    articles = made(300)
    def lines(some):
        return "".join(json.dumps(article) + "\n" for article in some)
    (folder / "a.jsonl").write_text(lines(articles[:200]) + "{\"text\": 7}\n\n" + lines(articles[200:220]))
    with gzip.open(folder / "b.jsonl.gz", "wt") as file:
        file.write(lines(articles[220:270]))
    table = [{"id": f"row-{number}"} | article for number, article in enumerate(articles[270:])]
    (folder / "c.jsonl").write_text(lines(table))
    pyarrow.parquet.write_table(pyarrow.json.read_json(folder / "c.jsonl"), folder / "c.parquet", row_group_size=10)
    pages = b""
    for number in range(2):
        page = f"<html><head><title>Page {number}</title></head><body><article><p>" + articles[number]["text"].replace(
            ". ", ".</p><p>") + "</p></article></body></html>"
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
        pages += (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/page/{number}\r\n"
                  f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n").encode()
        pages += answer + b"\r\n\r\n"
    (folder / "d.warc").write_bytes(pages)
    rest = [folder / "d.warc", HERE.parent / "data" / "articles"]
    first = [folder / "a.jsonl", folder / "b.jsonl.gz"]
    return first + [folder / "c.jsonl"] + rest, first + [folder / "c.parquet"] + rest


def dump(relgraph, database):
    subprocess.run([relgraph, "check-db", "-q", "--db", database], check=True)
    return subprocess.run([relgraph, "dump", "--db", database], check=True, capture_output=True).stdout


def ingested(relgraph, folder, paths, status):
    done = subprocess.run([relgraph, "ingest", "-q", "--db", folder / "plain.db", *paths], capture_output=True)
    assert done.returncode == status, done
    return dump(relgraph, folder / "plain.db")


def imported(relgraph, output):
    database = output.with_suffix(".db")
    told = subprocess.run([relgraph, "import", "--db", database, output], check=True, capture_output=True, text=True)
    assert " 0 updated, 0 unchanged" in told.stderr, told.stderr
    merged = int(told.stderr.split("of which ")[1].split(" ")[0].replace(",", ""))
    rows = pyarrow.parquet.read_table(output / "parquet" / "relations").num_rows
    assert merged == rows > 1000, (merged, rows, told.stderr)
    return dump(relgraph, database)


def session(master, **settings):
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", False).config(
        "spark.ui.showConsoleProgress", False).config("spark.driver.host", "127.0.0.1")
    for name, value in settings.items():
        builder = builder.config(name.replace("__", "."), value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    spark.sparkContext.addPyFile(str(SCRIPT))
    return spark


def check(spark, what, relgraph, program, folder, paths, graph, partitions):
    sys.path.insert(0, str(HERE))
    import relgraph_spark

    begin = time.monotonic()
    output = folder / f"{what}-{partitions}"
    size = sum(path.stat().st_size for path in paths if path.is_file())
    arguments = ["--relgraph", str(program), "--output", str(output), "--partitions", str(partitions),
                 "--block", str(size // partitions), *map(str, paths)]
    counts, failed = relgraph_spark.job(spark, relgraph_spark.parser().parse_args(arguments))
    assert len(failed) == 1 and failed[0].startswith("a.jsonl:201: "), failed
    assert imported(relgraph, output) == graph, f"{what} with {partitions} partitions makes another graph"
    shutil.rmtree(output)
    print(f"{what}, {partitions} partitions: the same {len(graph):,} bytes ({counts['articles']} articles, "
          f"{counts['claims']} claims, {time.monotonic() - begin:.0f} s)", flush=True)


@contextlib.contextmanager
def standalone(folder):
    """A master with two workers."""
    started = []

    def start(until, *command):
        process = subprocess.Popen([os.path.join(os.path.dirname(pyspark.__file__), "bin", "spark-class"), *command],
                                   stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=folder)
        started.append(process)
        for line in process.stderr:
            if until in line:
                break
        # Read on, so that it never waits for us.
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        started.append(drain)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master = f"spark://127.0.0.1:{port}"
    try:
        start("elected leader", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port),
              "--webui-port", "0")
        for _ in range(2):
            start("Successfully registered", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1",
                  "--memory", "1g", "--webui-port", "0", "--work-dir", str(folder / "workers"), master)
        yield master
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def program(folder, name, text, relgraph):
    path = folder / name
    path.write_text(text.format(python=sys.executable, folder=folder, relgraph=relgraph))
    path.chmod(0o755)
    return path


def poison(relgraph, folder):
    """One article on which the program dies fails alone, and is told."""
    folder = folder / "poison"
    folder.mkdir()
    articles = [article | {"id": f"a-{number}"} for number, article in enumerate(made(40))]
    good = "".join(json.dumps(article) + "\n" for article in articles)
    bad = json.dumps({"id": "bad", "text": "POISON met Turkey."}) + "\n"
    (folder / "good.jsonl").write_text(good)
    lines = good.splitlines(keepends=True)
    (folder / "bad.jsonl").write_text("".join(lines[:25]) + bad + "".join(lines[25:]))
    graph = ingested(relgraph, folder, [folder / "good.jsonl"], 0)
    output = folder / "bad"
    done = subprocess.run([sys.executable, SCRIPT, "--master", "local[2]", "--relgraph", program(folder, "poisoned", POISONED, relgraph),
                           "--output", output, "--partitions", "2", folder / "bad.jsonl"], capture_output=True, text=True)
    assert done.returncode == 2 and "skipped bad.jsonl, article 26 from line 1 on: the program failed on this article (status -11)" in done.stderr, done.stderr
    database = output.with_suffix(".db")
    subprocess.run([relgraph, "import", "-q", "--db", database, output], check=True)
    assert dump(relgraph, database) == graph
    print("one poisonous article of", len(lines) + 1, "fails alone", flush=True)


def setup(which, relgraph, folder, plain, paths):
    graph = (folder / "plain.dump").read_bytes()
    if which == "local":
        spark = session("local[2]")
        for partitions in PARTITIONS:
            check(spark, which, relgraph, relgraph, folder, paths, graph, partitions)
    elif which == "local-cluster":
        # Each task that takes a little longer than others is run twice.
        spark = session("local-cluster[2,1,1024]", spark__speculation=True, spark__speculation__multiplier="1.01",
                        spark__speculation__quantile="0.1", spark__speculation__interval="20ms")
        for partitions in PARTITIONS:
            check(spark, which, relgraph, relgraph, folder, paths, graph, partitions)
    elif which == "standalone":
        with standalone(folder) as master:
            spark = session(master, spark__cores__max="2", spark__executor__memory="900m")
            for partitions in PARTITIONS:
                check(spark, which, relgraph, relgraph, folder, paths, graph, partitions)
            deadly = program(folder, "deadly", DEADLY, relgraph)
            check(spark, "executors-killed", relgraph, deadly, folder, paths, graph, 3)
            killed = list(folder.glob("killed-*"))
            assert len(killed) == 2, killed
            spark.stop()
            return
    else:
        return poison(relgraph, folder)
    spark.stop()


def main():
    relgraph = pathlib.Path(sys.argv[1]).resolve()
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    if len(sys.argv) > 2:
        which, folder = sys.argv[2], pathlib.Path(sys.argv[3])
        return setup(which, relgraph, folder, *write(folder))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain, _ = write(folder)
        graph = ingested(relgraph, folder, plain, 2)
        (folder / "plain.dump").write_bytes(graph)
        for which in ["local", "local-cluster", "standalone", "poison"]:
            # A process each: a session leaves its Java machine behind.
            done = subprocess.run([sys.executable, __file__, str(relgraph), which, str(folder)], stderr=subprocess.PIPE)
            if done.returncode:
                sys.exit(f"{which} failed:\n{done.stderr.decode(errors='replace')[-6000:]}")


if __name__ == "__main__":
    main()
