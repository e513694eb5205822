"""SMH1972."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.server_environment import server_variables
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SettingsOfSingleModels(Rule):
    """The SAGEMAKER_TS_ variables are read for single-model endpoints.

    In multi-model mode each archive brings its own settings.
    """

    id = "SMH1972"
    title = "settings of TorchServe that many models ignore"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("torchserve-env-toolkit",)
    pages = (292, 293)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-torchserve.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting that is ignored."""
        for container in containers(resource):
            if container.get("Mode").text != "MultiModel":
                continue
            for name, variable in server_variables().items():
                value = container.get(f"Environment/{name}")
                if variable.single_model and value.is_given:
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is ignored by a multi-model container",
                        "put the setting into model-config.yaml of each archive",
                    )
