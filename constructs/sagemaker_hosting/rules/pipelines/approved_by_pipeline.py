"""SMH2116."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, definitions, gets, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MESSAGE: Final = "versions are registered as Approved without anybody looking at them"
_FIX: Final = "write PendingManualApproval, and let a run or a person approve"


class ApprovedByPipeline(Rule):
    """What a pipeline registers as Approved is deployed by whoever listens, unseen."""

    id = "SMH2116"
    title = "version that its pipeline approves"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("reg-approval-by-parameter",)
    pages = (755, 756, 777)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each default, and each step, that approves."""
        used = set()
        for step in steps(resource):
            value = step.view.get("Arguments/ModelApprovalStatus")
            if step.type == "RegisterModel" and value.text == "Approved":
                yield self.finding(resource, value, _MESSAGE, _FIX)
            if step.type == "RegisterModel":
                used |= set(gets(step.raw.get("Arguments")))
        for definition in definitions(resource):
            for parameter in definition.parts("Parameters/*"):
                default = parameter.get("DefaultValue")
                name = f"Parameters.{parameter.get('Name').text}"
                if default.text == "Approved" and name in used:
                    yield self.finding(resource, default, _MESSAGE, _FIX)
