"""SMH2306."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._monitors import CONFIG, SCHEDULE, monitoring_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TypeOfDefinition(Rule):
    """A schedule finds its job definition by name among those of its MonitoringType alone."""

    id = "SMH2306"
    title = "schedule of another type than its job definition"
    resource_types = (SCHEDULE,)
    facts = ("mon-type-of-definition",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringScheduleConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a type that is not that of the definition."""
        definition = resource.related("JobDefinition")
        value = resource.get(f"{CONFIG}/MonitoringType")
        if definition is None or resource.template is None or value.text is None:
            return
        kind = monitoring_type(definition)
        if value.text != kind:
            yield self.finding(
                resource,
                value,
                f"MonitoringType is {value.text}, and {definition.logical_id} is a job definition "
                f"of {kind}",
                f"set MonitoringType to {kind}, or name another job definition",
            )
