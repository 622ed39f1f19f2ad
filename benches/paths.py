#!/usr/bin/env python3
"""How long `relgraph path` takes as the graph grows, from a cold process, beside NetworkX and a recursive SQL query.

    benches/paths.py target/release/relgraph target/release/examples/scale_free [--sizes 10000,100000,1000000] [--folder /tmp]

Each graph is made up by the example `scale_free`, with ten claims an entity: few hubs that everything is tied to, and
very many entities that hardly anything is. It stays in the folder, so that a second run need not make it again.
NetworkX (`pip install networkx`; passed over where it is not there) gets each pair of entities once, with what relgraph
takes a hop for but for its age and family, and only looks for the best path; relgraph looks for three, with their evidence.
"""

import argparse
import math
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

# How long the recursive query may take.
PATIENCE = 60


def spend(command):
    """Seconds of the clock and of the processor, and peak of memory in MB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{command} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def forget(path):
    """Takes a file out of the page cache, as after a start of the machine."""
    file = os.open(path, os.O_RDONLY)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def pairs(entities):
    """Pairs by where they lie: entities are numbered from the largest hub down."""
    dice = random.Random(7)
    remote = lambda: dice.randrange(entities // 2, entities)
    middle = lambda: dice.randrange(100, entities // 10)
    return {
        "hub to hub": [(0, 1), (0, 9), (2, 5), (7, 40)],
        "hub to remote": [(dice.randrange(10), remote()) for _ in range(8)],
        "middle to middle": [(middle(), middle()) for _ in range(8)],
        "remote to remote": [(remote(), remote()) for _ in range(12)],
    }


def told(figures):
    milliseconds = sorted(1000 * figure for figure in figures)
    return f"median {statistics.median(milliseconds):.0f}, max {milliseconds[-1]:.0f} ms"


def measure_relgraph(relgraph, database, entities, turns):
    everything = []
    for name, chosen in pairs(entities).items():
        clock, processor, memory = [], [], 0
        for one, other in chosen:
            command = [relgraph, "--db", database, "path", f"entity {one}", f"entity {other}"]
            spend(command)
            runs = [spend(command) for _ in range(turns)]
            clock.append(statistics.median(run[0] for run in runs))
            processor.append(statistics.median(run[1] for run in runs))
            memory = max(memory, max(run[2] for run in runs))
        everything += clock
        print(f"  relgraph, {name}: {told(clock)}; of the processor {told(processor)}; peak {memory:.0f} MB", flush=True)
    print(f"  relgraph, all: {told(everything)}")
    cold = []
    for one, other in pairs(entities)["remote to remote"]:
        forget(database)
        cold.append(spend([relgraph, "--db", database, "path", f"entity {one}", f"entity {other}"])[0])
    print(f"  relgraph, remote to remote, nothing of the file in memory: {told(cold)}", flush=True)


def measure_networkx(database, entities):
    try:
        import networkx
    except ImportError:
        print("  passed over: there is no NetworkX here")
        return
    begin = time.perf_counter()
    sql = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tolls = {id: 0.35 * math.log(max(degree, 2)) for id, degree in sql.execute("SELECT id, degree FROM entity")}
    graph = networkx.Graph()
    strongest = """SELECT min(head, tail), max(head, tail), max(strength) FROM relation WHERE strength > 0 GROUP BY 1, 2"""
    # Half of each end's toll, so that a path pays all of it for whom it passes.
    graph.add_weighted_edges_from(
        (one, other, 0.5 - math.log(strength) + (tolls[one] + tolls[other]) / 2)
        for one, other, strength in sql.execute(strongest)
    )
    loaded = time.perf_counter() - begin
    clock = []
    for chosen in pairs(entities).values():
        for one, other in chosen:
            begin = time.perf_counter()
            networkx.bidirectional_dijkstra(graph, one + 1, other + 1)
            clock.append(time.perf_counter() - begin)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  NetworkX: {loaded:.1f} s to load {graph.number_of_edges():,} pairs, then {told(clock)} a question; peak {memory:,.0f} MB",
        flush=True,
    )


RECURSIVE = """WITH RECURSIVE walk(place, hops) AS (
  SELECT :from, 0
  UNION
  SELECT tail, hops + 1 FROM walk JOIN relation ON head = place WHERE hops < 4 AND strength > 0
  UNION
  SELECT head, hops + 1 FROM walk JOIN relation ON tail = place WHERE hops < 4 AND strength > 0
) SELECT hops FROM walk WHERE place = :to LIMIT 1"""


def measure_sql(database, entities):
    clock, given_up = [], 0
    chosen = [group[0] for group in pairs(entities).values()] + pairs(entities)["remote to remote"][1:3]
    for one, other in chosen:
        sql = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)
        timer = threading.Timer(PATIENCE, sql.interrupt)
        timer.start()
        begin = time.perf_counter()
        try:
            sql.execute(RECURSIVE, {"from": one + 1, "to": other + 1}).fetchone()
        except sqlite3.OperationalError:
            given_up += 1
        clock.append(time.perf_counter() - begin)
        timer.cancel()
        sql.close()
    late = f"; {given_up} of {len(chosen)} were given up after {PATIENCE} s" if given_up else ""
    print(f"  recursive SQL, fewest hops only, no cost: {told(clock)}{late}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relgraph")
    parser.add_argument("scale_free")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="entities of each graph")
    parser.add_argument("--folder", default="/tmp", help="where the graphs are kept")
    parser.add_argument("--turns", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--only", default="relgraph,networkx,sql", help="what is measured")
    options = parser.parse_args()
    for entities in map(int, options.sizes.split(",")):
        database = os.path.join(options.folder, f"scale-free-{entities}.db")
        if not os.path.exists(database):
            half = database + ".part"
            for rest in (half, half + "-wal", half + "-shm"):
                if os.path.exists(rest):
                    os.remove(rest)
            seconds, _, memory = spend([options.scale_free, str(entities), str(10 * entities), half])
            os.rename(half, database)
            print(f"made {database} in {seconds:.0f} s, peak {memory:.0f} MB", flush=True)
        print(f"{entities:,} entities, {10 * entities:,} claims, {os.path.getsize(database) / 1e6:,.0f} MB", flush=True)
        if "relgraph" in options.only:
            measure_relgraph(options.relgraph, database, entities, options.turns)
        if "sql" in options.only:
            measure_sql(database, entities)
        if "networkx" in options.only:
            measure_networkx(database, entities)


if __name__ == "__main__":
    main()
