#!/usr/bin/env python3
"""Reads an archive of news with relgraph on Apache Spark. `relgraph import` makes the graph of what it writes.

    relgraph_spark.py --relgraph target/release/relgraph --output archive news/*.jsonl.gz warcs table.parquet
    relgraph import --db archive.db archive

JSON Lines are split into blocks of lines, Parquet files into rows; all else that relgraph reads (WARC, feeds, web
pages, ...) goes to one task a file. See README.md beside this file.
"""

import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from functools import reduce
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.fs
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

# Lines that one run of the program is fed; what a run starts with takes it as long as a dozen of articles.
LINES, BYTES = 2000, 8 << 20
# Rows, and bytes of them, that go back to Spark at once.
ROWS, ROW_BYTES = 64, 4 << 20
# A body is compared with so many of those before it in a band, as by `ingest`.
LOOKED_AT = 256
# Articles in a row on which the program may die before it is taken to be at fault itself.
DEATHS = 10
# What is found in a folder: relgraph's `read::detect` has the same list.
READABLE = set("txt text html htm xhtml xml rss atom nitf json jsonl ndjson csv tsv tab warc wet gz zst zip parquet".split())
LINES_OF_JSON = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

CODED = """doc string, error string, id string, page string, hash string, body string, title string, date string,
    source string, words long, bands array<long>, record string,
    entities array<struct<id: string, key: string, kind: string, name: string, code: string>>,
    claims array<struct<relation: string, story: string, dated: string, modality: string, confidence: double,
        speaker: string, office: string, rule: string, sentence: string, evidence: string>>"""
MERGED = """relation string, head string, type string, tail string, polarity string, modality string,
    first_date string, last_date string, claims long, sources long, confidence double"""


# The program: fed from a thread, so that neither side waits for the other with a full pipe.

class Died(Exception):
    """The program ended otherwise than it does when it has read all its input."""


def answers(command, feed, patience):
    """The lines that a program answers to what `feed` writes into it."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        failure, heard, slow = [], [time.monotonic()], threading.Event()

        def feeding():
            try:
                with process.stdin as stdin:
                    feed(stdin)
            except BrokenPipeError:
                pass  # it has ended; its status says why
            except Exception as error:
                failure.append(error)
                process.kill()

        def watching():
            while process.poll() is None:
                if time.monotonic() - heard[0] > patience:
                    slow.set()
                    process.kill()
                time.sleep(min(patience / 10, 1))

        threads = [threading.Thread(target=run, daemon=True) for run in (feeding, watching)]
        for thread in threads:
            thread.start()
        try:
            for line in process.stdout:
                heard[0] = time.monotonic()
                if line.endswith(b"\n"):
                    yield line
            status = process.wait()
        finally:
            process.kill()
            process.wait()
            for thread in threads:
                thread.join()
        errors.seek(0)
        told = errors.read()[-4000:].decode(errors="replace")
    if failure:
        raise failure[0]
    fatal = [line for line in told.splitlines() if line.startswith("error")]
    if status == 2 and fatal:
        raise RuntimeError(f"{command[0]}: {fatal[-1]}")
    if status not in (0, 2):
        why = f"no answer in {patience} s" if slow.is_set() else f"status {status}"
        raise Died(f"the program failed on this article ({why}); please report it")


def each_article(command, feed, patience):
    """The answer for each article of an input, an error where there is none, in order. An article on which the
    program dies is tried again alone; if it is at fault, it fails alone."""
    done, deaths = 0, 0
    while True:
        try:
            for line in answers(command + ["--skip", str(done)], feed, patience):
                yield json.loads(line), line
                done, deaths = done + 1, 0
            return
        except Died as died:
            try:
                alone = list(answers(command + ["--skip", str(done), "--take", "1"], feed, patience))
                if not alone:
                    return
                yield json.loads(alone[0]), alone[0]
                deaths = 0
            except Died as again:
                deaths += 1
                if deaths == DEATHS:
                    raise RuntimeError(f"{command[0]} died {DEATHS} times in a row: {died}") from again
                yield {"error": str(again)}, b""
            done += 1


def shipped(options):
    """The program and its arguments where this task runs."""
    command = [SparkFiles.get(options["program"]), "--jobs", "1", "extract", "--format", "claims", "--with-errors"]
    if options["relations"]:
        command += ["--relations", SparkFiles.get(options["relations"])]
    subprocess.run([command[0], "--version"], check=True, stdout=subprocess.DEVNULL)
    return command + [argument for name in options["map"] for argument in ("--map", name)]


# Articles -> rows of what was taken from them.

def row(doc, place, coded, line):
    if "error" in coded:
        # What the program itself tells names the place.
        return {"doc": doc, "error": coded["error"] if line else f"{place}: {coded['error']}"}
    article, entities = coded["article"], [entity for _, entity in coded["entities"]]
    title = (article["title"] or "").strip()
    text = coded.get("text", f"{title}\n\n{article['text']}" if title else article["text"]).encode()

    def words(span):
        return text[span["start"]:span["end"]].decode(errors="replace").strip()

    def claim(told):
        kept = {name: told[name] for name in ("relation", "story", "dated", "modality", "confidence", "office", "rule")}
        speaker = None if told["speaker"] is None else entities[told["speaker"]]["name"]
        return kept | {"speaker": speaker, "sentence": words(told["sentence"]), "evidence": words(told["evidence"])}

    return {
        "doc": doc, "error": None, "id": article["id"], "title": article["title"], "date": article["date"],
        "source": article["source"], "record": line.decode().rstrip("\n"),
        **{name: coded[name] for name in ("page", "hash", "body", "words", "bands")},
        "entities": [{"id": id} | {name: entity[name] for name in ("key", "kind", "name", "code")}
                     for id, entity in coded["entities"]],
        "claims": [claim(told) for told in coded["claims"]],
    }


def in_batches(rows, schema):
    """Rows as Arrow's batches, few enough at once for the memory."""
    some, size = [], 0
    for each in rows:
        some.append(each)
        size += len(each.get("record") or each.get("line") or "")
        if len(some) == ROWS * 16 or size > ROW_BYTES:
            yield pa.RecordBatch.from_pylist(some, schema=schema)
            some, size = [], 0
    yield pa.RecordBatch.from_pylist(some, schema=schema)


def code_lines(options, schema, first_lines=None):
    """Codes rows of (path, place, line). A line's number names its article where nothing else does, so each run of
    the program is told where its lines begin. The place is the line's number, or that of its block, which
    `first_lines` knows."""

    def chunks(batches):
        path = block = None
        number, chunk, size = 0, [], 0
        for batch in batches:
            for next_path, place, line in zip(*(column.to_pylist() for column in batch.columns)):
                gap = place != (number if first_lines is None else block)
                if chunk and (next_path != path or gap or len(chunk) == LINES or size > BYTES):
                    yield path, number - len(chunk), chunk
                    chunk, size = [], 0
                if next_path != path or gap:
                    path, block = next_path, place
                    number = place if first_lines is None else first_lines.value[path, block]
                chunk.append(line)
                number, size = number + 1, size + len(line)
        if chunk:
            yield path, number - len(chunk), chunk

    def code(batches):
        command = shipped(options)
        for path, first, lines in chunks(batches):
            rank, name = options["files"][key_of(path)]

            def feed(stdin):
                for line in lines:
                    stdin.write(line + b"\n")

            # Spark has unpacked it.
            part = ["--input-format", "jsonl", "--stdin-name", name.removesuffix(".gz"), "--first-line", str(first), "-"]
            for index, (coded, line) in enumerate(each_article(command + part, feed, options["patience"])):
                place = f"{name}, article {index + 1} from line {first} on"
                yield row(f"{rank:08}.{first:012}.{index:06}", place, coded, line)

    return lambda batches: in_batches(code(batches), schema)


def code_files(options, schema):
    """Codes rows of (rank, path, name): whole files, of whatever format."""

    def code(batches):
        command = shipped(options)
        for batch in batches:
            for rank, path, name in zip(*(column.to_pylist() for column in batch.columns)):
                def feed(stdin):
                    system, place = filesystem(path)
                    with system.open_input_stream(place, compression=None) as file:
                        while some := file.read(1 << 20):
                            stdin.write(some)

                found = enumerate(each_article(command + ["--stdin-name", name, "-"], feed, options["patience"]))
                for index, (coded, line) in found:
                    yield row(f"{rank:08}.{0:012}.{index:06}", f"{name}, article {index + 1}", coded, line)

    return lambda batches: in_batches(code(batches), schema)


def reduced(frame, what, options):
    """What `relgraph reduce` makes of the rows of a frame, partition by partition, as lines of JSON."""
    names, program, patience = frame.columns, options["program"], options["patience"]
    schema = pa.schema([("line", pa.string())])

    def answered(batches):
        def feed(stdin):
            for batch in batches:
                for values in zip(*(column.to_pylist() for column in batch.columns)):
                    stdin.write(json.dumps(dict(zip(names, values))).encode() + b"\n")

        try:
            for line in answers([SparkFiles.get(program), "reduce", what, "-"], feed, patience * 100):
                yield {"line": line.decode().rstrip("\n")}
        except Died as died:
            raise RuntimeError(f"relgraph reduce {what}: {died}") from died

    return frame.mapInArrow(lambda batches: in_batches(answered(batches), schema), "line string")


# Files.

def filesystem(path):
    if urlparse(path).scheme:
        return pyarrow.fs.FileSystem.from_uri(path)
    return pyarrow.fs.LocalFileSystem(), os.path.abspath(path)


def key_of(path):
    """What Spark's and our own form of a path have in common."""
    parts = urlparse(path)
    return (parts.netloc, unquote(parts.path)) if parts.scheme else ("", os.path.abspath(path))


def files_of(paths):
    """(path, name) of all files, in the order in which `ingest` reads them; the name is that below the folder."""
    found = []
    for path in [each for path in paths for each in (sorted(glob.glob(path)) if glob.has_magic(path) else [path])]:
        system, place = filesystem(path)
        kind = system.get_file_info(place).type
        if kind == pa.fs.FileType.NotFound:
            sys.exit(f"error: {path}: there is no such file or folder")
        if kind == pa.fs.FileType.File:
            found.append((path, os.path.basename(place)))
            continue
        inside = []
        for info in system.get_file_info(pa.fs.FileSelector(place, recursive=True)):
            parts = os.path.relpath(info.path, place).split("/")
            hidden = any(part.startswith(".") for part in parts)
            if info.type == pa.fs.FileType.File and not hidden and parts[-1].rpartition(".")[2].lower() in READABLE:
                inside.append((parts, path.rstrip("/") + "/" + "/".join(parts)))
        found += [(full, "/".join(parts)) for parts, full in sorted(inside)]
    return found


def spelt(path):
    return path if urlparse(path).scheme else "file://" + os.path.abspath(path)


def coded_articles(spark, options, files):
    """All articles with what is taken from them."""
    schema = pa.schema(to_arrow_schema(StructType.fromDDL(CODED)))
    lines = [path for path, name in files if name.lower().endswith(LINES_OF_JSON)]
    tables = [path for path, name in files if name.lower().endswith(".parquet")]
    others = [(rank, path, name) for rank, (path, name) in enumerate(files) if path not in {*lines, *tables}]
    frames = []
    path = F.col("_metadata.file_path").alias("path")
    if lines:
        text = spark.read.option("lineSep", "\n").text([spelt(path) for path in lines])
        block = F.col("_metadata.file_block_start").alias("block")
        text = text.select(path, block, F.col("value").cast("binary").alias("line"))
        # How many lines stand before each block: to count them takes a thousandth of the time of coding them.
        first_lines, last, number = {}, None, 1
        for file, block, count in sorted(map(tuple, text.groupBy("path", "block").count().collect())):
            number = number if file == last else 1
            first_lines[file, block], last, number = number, file, number + count
        first_lines = spark.sparkContext.broadcast(first_lines)
        frames.append(text.mapInArrow(code_lines(options, schema, first_lines), CODED))
    if tables:
        table = spark.read.parquet(*(spelt(path) for path in tables))
        line = F.to_json(F.struct(*table.columns)).cast("binary").alias("line")
        table = table.select(path, (F.col("_metadata.row_index") + 1).alias("number"), line)
        frames.append(table.mapInArrow(code_lines(options, schema), CODED))
    if others:
        tasks = spark.sparkContext.parallelize(others, len(others))
        whole = spark.createDataFrame(tasks, "rank long, path string, name string")
        frames.append(whole.mapInArrow(code_files(options, schema), CODED))
    return reduce(DataFrame.union, frames)


# Across articles.

def without_dropped(good, options):
    """The articles that are in the graph in the end. Only those that share an id or a page need be looked at."""
    def shared(name):
        return good.where(F.col(name).isNotNull()).groupBy(name).count().where("count > 1").select(name)

    incoming = good.select("doc", "id", "page", "hash")
    doubtful = incoming.join(shared("id"), "id", "left_semi").unionByName(
        incoming.join(shared("page"), "page", "left_semi")).distinct()
    dropped = reduced(doubtful.repartition(1).sortWithinPartitions("doc"), "dropped", options)
    return good.join(dropped.select(F.get_json_object("line", "$.doc").alias("doc")), "doc", "left_anti")


def copies_among(kept, options):
    """Which texts are copies of each other, as lines: those that share a band are compared."""
    bodies = kept.groupBy("body").agg(F.min("doc").alias("first"), F.first("bands").alias("bands"))
    band = Window.partitionBy("band")
    banded = bodies.select("body", "first", F.explode("bands").alias("band"))
    banded = banded.withColumn("shared", F.count("*").over(band)).where("shared > 1")
    banded = banded.withColumn("place", F.row_number().over(band.orderBy("first")))
    earlier = banded.where(F.col("place") <= LOOKED_AT).select("band", F.col("body").alias("one"), F.col("place").alias("before"))
    pairs = banded.join(earlier, "band").where("before < place").select("one", F.col("body").alias("other")).distinct()
    wanted = pairs.select(F.col("one").alias("body")).union(pairs.select("other")).distinct()
    text = F.get_json_object("record", "$.article.text")
    texts = kept.join(wanted, "body", "left_semi").groupBy("body").agg(
        F.first(F.when(F.trim(text) == "", F.coalesce("title", F.lit(""))).otherwise(text)).alias("text"))
    one = texts.select(F.col("body").alias("one"), F.col("text").alias("one_text"))
    other = texts.select(F.col("body").alias("other"), F.col("text").alias("other_text"))
    return reduced(pairs.join(one, "one").join(other, "other"), "copies", options)


def told(kept, stories):
    """The claims of the articles, each with the story that it stands in."""
    claims = kept.select("doc", F.col("id").alias("article"), F.explode("claims").alias("claim"))
    claims = claims.select("doc", "article", "claim.*").withColumnRenamed("story", "body")
    return claims.join(stories, "body", "left").withColumn("story", F.coalesce("story", "body"))


def merged(claims, options):
    """The relations that the claims come to, as lines."""
    keyed = claims.select("relation", "story", "doc", "dated", "modality", "confidence")
    sorted_ = keyed.repartition("relation").sortWithinPartitions("relation", "story", "doc")
    return reduced(sorted_.drop("doc"), "relations", options)


def write_lines(frame, path):
    frame.write.mode("overwrite").option("compression", "gzip").text(path)


def run(spark, options, files, output, resume):
    work = f"{output}/work"
    if not (resume and exists(spark, f"{work}/coded/_SUCCESS")):
        # Blocks must be cut alike when their lines are counted and when they are coded.
        with settings(spark, {"maxPartitionBytes": options["block"], "openCostInBytes": options["block"], "minPartitionNum": 1 << 20}):
            coded_articles(spark, options, files).write.mode("overwrite").parquet(f"{work}/coded")
    coded = spark.read.schema(CODED).parquet(f"{work}/coded")
    coded.where("error IS NOT NULL").select("doc", "error").coalesce(1).write.mode("overwrite").json(f"{output}/failed")
    kept = without_dropped(coded.where("error IS NULL"), options)
    kept.select("doc").write.mode("overwrite").parquet(f"{work}/kept")
    kept = coded.join(spark.read.parquet(f"{work}/kept"), "doc", "left_semi")
    write_lines(kept.select("record"), f"{output}/articles")
    write_lines(copies_among(kept, options), f"{output}/copies")
    copies = spark.read.schema("one string, other string, cut boolean, common double").json(f"{output}/copies")
    stories = reduced(copies.repartition(1), "stories", options)
    stories.select(F.from_json("line", "body string, story string").alias("row")).select("row.*").write.mode(
        "overwrite").parquet(f"{work}/stories")
    stories = spark.read.parquet(f"{work}/stories")
    claims = told(kept, stories)
    write_lines(merged(claims, options), f"{output}/relations")

    def table(frame, name):
        frame.write.mode("overwrite").parquet(f"{output}/parquet/{name}")

    table(claims.drop("body", "doc"), "claims")
    table(spark.read.schema(MERGED).json(f"{output}/relations"), "relations")
    entities = kept.select(F.explode("entities").alias("entity")).select("entity.*")
    table(entities.groupBy("id", "key", "kind", "name", "code").count().groupBy("id", "key", "kind").agg(
        F.max_by(F.struct("name", "code"), F.struct("count", "name")).alias("most"), F.sum("count").alias("articles"),
    ).select("id", "key", "kind", "most.*", "articles"), "entities")
    table(kept.join(stories, "body", "left").select(
        "id", "title", "date", "source", F.col("page").alias("url"), "words", F.coalesce("story", "body").alias("story")), "articles")
    counts = {name: spark.read.parquet(f"{output}/parquet/{name}").count() for name in ("articles", "claims", "relations")}
    failed = [each.error for each in coded.where("error IS NOT NULL").orderBy("doc").select("error").take(20)]
    remove(spark, work)
    return counts, failed


@contextmanager
def settings(spark, values):
    """Has Spark read files otherwise for a while."""
    for name, value in values.items():
        spark.conf.set(f"spark.sql.files.{name}", value)
    yield
    for name in values:
        spark.conf.unset(f"spark.sql.files.{name}")


def hadoop(spark, path):
    path = spark._jvm.org.apache.hadoop.fs.Path(path)
    return path.getFileSystem(spark._jsc.hadoopConfiguration()), path


def exists(spark, path):
    system, path = hadoop(spark, path)
    return system.exists(path)


def remove(spark, path):
    system, path = hadoop(spark, path)
    system.delete(path, True)


def job(spark, arguments):
    """All of it in a session; the sizes of what came out, and the first articles that failed."""
    files = files_of(arguments.paths)
    if not files:
        sys.exit("error: there are no files to read")
    spark.conf.set("spark.sql.shuffle.partitions", arguments.partitions)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 512)
    spark.sparkContext.addFile(arguments.relgraph)
    if arguments.relations:
        spark.sparkContext.addFile(arguments.relations, recursive=True)
    options = {
        "program": os.path.basename(arguments.relgraph), "map": arguments.map, "block": arguments.block,
        "patience": arguments.patience,
        "relations": arguments.relations and os.path.basename(os.path.normpath(arguments.relations)),
        "files": {key_of(path): (rank, name) for rank, (path, name) in enumerate(files)},
    }
    return run(spark, options, files, spelt(arguments.output), arguments.resume)


def parser():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("paths", nargs="+", help="files, folders and patterns; other file systems by their URI (s3://, hdfs://)")
    add("--output", required=True, help="a folder for the results, which all machines can write to")
    add("--relgraph", required=True, help="the program, built for the machines of the cluster")
    add("--master", help="where Spark runs, if spark-submit does not say so: local[2], spark://HOST:7077")
    add("--relations", help="a folder of relation files beside the built-in ones")
    add("--map", action="append", default=[], help="what keys are called, as for `ingest`: text=story,date=day")
    add("--block", type=int, default=32 << 20, help="bytes of JSON Lines or Parquet that are one task [32 MiB]")
    add("--partitions", type=int, default=200, help="parts in which articles and claims are compared and merged [200]")
    add("--patience", type=float, default=300, help="seconds after which an article without an answer has failed [300]")
    add("--resume", action="store_true", help="goes on behind the coding, where that was done")
    return parser


def main():
    arguments = parser().parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("relgraph").config("spark.ui.showConsoleProgress", sys.stderr.isatty())
    if arguments.master:
        builder = builder.master(arguments.master)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    counts, failed = job(spark, arguments)
    spark.stop()
    for error in failed:
        print(f"skipped {error}", file=sys.stderr)
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()), file=sys.stderr)
    print(f"now: relgraph import {arguments.output} --db archive.db", file=sys.stderr)
    sys.exit(2 if failed else 0)


if __name__ == "__main__":
    main()
