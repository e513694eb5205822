"""SMH1874."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._schedules import RULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_BUS: Final = "AWS::Events::EventBus"


class ScheduleOnCustomBus(Rule):
    """Rules with a schedule work on the default event bus only."""

    id = "SMH1874"
    title = "schedule on another event bus"
    resource_types = (RULE,)
    facts = ("sch-expressions",)
    pages = (731, 732, 734, 735)
    url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a schedule on a bus of one's own."""
        bus = resource.get("EventBusName")
        if not resource.get("ScheduleExpression").is_given or not pipeline_targets(resource):
            return
        own = resource.template.named(bus, _BUS, "Name") if resource.template else None
        name = bus.text.rpartition("/")[2] if bus.text is not None else None
        if own is not None or (name is not None and name != "default"):
            yield self.finding(
                resource,
                bus,
                f"the rule has a schedule and is on the event bus "
                f"{own.logical_id if own is not None else name}",
                "remove EventBusName, or use a schedule of EventBridge Scheduler",
            )
