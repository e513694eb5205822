"""SMH2311."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._monitors import DEFINITIONS, INLINE, SCHEDULE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VolumeKeyOnLocalNvme(Rule):
    """Processing instances with local NVMe storage encrypt it themselves and refuse a key."""

    id = "SMH2311"
    title = "key of the volume of a monitoring job on local NVMe"
    resource_types = (*DEFINITIONS, SCHEDULE)
    facts = ("mon-key-on-local-nvme",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingClusterConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a key that is refused."""
        inline = resource.type == SCHEDULE
        place = f"{INLINE}/MonitoringResources" if inline else "JobResources"
        cluster = resource.part(f"{place}/ClusterConfig")
        key = cluster.get("VolumeKmsKeyId")
        kind = instance_type(cluster.get("InstanceType").text or "")
        if key.is_given and kind is not None and kind.local_nvme:
            yield self.finding(
                resource,
                key,
                f"{kind.name} encrypts its local NVMe storage itself and takes no key",
                "remove VolumeKmsKeyId (encryption_key= of the MonitoringCluster), or choose a "
                "family without local disks",
            )
