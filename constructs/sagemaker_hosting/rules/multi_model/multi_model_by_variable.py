"""SMH1973."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelByVariable(Rule):
    """A container hosts many models when its Mode says MultiModel.

    An environment variable does not switch the mode: SageMaker sets what the container reads.
    """

    id = "SMH1973"
    title = "multi-model mode by a variable"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "triton-mme-mode",
        "mme-env-injected",
    )
    pages = (386, 389)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable."""
        for container in containers(resource):
            switch = container.get("Environment/MultiModel")
            if switch.is_given:
                yield self.finding(
                    resource,
                    switch,
                    "MultiModel is an environment variable that nothing reads",
                    "set Mode of the container to MultiModel",
                )
            told = container.get("Environment/SAGEMAKER_MULTI_MODEL")
            mode = container.get("Mode")
            if told.boolean and (mode.is_absent or mode.text == "SingleModel"):
                yield self.finding(
                    resource,
                    told,
                    "the server is told to host many models and the container is in single-model "
                    "mode",
                    "set Mode of the container to MultiModel and remove SAGEMAKER_MULTI_MODEL",
                )
