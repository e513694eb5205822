"""SMH1001."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class KeyOnLocalNvme(Rule):
    """Local NVMe disks are encrypted by the instance itself; a KMS key for them is refused.

    It is an error when every variant runs on such a family: there is then no volume to encrypt.
    """

    id = "SMH1001"
    title = "KMS key where there is no volume"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-d-instances", "storage-volume-size-unsupported-local-nvme", "mme-nvme-no-ebs")
    pages = (76, 308, 604, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a key that is refused."""
        if not resource.get("KmsKeyId").is_given:
            return
        variants = list(resource.parts("ProductionVariants/*"))
        known = [instance_type(variant.get("InstanceType").text or "") for variant in variants]
        local = [kind.name for kind in known if kind is not None and kind.local_nvme]

        if local and len(local) == resource.get("ProductionVariants").length:
            yield self.finding(
                resource,
                "KmsKeyId",
                f"KmsKeyId is given and {', '.join(sorted(set(local)))} has no volume to encrypt "
                "with it",
                "remove KmsKeyId (encryption_key=): the local NVMe disks are encrypted in hardware",
            )
