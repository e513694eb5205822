"""SMH0251."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.model_servers import meant_by
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MisspeltVariable(Rule):
    """A variable that the SageMaker toolkits do not know is ignored without a word."""

    id = "SMH0251"
    title = "misspelt variable of a model server"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("env-tfs", "env-pytorch-ts")
    pages = (289, 290, 291, 292, 293)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that is nearly one of the toolkits."""
        for container in containers(resource):
            for variable in container.values("Environment/*"):
                name = variable.path.rpartition("/")[2]
                meant = meant_by(name)
                if meant is not None:
                    yield self.finding(
                        resource,
                        variable,
                        f"no model server reads {name}",
                        f"write {meant}",
                    )
