"""SMH0305."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VolumeOnLocalNvme(Rule):
    """Instance families with local NVMe disks take no EBS volume.

    A volume size is refused on them.
    """

    id = "SMH0305"
    title = "volume size on local NVMe"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = (
        "storage-volume-size-unsupported-local-nvme",
        "fm-d-instances",
        "storage-customize-via-lmi-params",
        "ts-deploy-params",
    )
    pages = (308, 311, 322)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each volume that is refused."""
        for variant in (
            *resource.parts("ProductionVariants/*"),
            *resource.parts("ShadowProductionVariants/*"),
        ):
            size = variant.get("VolumeSizeInGB")
            known = instance_type(variant.get("InstanceType").text or "")
            if size.is_given and known is not None and known.local_nvme:
                yield self.finding(
                    resource,
                    size,
                    f"{known.name} keeps models on its local NVMe disk and takes no volume",
                    "remove VolumeSizeInGB (volume_size=), or choose a family without local disks",
                )
