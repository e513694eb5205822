"""Time packing and checking of an artifact, as whole processes: ours beside tar and pigz.

Each round runs all in turn, so that a machine that grows slower is slow for all of them. What
counts is the ratio of the medians; seconds depend on the machine. The seconds of all processors
together are written as well: on a busy machine they say more. Writes
``build/bench-artifact.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
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
OURS = [sys.executable, "-m", "sagemaker_hosting.cli.main", "artifact"]
GOALS = (
    "goals, on 600 MB of float32 weights: pack 8 times as fast as tar czf at 1 % larger at most; "
    "check 2.5 times as fast as tar tzf; less than 150 MiB of memory"
)
WEIGHTS = """
import sys
import numpy
generator = numpy.random.default_rng(0)
with open(sys.argv[1], "wb") as file:
    left = int(sys.argv[2]) // 4
    while left:
        some = min(left, 5_000_000)
        file.write(generator.standard_normal(some, dtype=numpy.float32).tobytes())
        left -= some
"""


@dataclass(frozen=True)
class Run:
    """One process, from its start to its end."""

    seconds: float
    processor_seconds: float
    peak_mib: float


def run(command: list[str], directory: Path) -> Run:
    """Run a command in a shell's place; what it prints is not shown."""
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=directory)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            raise SystemExit(f"{command} failed:\n{log.read().decode(errors='replace')[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def commands(pigz: str | None) -> dict[str, dict[str, list[str]]]:
    """Return what is compared, by task and name."""
    pack = {
        "ours": [*OURS, "pack", "model", "-o", "ours.tar.gz"],
        "tar": ["tar", "czf", "tar.tar.gz", "-C", "model", "."],
    }
    check = {
        "ours": [*OURS, "check", "tar.tar.gz"],
        "tar": ["tar", "tzf", "tar.tar.gz"],
    }
    if pigz is not None:
        pack["pigz"] = ["tar", "-I", pigz, "-cf", "pigz.tar.gz", "-C", "model", "."]
        check["pigz"] = ["tar", "-I", pigz, "-tf", "tar.tar.gz"]
    return {"pack": pack, "check": check}


def measure(
    megabytes: int, rounds: int, scratch: Path, console: Console
) -> list[dict[str, object]]:
    """Return one row for each task."""
    model = scratch / "model"
    model.mkdir()
    generate = [sys.executable, "-c", WEIGHTS, str(model / "weights.bin"), str(megabytes * 10**6)]
    subprocess.run(generate, check=True)
    rows: list[dict[str, object]] = []
    with Progress(console=console, transient=True) as progress:
        for task, compared in commands(shutil.which("pigz")).items():
            bar = progress.add_task(task, total=rounds * len(compared))
            runs: dict[str, list[Run]] = {name: [] for name in compared}
            for _ in range(rounds):
                for name, command in compared.items():
                    progress.update(bar, description=f"{task}, {name}")
                    runs[name].append(run(command, scratch))
                    progress.advance(bar)
            rows.append(_row(task, megabytes, runs, scratch))
    return rows


def _row(task: str, megabytes: int, runs: dict[str, list[Run]], scratch: Path) -> dict[str, object]:
    seconds = {name: statistics.median(r.seconds for r in each) for name, each in runs.items()}
    row: dict[str, object] = {
        "benchmark": f"artifact {task}",
        "megabytes": megabytes,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "times_as_fast_as": {
            name: round(value / seconds["ours"], 2) for name, value in seconds.items()
        },
        "processor_seconds": {
            name: round(statistics.median(r.processor_seconds for r in each), 3)
            for name, each in runs.items()
        },
        "peak_mib": round(max(r.peak_mib for r in runs["ours"])),
    }
    if task == "pack":
        sizes = {name: (scratch / f"{name}.tar.gz").stat().st_size for name in runs}
        row["size_ratio"] = {
            name: round(sizes["ours"] / size, 4) for name, size in sizes.items() if name != "ours"
        }
    return row


def table(rows: list[dict[str, object]], rounds: int) -> Table:
    """Return the rows as a table."""
    title = f"artifact: whole processes, medians of {rounds}"
    result = Table(title=title, caption=GOALS)
    for heading in ("", "MB", "ours s", "tar s", "tar/ours", "pigz/ours", "size/tar", "peak MiB"):
        result.add_column(heading, justify="right")
    for row in rows:
        seconds, faster, sizes = row["seconds"], row["times_as_fast_as"], row.get("size_ratio")
        assert isinstance(seconds, dict)
        assert isinstance(faster, dict)
        result.add_row(
            str(row["benchmark"]).removeprefix("artifact "),
            str(row["megabytes"]),
            f"{seconds['ours']:.2f}",
            f"{seconds['tar']:.2f}",
            f"{faster['tar']:.2f}",
            f"{faster['pigz']:.2f}" if "pigz" in faster else "no pigz here",
            f"{sizes['tar']:.4f}" if isinstance(sizes, dict) else "",
            str(row["peak_mib"]),
        )
    return result


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="60 MB, one round")
    parser.add_argument("--output", type=Path, default=ROOT / "build/bench-artifact.json")
    options = parser.parse_args()
    megabytes, rounds = (60, 1) if options.quick else (options.megabytes, options.rounds)
    console = Console()
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(megabytes, rounds, Path(scratch), console)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    console.print(table(rows, rounds))
    console.print(f"written to {options.output}")


if __name__ == "__main__":
    main()
