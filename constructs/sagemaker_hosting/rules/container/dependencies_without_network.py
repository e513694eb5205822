"""SMH0256."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DependenciesWithoutNetwork(Rule):
    """TorchServe installs the requirements of a model when it loads it, over the network."""

    id = "SMH0256"
    title = "dependencies to install without a network"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("ts-install-deps-env",)
    pages = (322,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-tutorials-torchserve.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that is to install and is isolated."""
        if not resource.get("EnableNetworkIsolation").boolean:
            return
        for container in containers(resource):
            install = container.get("Environment/TS_INSTALL_PY_DEP_PER_MODEL")
            if install.boolean:
                yield self.finding(
                    resource,
                    install,
                    "TorchServe is to install dependencies, and EnableNetworkIsolation is true",
                    "bake the dependencies into the image or the archive, or remove "
                    "EnableNetworkIsolation (network_isolation=)",
                )
