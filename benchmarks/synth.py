"""Time whole synthesizing processes: ours beside raw L1 and the alpha L2.

Each round runs the three in turn, so that a machine that grows slower is slow for all of them. What
counts is the ratio of the medians; seconds depend on the machine. Writes ``build/bench.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("ours", "l1", "alpha")
GOALS = "goals: ours/L1 at most 1.25 at every size; ours/alpha at most 0.7 at 50"


@dataclass(frozen=True)
class Run:
    """One process, from its start to its end."""

    seconds: float
    peak_mib: float


def run(kind: str, size: int, *flags: str) -> Run:
    """Synthesize ``size`` endpoints of ``kind`` in a process of its own."""
    with tempfile.TemporaryDirectory() as outdir, tempfile.TemporaryFile() as log:
        command = [sys.executable, str(ROOT / "benchmarks/apps.py"), kind, str(size), outdir]
        started = time.perf_counter()
        process = subprocess.Popen([*command, *flags], stdout=log, stderr=log, cwd=outdir)
        # wait4 reports the largest process among the child and those it waited for.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            tail = log.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)} failed:\n{tail}")
        return Run(seconds, usage.ru_maxrss / 1024)


def measure(sizes: list[int], rounds: int, console: Console) -> list[dict[str, object]]:
    """Return one row for each size."""
    run("alpha", 1)  # fills the byte-code caches of Python and Node.js
    rows: list[dict[str, object]] = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("synthesizing", total=len(sizes) * rounds * len(KINDS))
        for size in sizes:
            runs: dict[str, list[Run]] = {kind: [] for kind in KINDS}
            for _ in range(rounds):
                for kind in KINDS:
                    progress.update(task, description=f"{size} endpoints, {kind}")
                    runs[kind].append(run(kind, size))
                    progress.advance(task)
            seconds = {k: statistics.median(r.seconds for r in runs[k]) for k in KINDS}
            peaks = {k: statistics.median(r.peak_mib for r in runs[k]) for k in KINDS}
            rows.append(
                {
                    "benchmark": "synth",
                    "size": size,
                    "seconds": {k: round(v, 3) for k, v in seconds.items()},
                    "ratio": {
                        k: round(seconds["ours"] / seconds[k], 3) for k in KINDS if k != "ours"
                    },
                    "peak_mib": round(peaks["ours"]),
                    "peak_mib_of": {k: round(v) for k, v in peaks.items()},
                }
            )
    return rows


def table(rows: list[dict[str, object]], rounds: int) -> Table:
    """Return the rows as a table."""
    result = Table(title=f"synth: whole processes, medians of {rounds}", caption=GOALS)
    for heading in ("endpoints", "ours s", "L1 s", "alpha s", "ours/L1", "ours/alpha", "peak MiB"):
        result.add_column(heading, justify="right")
    for row in rows:
        seconds, ratio = row["seconds"], row["ratio"]
        assert isinstance(seconds, dict)
        assert isinstance(ratio, dict)
        figures = [seconds["ours"], seconds["l1"], seconds["alpha"], ratio["l1"], ratio["alpha"]]
        result.add_row(
            str(row["size"]), *(f"{figure:.2f}" for figure in figures), str(row["peak_mib"])
        )
    return result


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=ROOT / "build/bench.json")
    options = parser.parse_args()
    console = Console()
    rows = measure(options.sizes, options.rounds, console)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    earlier = json.loads(options.output.read_text("utf-8")) if options.output.is_file() else []
    others = [row for row in earlier if row["benchmark"] != "synth"]
    options.output.write_text(json.dumps([*rows, *others], indent=2) + "\n", encoding="utf-8")
    console.print(table(rows, options.rounds))
    console.print(f"written to {options.output}")


if __name__ == "__main__":
    main()
