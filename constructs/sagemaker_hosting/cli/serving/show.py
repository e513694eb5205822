"""The outcome of a trial in three formats."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table

from sagemaker_hosting.cli.serving.failures import told
from sagemaker_hosting.cli.serving.trial import Measured, Outcome

_PERCENTILES = (50, 90, 99, 100)


def as_text(outcome: Outcome) -> str:
    """Return a table of latencies, what failed, and the verdict."""
    return "\n".join(_lines(outcome))


def as_json(outcome: Outcome) -> str:
    """Return everything that was measured."""
    found = {
        "passed": outcome.passed,
        "served": list(outcome.described),
        "started_seconds": outcome.started,
        "payloads": [
            {
                "payload": each.name,
                "requests": each.requests,
                "failed": each.failed,
                "failures": list(each.failures),
                "milliseconds": {
                    _heading(percent): _or_none(each.percentile(percent))
                    for percent in _PERCENTILES
                },
            }
            for each in outcome.measured
        ],
        "failures": list(outcome.failures),
        "notes": list(outcome.notes),
        "log_tail": outcome.log_tail,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_junit(outcome: Outcome) -> str:
    """Return a test suite: the start, and a test for each payload."""
    suite = ElementTree.Element(
        "testsuite",
        name="sagemaker-hosting artifact test",
        tests=str(1 + len(outcome.measured)),
        failures=str(
            bool(outcome.failures) + sum(bool(each.failures) for each in outcome.measured)
        ),
    )
    _case(suite, "start", outcome.started or 0.0, outcome.failures)
    for each in outcome.measured:
        _case(suite, each.name, sum(each.latencies) / 1000, each.failures)
    ElementTree.SubElement(suite, "system-out").text = _printable(outcome.log_tail)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode")


FORMATS: dict[str, Callable[[Outcome], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
}
"""The formats, the default first."""


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from outcome.described
    if outcome.started is not None:
        yield f"started in {outcome.started:.2f} s"
    if outcome.measured:
        yield _table(outcome)
    yield from outcome.notes
    yield from outcome.failures
    failed = [each for each in outcome.measured if each.failures]
    for each in failed:
        for failure in each.failures:
            yield f"{each.name}: {failure}"
    if failed:
        yield told("failed", outcome.log_tail)
    elif outcome.failures:
        yield "failed"
    else:
        yield "passed"


def _table(outcome: Outcome) -> str:
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column("payload")
    for heading in ("requests", "failed", *(f"{_heading(each)} ms" for each in _PERCENTILES)):
        table.add_column(heading, justify="right")
    for each in outcome.measured:
        table.add_row(each.name, str(each.requests), str(each.failed), *_figures(each))
    stream = io.StringIO()
    Console(file=stream, width=200, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip().splitlines())


def _figures(measured: Measured) -> list[str]:
    figures = [measured.percentile(percent) for percent in _PERCENTILES]
    return ["-" if math.isnan(figure) else f"{figure:.1f}" for figure in figures]


def _heading(percent: int) -> str:
    return "max" if percent == 100 else f"p{percent}"


def _or_none(figure: float) -> float | None:
    return None if math.isnan(figure) else round(figure, 3)


def _case(suite: ElementTree.Element, name: str, seconds: float, failures: object) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname="artifact", name=name, time=f"{seconds:.3f}"
    )
    for failure in failures if isinstance(failures, list | tuple) else ():
        text = _printable(str(failure))
        ElementTree.SubElement(case, "failure", message=text.splitlines()[0]).text = text


def _printable(text: str) -> str:
    """Leave out what XML cannot say: a log may hold anything."""
    return "".join(each for each in text if each in "\t\n" or (each >= " " and each < "\ud800"))
