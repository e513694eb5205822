"""SMH2131."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import ROLE, allows, trusts
from sagemaker_hosting.rules._pipelines import PIPELINE, is_notebook_job, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SERVICES: Final = ("sagemaker.amazonaws.com", "events.amazonaws.com")
_ACTIONS: Final = ("sagemaker:StartPipelineExecution", "sagemaker:CreateTrainingJob")


class NotebookJobRole(Rule):
    """A notebook job runs as a role that SageMaker and EventBridge assume.

    It starts the pipeline, and a training job in it.
    """

    id = "SMH2131"
    title = "role that runs no notebook job"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("nb-trust",)
    pages = (891, 901, 903, 948)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/scheduled-notebook-policies.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each notebook job with a role that lacks something."""
        template = resource.template
        for step in steps(resource) if template is not None else ():
            own = step.view.get("Arguments/RoleArn")
            value = resource.get("RoleArn") if own.is_absent else own
            role = template.named(value, ROLE, "")
            if not is_notebook_job(step) or role is None:
                continue
            lacks = [each for each in _SERVICES if trusts(role, each) is False]
            lacks += [each for each in _ACTIONS if allows(role, each) is False]
            if lacks:
                yield self.finding(
                    resource,
                    value,
                    f"the role {role.logical_id} of the notebook job {step.name} lacks "
                    f"{', '.join(lacks)}",
                    "trust both services, and allow both actions",
                )
