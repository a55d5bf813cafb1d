#!/usr/bin/env python3
"""The graph of what follows what against PM4Py, which nobody here wrote, on the event log that the program exports.

Usage: compare_process.py PROGRAM DATA, where DATA is the folder of a demonstration.
Needs pm4py (and what it brings) from PyPI.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import pm4py

PROGRAM, DATA = sys.argv[1:3]
log_file = pathlib.Path(tempfile.mkdtemp(prefix="motcua-process-")) / "log.xes"
ours = json.loads(subprocess.run(
    [PROGRAM, "process", "--data", DATA, "--xes", str(log_file)], check=True, capture_output=True, text=True,
).stdout)
log = pm4py.read_xes(str(log_file))
follows, starts, ends = pm4py.discover_dfg(log)
times, _, _ = pm4py.discover_performance_dfg(log)
failures = []


def same(what, one, other):
    if one != other:
        failures.append(f"{what}: {one} here, {other} in PM4Py")


same("dossiers", ours["cases"], log["case:concept:name"].nunique())
same("what happened", ours["activities"], log["concept:name"].value_counts().to_dict())
same("what came first", ours["starts"], dict(starts))
same("what came last", ours["ends"], dict(ends))
same("pairs", {(edge["from"], edge["to"]): edge["count"] for edge in ours["edges"]}, {pair: int(n) for pair, n in follows.items()})
for edge in ours["edges"]:
    mean = times[(edge["from"], edge["to"])]
    mean = mean["mean"] if isinstance(mean, dict) else mean
    exact = edge["seconds"] / edge["count"]
    # Ours are whole seconds of each instant, theirs microseconds.
    if abs(exact - mean) > 1:
        failures.append(f"{edge['from']} to {edge['to']}: {exact} seconds here, {mean} in PM4Py")
for failure in failures:
    print(failure)
if failures:
    sys.exit(1)
print(f"{ours['cases']} dossiers, {len(ours['edges'])} pairs: the same in PM4Py {pm4py.__version__}")
