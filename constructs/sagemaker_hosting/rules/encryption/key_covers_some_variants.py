"""SMH1002."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class KeyCoversSomeVariants(Rule):
    """A KMS key encrypts the volumes of the variants that have one.

    Local NVMe disks it does not touch.
    """

    id = "SMH1002"
    title = "KMS key that does not cover every variant"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-d-instances", "storage-volume-size-unsupported-local-nvme")
    pages = (308, 604, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a key that covers some variants only."""
        if not resource.get("KmsKeyId").is_given:
            return
        variants = list(resource.parts("ProductionVariants/*"))
        known = [instance_type(variant.get("InstanceType").text or "") for variant in variants]
        local = [kind.name for kind in known if kind is not None and kind.local_nvme]

        volumes = [kind.name for kind in known if kind is not None and kind.local_nvme is False]
        if local and volumes:
            yield self.finding(
                resource,
                "KmsKeyId",
                "KmsKeyId does not encrypt the local NVMe disks of "
                f"{', '.join(sorted(set(local)))}",
                "run every variant on a family without local disks, or accept hardware "
                "encryption there",
            )
