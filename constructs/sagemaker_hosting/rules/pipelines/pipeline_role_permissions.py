"""SMH2112."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.pipelines import STEP_ACTIONS
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules._pipelines import PIPELINE, Step, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PipelineRolePermissions(Rule):
    """A pipeline starts its steps as its own role, and asks for their state as it.

    A step with a role of its own needs iam:PassRole on it.
    """

    id = "SMH2112"
    title = "pipeline role that may not run a step"
    resource_types = (PIPELINE,)
    facts = ("pl-role-permissions", "pl-deploy-step-iam")
    pages = (631, 632, 661, 662)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each action that a step needs and the role does not allow."""
        template = resource.template
        role = template.named(resource.get("RoleArn"), ROLE, "") if template else None
        if role is None:
            return
        told: set[str] = set()
        for step in steps(resource):
            needed = [*STEP_ACTIONS.get(step.type, ())]
            needed += ["iam:PassRole"] if _has_other_role(step, role) else []
            missing = [each for each in needed if allows(role, each) is False]
            if told.issuperset(missing):
                continue
            told.update(missing)
            yield self.finding(
                resource,
                "RoleArn",
                f"the role {role.logical_id} does not allow {', '.join(missing)} for the step "
                f"{step.name}",
                f"allow {', '.join(missing)} to the role",
            )


def _has_other_role(step: Step, role: Resource) -> bool:
    """Return whether ``step`` certainly runs as another role of the template."""
    for name in ("RoleArn", "ExecutionRoleArn"):
        other = role.template.named(step.view.get(f"Arguments/{name}"), ROLE, "")
        if other is not None and other.logical_id != role.logical_id:
            return True
    return False
