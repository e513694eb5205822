"""SMH1715."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._events import PACKAGE_EVENT
from sagemaker_hosting.rules._permissions import texts
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.view import Resource, View


class PackageEventsLost(Rule):
    """An approval that its target could not take is lost after a day of retries."""

    id = "SMH1715"
    title = "approval without a dead-letter queue"
    severity = Severity.INFO
    resource_types = ("AWS::Events::Rule",)
    facts = ("reg-events",)
    pages = ()
    url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each target that loses events."""
        pattern = View(read_document(resource.get("EventPattern").raw), "EventPattern")
        if PACKAGE_EVENT not in texts(pattern.get("detail-type")):
            return
        for target in resource.parts("Targets/*"):
            if target.get("DeadLetterConfig").is_absent:
                yield self.finding(
                    resource,
                    target,
                    "events that the target does not take are lost",
                    "set DeadLetterConfig to a queue, and let the target take an event twice",
                )
