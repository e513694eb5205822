"""A trial of what is served: start it, send payloads, measure, end it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sagemaker_hosting.cli.serving.build import Served
from sagemaker_hosting.cli.serving.compare import difference
from sagemaker_hosting.cli.serving.failures import told
from sagemaker_hosting.core.errors import HostingError
from sagemaker_hosting.facts.limits import REALTIME_PAYLOAD_BYTES_SAFE, TERMINATION_GRACE
from sagemaker_hosting.runner.servable import ContainerFailure, RequestRefused

_SHOWN = 500
_LOG_LINES = 40


@dataclass(frozen=True, kw_only=True)
class Payload:
    """One payload to send.

    Attributes:
        file: Where it is.
        content_type: Its Content-Type.
        expect: The file with the answer; None when any success will do.
    """

    file: Path
    content_type: str
    expect: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a trial does.

    Attributes:
        payloads: What is sent.
        requests: How often each is sent.
        concurrency: How many requests are under way at once.
        accept: The Accept header; empty for what the container prefers.
        headers: Further headers.
        tolerance: How much numbers of an answer may differ from those expected.
        max_p99: Milliseconds that the 99th percentile may take; None for any.
    """

    payloads: Sequence[Payload]
    requests: int = 10
    concurrency: int = 1
    accept: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    tolerance: float = 0.0
    max_p99: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What became of one payload.

    Attributes:
        name: The payload.
        latencies: Milliseconds of each answered request, in order of size.
        requests: How many were sent.
        failures: What went wrong, each kind once.
        failed: How many requests failed.
    """

    name: str
    latencies: Sequence[float]
    requests: int
    failures: Sequence[str]
    failed: int

    def percentile(self, percent: float) -> float:
        """Return a percentile of the latencies by nearest rank; not a number without any."""
        if not self.latencies:
            return math.nan
        return self.latencies[max(math.ceil(percent / 100 * len(self.latencies)), 1) - 1]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a trial found.

    Attributes:
        described: How it was served.
        started: Seconds until /ping answered 200; None when it never did.
        measured: Each payload.
        failures: What went wrong besides.
        notes: What is worth knowing.
        log_tail: The last lines of the log.
    """

    described: Sequence[str]
    started: float | None
    measured: Sequence[Measured] = ()
    failures: Sequence[str] = ()
    notes: Sequence[str] = ()
    log_tail: str = ""

    @property
    def passed(self) -> bool:
        """Return whether nothing failed."""
        return not self.failures and not any(each.failures for each in self.measured)


def run(served: Served, plan: Plan) -> Outcome:
    """Try what is served, and end it; never raises for what is wrong with the model."""
    described: list[str] = []
    try:
        described = served.describe()
        began = time.monotonic()
        served.servable.start()
        started = time.monotonic() - began
        measured = [_measure(served, plan, payload) for payload in plan.payloads]
        tail = served.servable.log_tail(_LOG_LINES)
        notes = [*_large(plan), *_end(served)]
    except ContainerFailure as failure:
        text = told(failure.message, failure.log_tail)
        return Outcome(
            described=described, started=None, failures=[text], log_tail=failure.log_tail
        )
    except HostingError as error:
        return Outcome(described=described, started=None, failures=[str(error)])
    finally:
        served.servable.stop()
    return Outcome(
        described=described, started=started, measured=measured, notes=notes, log_tail=tail
    )


def _measure(served: Served, plan: Plan, payload: Payload) -> Measured:
    body = payload.file.read_bytes()
    expected = payload.expect.read_bytes() if payload.expect else None
    latencies: list[float] = []
    failures: dict[str, int] = {}
    lock = threading.Lock()

    def once(_: int) -> None:
        began = time.monotonic()
        problem, answered = _ask(served, plan, payload.content_type, body, expected)
        took = (time.monotonic() - began) * 1000
        with lock:
            if answered:
                latencies.append(took)
            if problem:
                failures[problem] = failures.get(problem, 0) + 1

    with ThreadPoolExecutor(plan.concurrency) as pool:
        list(pool.map(once, range(plan.requests)))
    measured = Measured(
        name=payload.file.name,
        latencies=sorted(latencies),
        requests=plan.requests,
        failures=list(failures),
        failed=sum(failures.values()),
    )
    p99 = measured.percentile(99)
    if plan.max_p99 is not None and p99 > plan.max_p99:
        slow = f"the 99th percentile is {p99:.1f} ms; at most {plan.max_p99:g} ms are allowed"
        return Measured(
            name=measured.name,
            latencies=measured.latencies,
            requests=measured.requests,
            failures=[*measured.failures, slow],
            failed=measured.failed,
        )
    return measured


def _ask(
    served: Served, plan: Plan, content_type: str, body: bytes, expected: bytes | None
) -> tuple[str, bool]:
    """Send one request; return what is wrong with the answer, and whether there was one."""
    try:
        served.limits.check(len(body))
        answer = served.servable.invoke(
            body, content_type=content_type, accept=plan.accept, headers=plan.headers
        )
    except ContainerFailure as failure:
        return failure.message, False
    except RequestRefused as refused:
        return f"{refused.code}: {refused.message}", False
    except HostingError as error:
        return str(error), False
    if not answer.is_success:
        text = answer.body[:_SHOWN].decode(errors="replace").rstrip()
        return f"status {answer.status}: {text}", True
    if expected is None:
        return "", True
    return difference(expected, answer.body, answer.content_type, plan.tolerance), True


def _large(plan: Plan) -> Iterator[str]:
    for payload in plan.payloads:
        size = payload.file.stat().st_size
        if size > REALTIME_PAYLOAD_BYTES_SAFE.value:
            yield (
                f"{payload.file.name} has {size} bytes; the quotas page and older clients say that "
                f"a payload has at most {REALTIME_PAYLOAD_BYTES_SAFE.value}"
            )


def _end(served: Served) -> Iterator[str]:
    grace = TERMINATION_GRACE.value
    began = time.monotonic()
    if served.servable.stop(grace):
        yield f"ended {time.monotonic() - began:.1f} s after SIGTERM"
    else:
        yield f"still there {grace} s after SIGTERM, and killed, as SageMaker does"
