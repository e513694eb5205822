"""What starts a pipeline: targets of EventBridge rules and of schedules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sagemaker_hosting.rules._pipelines import PIPELINE
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, Value, View, remembered

RULE: Final = "AWS::Events::Rule"
SCHEDULE: Final = "AWS::Scheduler::Schedule"
PRINCIPALS: Final = {RULE: "events.amazonaws.com", SCHEDULE: "scheduler.amazonaws.com"}
"""Who assumes the role of a target, by the type of the resource that has the target."""

_MARK: Final = ":pipeline/"


@dataclass(frozen=True, slots=True)
class PipelineTarget:
    """A target that starts a pipeline.

    Attributes:
        view: The target.
        pipeline: The pipeline, when it is one of the template.
    """

    view: View
    pipeline: Resource | None


@remembered
def pipeline_targets(resource: Resource) -> Iterator[PipelineTarget]:
    """Yield the targets of a rule or a schedule that start a pipeline."""
    views = resource.parts("Targets/*") if resource.type == RULE else [resource.part("Target")]
    for view in views:
        arn = view.get("Arn")
        text = outline(arn.raw) or ""
        if ":sagemaker:" in text and _MARK in text:
            yield PipelineTarget(view, _pipeline(resource, arn, text))


def _pipeline(resource: Resource, arn: Value, text: str) -> Resource | None:
    if resource.template is None:
        return None
    name = text.rpartition(_MARK)[2]
    named = arn if "$" in name else Value(arn.path, name)
    pipeline: Resource | None = resource.template.named(named, PIPELINE, "PipelineName")
    return pipeline
