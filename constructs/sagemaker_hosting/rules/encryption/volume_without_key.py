"""SMH1030."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import CONFIG, PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class VolumeWithoutKey(Rule):
    """What is captured or answered is encrypted with a key of yours, the volume is not.

    The storage volume of the instances holds the models; without KmsKeyId it has a key of AWS.
    """

    id = "SMH1030"
    title = "volume without the key that others have"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("kms-volume-key",)
    pages = (33,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for volumes without a key beside data with one."""
        keyed = [path for path in _OTHERS if resource.get(path).is_given]
        fleet = list(resource.parts(PRODUCTION))
        if len(fleet) != resource.get("ProductionVariants").length:
            return
        volumes = all(_has_volume(variant) for variant in fleet)
        if keyed and volumes and resource.get("KmsKeyId").is_absent:
            yield self.finding(
                resource,
                "KmsKeyId",
                f"{keyed[0]} is given, and the volumes of the instances have no key of yours",
                "set KmsKeyId",
            )


_OTHERS: Final = ("DataCaptureConfig/KmsKeyId", "AsyncInferenceConfig/OutputConfig/KmsKeyId")


def _has_volume(variant: View) -> bool:
    kind = instance_type(variant.get("InstanceType").text or "")
    return kind is not None and kind.local_nvme is False
