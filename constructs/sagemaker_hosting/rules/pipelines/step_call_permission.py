"""SMH2133."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import STEP_CALLS
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepCallPermission(Rule):
    """A pipeline calls functions, and writes to queues, as its own role.

    Where the policy of the function or of the queue allows it, that is enough.
    """

    id = "SMH2133"
    title = "pipeline role that may not call a step"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-callback-step", "pl-lambda-step", "pl-role-permissions")
    pages = (631, 665, 666, 667, 668, 670)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each call that the role does not allow."""
        template = resource.template
        role = template.named(resource.get("RoleArn"), ROLE, "") if template else None
        if role is None:
            return
        for step in steps(resource):
            action = STEP_CALLS.get(step.type)
            if action is not None and allows(role, action) is False:
                yield self.finding(
                    resource,
                    step.view,
                    f"the role {role.logical_id} does not allow {action} for the step {step.name}",
                    f"allow {action} to the role",
                )
