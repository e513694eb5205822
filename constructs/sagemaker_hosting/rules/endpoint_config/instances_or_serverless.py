"""SMH0308."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_OF_INSTANCES: Final = (
    "InstanceType",
    "InitialInstanceCount",
    "InstancePools",
    "ManagedInstanceScaling",
    "RoutingConfig",
    "VolumeSizeInGB",
    "InferenceAmiVersion",
    "CapacityReservationConfig",
    "CoreDumpConfig",
    "EnableSSMAccess",
    "ModelDataDownloadTimeoutInSeconds",
    "ContainerStartupHealthCheckTimeoutInSeconds",
)


class InstancesOrServerless(Rule):
    """A variant runs on instances or serverless: their settings exclude each other.

    A serverless container has 3 minutes to load its model and answer the first ping, whatever
    time-outs say.
    """

    id = "SMH0308"
    title = "variant on instances and serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = (
        "variant-required-fields",
        "storage-ebs-only-realtime-async",
        "sls-no-instance-settings",
        "sls-ping-3min",
        "fm-volume-vs-model",
    )
    pages = (41, 180, 223, 236, 242, 311)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting of the other kind."""
        for variant in (
            *resource.parts("ProductionVariants/*"),
            *resource.parts("ShadowProductionVariants/*"),
        ):
            if not variant.get("ServerlessConfig").is_given:
                continue
            for name in _OF_INSTANCES:
                setting = variant.get(name)
                # A switch asks for something when it is on.
                if setting.boolean if name == "EnableSSMAccess" else setting.is_given:
                    yield self.finding(
                        resource,
                        setting,
                        f"{name} is given for a serverless variant",
                        f"remove {name}, or ServerlessConfig",
                    )
