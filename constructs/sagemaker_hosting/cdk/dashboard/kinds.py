"""What a dashboard shows of each kind of endpoint, and of inference components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sagemaker_hosting.cdk.dashboard import panels
from sagemaker_hosting.cdk.dashboard.fleets import fleets
from sagemaker_hosting.cdk.dashboard.subject import Subject
from sagemaker_hosting.cdk.dashboard.widget import Graph, Mark, MathLine, MetricLine, Row

_ERRORS = {"Invocation4XXErrors": "4xx", "Invocation5XXErrors": "5xx"}


def real_time(variant: Subject, percentiles: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a production variant of a real-time endpoint."""
    answers = {**_ERRORS, "InvocationModelErrors": "without a 2xx answer"}
    yield [
        panels.counts("Requests", variant, {"Invocations": "requests"}),
        panels.counts("Errors", variant, answers),
        panels.error_rate(variant),
    ]
    yield [
        panels.durations("Model latency", variant, {"ModelLatency": ""}, percentiles),
        panels.durations("Overhead latency", variant, {"OverheadLatency": ""}, percentiles),
        panels.values(
            "Concurrent requests for each model",
            variant,
            {"ConcurrentRequestsPerModel": ""},
            unit="requests",
            statistics=("Maximum",),
        ),
    ]
    yield fleets(variant, counted="Invocations", statistic="Sum")
    yield [
        panels.instances(
            variant,
            MathLine(expression="IF(share > 0, requests / share, 0)", label="by requests"),
            MetricLine(name="Invocations", owner=variant.owner, id="requests", hidden=True),
            MetricLine(name="InvocationsPerInstance", owner=variant.owner, id="share", hidden=True),
        ),
        panels.counts("Requests for each instance", variant, {"InvocationsPerInstance": ""}),
    ]
    yield panels.utilization(variant)
    if variant.hosts_many_models:
        yield _many_models(variant, percentiles)
    further = []
    if variant.containers:
        further.append(panels.container_latency(variant, percentiles[-1]))
    if variant.explains:
        explained = {"ExplanationsPerInstance": ""}
        further.append(panels.counts("Explanations for each instance", variant, explained))
    if further:
        yield further


def serverless(variant: Subject, percentiles: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the variant of a serverless endpoint."""
    yield [
        panels.counts("Requests", variant, {"Invocations": "requests"}),
        panels.counts("Errors", variant, _ERRORS),
        panels.error_rate(variant),
    ]
    yield [
        panels.durations("Model latency", variant, {"ModelLatency": ""}, percentiles),
        panels.durations(
            "Overhead latency, cold starts included", variant, {"OverheadLatency": ""}, percentiles
        ),
        panels.durations("Cold starts", variant, {"ModelSetupTime": ""}, ("Average", "Maximum")),
    ]
    yield [
        panels.counts(
            "How many cold starts",
            variant,
            {"ModelSetupTime": "cold starts"},
            statistic="SampleCount",
        ),
        panels.values(
            "Concurrency in use",
            variant,
            {"ServerlessConcurrentExecutionsUtilization": ""},
            unit="share of the maximum",
        ),
        panels.values(
            "Memory", variant, {"MemoryUtilization": ""}, unit="%", statistics=("Maximum",)
        ),
    ]
    yield _provisioned(variant)


def asynchronous(variant: Subject, percentiles: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the variant of an asynchronous endpoint."""
    queue = {"ApproximateBacklogSize": "", "ApproximateBacklogSizePerInstance": "per instance"}
    yield [
        panels.values("Backlog", variant, queue, unit="requests", statistics=("Maximum",)),
        panels.values(
            "Age of the oldest request",
            variant,
            {"ApproximateAgeOfOldestRequest": ""},
            unit="seconds",
            statistics=("Maximum",),
        ),
        panels.values(
            "Backlog without an instance",
            variant,
            {"HasBacklogWithoutCapacity": ""},
            unit="1 while requests wait",
            statistics=("Average",),
        ),
    ]
    yield [
        panels.counts(
            "Requests",
            variant,
            {
                "InvocationsProcessed": "processed",
                "InvocationFailures": "failed",
                "ExpiredRequests": "expired",
            },
        ),
        panels.counts(
            "Failures around the model",
            variant,
            {
                "RequestDownloadFailures": "request not read",
                "ResponseUploadFailures": "response not written",
                "NotificationFailures": "notification not sent",
            },
        ),
        panels.answered_error_rate(variant),
    ]
    yield [
        panels.durations("Model latency", variant, {"ModelLatency": ""}, percentiles),
        panels.durations(
            "Waiting and working",
            variant,
            {"TimeInBacklog": "in the backlog", "TotalProcessingTime": "in all"},
            ("Average", "Maximum"),
            microseconds=False,
        ),
        panels.durations(
            "Reading and writing S3",
            variant,
            {"RequestDownloadLatency": "request", "ResponseUploadLatency": "response"},
            ("Average", "Maximum"),
        ),
    ]
    yield fleets(variant, counted="ModelLatency", statistic="SampleCount")
    yield [
        panels.instances(
            variant,
            MathLine(expression="IF(each > 0, queue / each, 0)", label="by the backlog"),
            MetricLine(name="ApproximateBacklogSize", owner=variant.owner, id="queue", hidden=True),
            MetricLine(
                name="ApproximateBacklogSizePerInstance",
                owner=variant.owner,
                id="each",
                hidden=True,
            ),
        ),
        *panels.utilization(variant),
    ]


def component_endpoint(variant: Subject) -> Iterator[Row]:
    """Yield the rows of a variant whose instances inference components share."""
    yield [
        panels.instances(variant, None),
        panels.values(
            "Reserved by components",
            variant,
            {"CPUReservation": "CPU", "GPUReservation": "GPU", "MemoryReservation": "memory"},
            unit="%",
            statistics=("Average",),
        ),
    ]
    used = {"CPUUtilizationNormalized": "CPU", "MemoryUtilization": "memory"}
    if variant.has_gpu:
        used |= {
            "GPUUtilizationNormalized": "GPU",
            "GPUMemoryUtilizationNormalized": "GPU memory",
        }
    yield [
        panels.values("Use of the instances", variant, used, unit="%", statistics=("Average",)),
        panels.values("Disk", variant, {"DiskUtilization": ""}, unit="%", statistics=("Maximum",)),
    ]


def component(subject: Subject, percentiles: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of an inference component."""
    answers = {
        **_ERRORS,
        "InvocationModelErrors": "without a 2xx answer",
        "NoCapacityInvocationFailures": "found no copy",
    }
    owner = subject.owner
    yield [
        panels.counts("Requests", subject, {"Invocations": "requests"}),
        panels.counts("Errors", subject, answers),
        panels.error_rate(subject),
    ]
    yield [
        panels.durations("Model latency", subject, {"ModelLatency": ""}, percentiles),
        panels.durations("Overhead latency", subject, {"OverheadLatency": ""}, percentiles),
        panels.values(
            "Concurrent requests for each copy",
            subject,
            {"ConcurrentRequestsPerCopy": ""},
            unit="requests",
            statistics=("Maximum",),
        ),
    ]
    yield [
        Graph(
            title="Copies",
            unit="copies",
            lines=[
                MetricLine(name="Invocations", owner=owner, id="requests", hidden=True),
                MetricLine(name="InvocationsPerCopy", owner=owner, id="share", hidden=True),
                MathLine(expression="IF(share > 0, requests / share, 0)", label="by requests"),
            ],
            marks=subject.limits(),
        ),
        panels.counts("Requests for each copy", subject, {"InvocationsPerCopy": ""}),
        panels.values(
            "Use of what a copy reserves",
            subject,
            {
                "CPUUtilizationNormalized": "CPU",
                "MemoryUtilizationNormalized": "memory",
                "GPUUtilizationNormalized": "GPU",
                "GPUMemoryUtilizationNormalized": "GPU memory",
            },
            unit="%",
            statistics=("Average",),
        ),
    ]


def _provisioned(variant: Subject) -> Row:
    owner = variant.owner
    known = variant.serverless or {}
    limits = variant.limits()
    for name, label in (
        ("ProvisionedConcurrency", "provisioned at first"),
        ("MaxConcurrency", "maximum concurrency"),
    ):
        if known.get(name) is not None:
            limits.append(Mark(label=label, value=known[name]))
    executions = "ServerlessProvisionedConcurrencyExecutions"
    use = "ServerlessProvisionedConcurrencyUtilization"
    return [
        Graph(
            title="Provisioned concurrency",
            unit="requests",
            lines=[
                MetricLine(name=executions, owner=owner, statistic="Maximum", label="in use"),
                MetricLine(name=executions, owner=owner, id="busy", hidden=True),
                MetricLine(name=use, owner=owner, id="part", hidden=True),
                MathLine(expression="IF(part > 0, busy / part, 0)", label="provisioned, by use"),
            ],
            marks=limits,
        ),
        panels.values("Provisioned concurrency in use", variant, {use: ""}, unit="share"),
        panels.counts(
            "Handled by provisioned concurrency, and beyond it",
            variant,
            {
                "ServerlessProvisionedConcurrencyInvocations": "provisioned",
                "ServerlessProvisionedConcurrencySpilloverInvocations": "spillover",
            },
            statistic="Maximum",
            unit="requests",
        ),
    ]


def _many_models(variant: Subject, percentiles: Sequence[str]) -> Row:
    return [
        panels.values(
            "Models in memory",
            variant,
            {"ModelCacheHit": "share of requests that found theirs"},
            unit="share",
            statistics=("Average",),
        ),
        panels.values("Loaded models", variant, {"LoadedModelCount": ""}, unit="models"),
        panels.durations(
            "Waiting for a model",
            variant,
            {"ModelLoadingWaitTime": "wait", "ModelDownloadingTime": "download"},
            percentiles[-1:],
        ),
    ]
