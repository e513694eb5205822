"""Time the rules: over one large template beside cfn-lint, and what they add to a synthesis.

The template holds 200 endpoints of ours, some 1,600 resources: four stacks of 50 as the constructs
synthesize them, put into one file. Reading the file is timed on its own. cfn-lint runs as its users
run it, as a process over the same file, in the same run. All figures are processor seconds: what
else the machine does counts less. Adds to ``build/bench.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
GOALS = "goals: the rules at most 0.5 s beyond reading; at most 10 % of a synthesis"
COPIES = 4
_RUN = """
import json, sys, time
from sagemaker_hosting.rules import all_rules, check_template
all_rules()
times = []
for _ in range(int(sys.argv[2])):
    started = time.process_time()
    template = json.load(open(sys.argv[1], encoding="utf-8"))
    read = time.process_time()
    findings = check_template(template)
    times.append((read - started, time.process_time() - read))
print(json.dumps({"times": times, "findings": len(findings), "rules": len(all_rules())}))
"""


def run(command: list[str], folder: str, *, check: bool = True) -> float:
    """Run a process and what it starts; return the seconds of processor time that it takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=check, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def synthesize(outdir: str, *flags: str) -> float:
    """Synthesize 50 endpoints of ours in a process of its own; return the processor seconds."""
    script = str(ROOT / "benchmarks/apps.py")
    return run([sys.executable, script, "ours", "50", outdir, *flags], outdir)


def large_template(stack: dict[str, Any]) -> dict[str, Any]:
    """Return the resources of ``stack`` several times in one template, each with its own names."""
    text = json.dumps(stack["Resources"])
    words = "|".join(map(re.escape, sorted(stack["Resources"], key=len, reverse=True)))
    resources: dict[str, Any] = {}
    for copy in range(COPIES):
        own = re.sub(rf"\b({words})\b", rf"\g<1>C{copy}", text)
        resources |= json.loads(own.replace("Bench0-", f"Bench{copy}-"))
    return {"Resources": resources}


def lint(path: Path) -> float:
    """Return the processor seconds that cfn-lint takes for the file."""
    # Its exit code tells of findings, of which a template of this size has one (its size).
    return run(["cfn-lint", str(path)], str(path.parent), check=False)


def measure(rounds: int, console: Console) -> dict[str, Any]:
    """Return what the rules take, as one row."""
    plain, plugged, linted, read, checked = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder, console.status("timing the rules"):
        path = Path(folder) / "large.template.json"
        for _ in range(rounds):
            plain.append(synthesize(folder))
            plugged.append(synthesize(folder, "--rules"))
            stack = json.loads((Path(folder) / "Bench0.template.json").read_text("utf-8"))
            path.write_text(json.dumps(large_template(stack), indent=1), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-c", _RUN, str(path), "3"],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONHASHSEED": "0"},
            )
            found = json.loads(done.stdout)
            read.append(min(each[0] for each in found["times"]))
            checked.append(min(each[1] for each in found["times"]))
            if not linted:  # a minute; once is enough to compare with
                linted.append(lint(path))
        resources = len(json.loads(path.read_text("utf-8"))["Resources"])
    seconds = {
        "read": read,
        "rules": checked,
        "cfn_lint": linted,
        "synth": plain,
        "synth_with_rules": plugged,
    }
    medians = {name: round(statistics.median(values), 3) for name, values in seconds.items()}
    return {
        "benchmark": "rules",
        "resources": resources,
        "rules": found["rules"],
        "findings": found["findings"],
        "seconds": medians,
        "added_to_synthesis": round(medians["synth_with_rules"] / medians["synth"] - 1, 3),
    }


def table(row: dict[str, Any], rounds: int) -> Table:
    """Return the row as a table."""
    title = f"rules: {row['rules']} over {row['resources']} resources, medians of {rounds}"
    result = Table(title=title, caption=GOALS)
    headings = ("read s", "rules s", "cfn-lint s", "synth s", "with rules s", "added")
    for heading in headings:
        result.add_column(heading, justify="right")
    seconds = row["seconds"]
    result.add_row(
        *(f"{seconds[name]:.2f}" for name in ("read", "rules", "cfn_lint")),
        *(f"{seconds[name]:.2f}" for name in ("synth", "synth_with_rules")),
        f"{row['added_to_synthesis']:.1%}",
    )
    return result


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=ROOT / "build/bench.json")
    options = parser.parse_args()
    console = Console()
    row = measure(options.rounds, console)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    earlier = json.loads(options.output.read_text("utf-8")) if options.output.is_file() else []
    rows = [each for each in earlier if each["benchmark"] != "rules"] + [row]
    options.output.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    console.print(table(row, options.rounds))
    console.print(f"written to {options.output}")


if __name__ == "__main__":
    main()
