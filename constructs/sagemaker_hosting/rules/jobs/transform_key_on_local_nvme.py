"""SMH1818."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformKeyOnLocalNvme(RequestRule):
    """Local NVMe disks are encrypted by the instance itself; a KMS key for them is refused."""

    id = "SMH1818"
    title = "KMS key where there is no volume"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-g4dn-local-ssd",)
    pages = (308,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformResources.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a key that is refused."""
        key = request.get("TransformResources/VolumeKmsKeyId")
        kind = instance_type(request.get("TransformResources/InstanceType").text or "")
        if key.is_given and kind is not None and kind.local_nvme:
            yield self.finding(
                resource,
                key,
                f"VolumeKmsKeyId is given and {kind.name} has no volume to encrypt with it",
                "remove VolumeKmsKeyId: the local NVMe disks are encrypted in hardware",
            )
