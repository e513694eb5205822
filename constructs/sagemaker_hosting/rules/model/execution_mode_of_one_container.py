"""SMH0120."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExecutionModeOfOneContainer(Rule):
    """The execution mode says how several containers are called; one container has no use for it.

    Most likely the other containers are missing.
    """

    id = "SMH0120"
    title = "execution mode of a model with one container"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("mce-containers-param", "mce-definition")
    pages = (110, 111, 123)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a mode that nothing follows."""
        mode = resource.get("InferenceExecutionConfig")
        containers = resource.get("Containers")
        if not mode.is_given or not (containers.is_absent or containers.length == 1):
            return
        yield self.finding(
            resource,
            mode,
            "the model has one container and says how several are called",
            "list two or more Containers (MultiContainerModel, InferencePipeline), or leave "
            "InferenceExecutionConfig out",
        )
