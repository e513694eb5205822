"""SMH1860."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._requests import HOLDERS, requests
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_RESOURCES: Final = ("AWS::SageMaker::Device", "AWS::SageMaker::DeviceFleet")
_ACTIONS: Final = frozenset(
    {
        "CreateDeviceFleet",
        "CreateEdgeDeploymentPlan",
        "CreateEdgePackagingJob",
        "RegisterDevices",
        "StartEdgeDeploymentStage",
    }
)


class EdgeManagerEnded(Rule):
    """SageMaker Edge Manager ended on 26 April 2024; nothing of it can be created since.

    Some schemas still have its types.
    """

    id = "SMH1860"
    title = "resource of a service that has ended"
    resource_types: ClassVar[tuple[str, ...]] = (*_RESOURCES, *HOLDERS)
    facts = ("edge-eol", "edge-lint-gap")
    pages = (394, 467)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/edge-eol.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each resource, and each request, of Edge Manager."""
        fix = "remove it; deploy to devices with AWS IoT Greengrass, say"
        if resource.type in _RESOURCES:
            message = f"{resource.type} belongs to Edge Manager, which ended in April 2024"
            yield self.finding(resource, "", message, fix)
            return
        for request in requests(resource):
            if request.action in _ACTIONS:
                message = f"{request.action} belongs to Edge Manager, which ended in April 2024"
                yield self.finding(resource, request.parameters, message, fix)
