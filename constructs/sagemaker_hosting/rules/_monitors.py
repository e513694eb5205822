"""What rules about Model Monitor read: inputs of jobs, and durations before their start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.template.view import Resource, Value, View

SCHEDULE: Final = "AWS::SageMaker::MonitoringSchedule"
DEFINITIONS: Final = tuple(
    f"AWS::SageMaker::{kind}JobDefinition"
    for kind in ("DataQuality", "ModelBias", "ModelExplainability", "ModelQuality")
)
"""The types of job definitions."""
CONFIG: Final = "MonitoringScheduleConfig"
INLINE: Final = f"{CONFIG}/MonitoringJobDefinition"
"""Where a schedule holds its job itself."""
TIMES: Final = f"{CONFIG}/ScheduleConfig"

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"
SCHEDULE_URL: Final = f"{_API}/API_ScheduleConfig.html"
INPUT_URL: Final = f"{_API}/API_EndpointInput.html"

_DURATION: Final = re.compile(
    r"(-?)P(?!$)(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)


def monitoring_type(resource: Resource) -> str:
    """Return the type of monitoring of a job definition: ``DataQuality`` and so on."""
    return _kind(resource.type)


def inputs(resource: Resource) -> Iterator[View]:
    """Yield the inputs of the jobs of a definition, or of a schedule that holds its job itself."""
    yield from resource.parts(f"{INLINE}/MonitoringInputs/*")
    # Whatever its type: the definition that a construct shows beside its schedule has none.
    for definition in DEFINITIONS:
        part = resource.part(f"{_kind(definition)}JobInput")
        if part.is_known:
            yield part


def endpoint_input(resource: Resource) -> Value | None:
    """Return the first endpoint among the inputs; None where there is none for certain."""
    found = (each.get("EndpointInput") for each in inputs(resource))
    return next((value for value in found if value.is_given), None)


def seconds(text: str | None) -> int | None:
    """Return an ISO 8601 duration in seconds, below 0 for one that goes back; None of others."""
    match = _DURATION.fullmatch(text or "")
    if match is None:
        return None
    days, hours, minutes, rest = (int(part or 0) for part in match.groups()[1:])
    total = ((days * 24 + hours) * 60 + minutes) * 60 + rest
    return -total if match[1] else total


def _kind(resource_type: str) -> str:
    return resource_type.rpartition("::")[2].removesuffix("JobDefinition")
