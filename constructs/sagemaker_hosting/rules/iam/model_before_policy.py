"""SMH0805."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import DATA, containers
from sagemaker_hosting.rules._models import ENDPOINT, MODEL
from sagemaker_hosting.rules._permissions import policies_of, texts
from sagemaker_hosting.rules._roles import covers, is_allow, own_statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelBeforePolicy(Rule):
    """A policy of its own is attached to the role some time after the role exists.

    A model that does not wait for it may be made first, and then fails for want of a permission
    that the finished stack has. What the model itself needs may be in time and more be needed by
    its endpoint, its shadow test, its transform jobs or another model of the role: then it is
    enough that those wait.
    """

    id = "SMH0805"
    title = "model may be made before the policy of its role"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("exec-role-needs",)
    pages = (22, 595)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy that the model does not wait for."""
        role = resource.related("Role")
        if role is None or resource.template is None:
            return
        policies = list(policies_of(role))
        late = [each for each in policies if not resource.template.waits_for(resource, each)]
        timely = [role, *(each for each in policies if each not in late)]
        readable = not _reads(resource) or _may_read(role, timely)
        for policy in late:
            needed = [action for action in _AT_CREATION if _allowed_by(policy, action)]
            # Late is what this model does not wait for, so whoever does is another.
            others_wait = policy.logical_id in resource.template.awaited_by(*_DEPLOYED)
            if needed and not (readable and others_wait):
                yield self.finding(
                    resource,
                    "ExecutionRoleArn",
                    f"the model may be made before the policy {policy.logical_id} allows its role "
                    f"{', '.join(needed)}",
                    f"add {policy.logical_id} to DependsOn of the model, or move the statements "
                    "into Policies of the role",
                )


_DEPLOYED: Final = (
    ENDPOINT,
    MODEL,
    "AWS::SageMaker::InferenceComponent",
    "AWS::SageMaker::InferenceExperiment",
    "AWS::StepFunctions::StateMachine",
)
# What SageMaker does with the role while it makes a model or its endpoint.
_AT_CREATION: Final = ("s3:GetObject", "s3:ListBucket", "ecr:BatchGetImage", "kms:Decrypt")


def _allowed_by(policy: Resource, action: str) -> bool:
    return any(
        is_allow(statement)
        and any(each and covers(each, action) for each in texts(statement.get("Action")))
        for statement in own_statements(policy)
    )


def _may_read(role: Resource, timely: list[Resource]) -> bool:
    """Return whether ``role`` may read objects once it and ``timely`` are there, or perhaps may."""
    statement = "Policies/*/PolicyDocument/Statement/*"
    return any(_allowed_by(each, "s3:GetObject") for each in timely) or any(
        None in texts(value)
        for name in ("Action", "Effect")
        for value in role.values(f"{statement}/{name}")
    )


def _reads(model: Resource) -> bool:
    """Return whether ``model`` has an artifact, or may have one."""
    return any(
        any(container.values(path))
        for container in containers(model)
        for path in (*DATA, "ModelPackageName")
    )
