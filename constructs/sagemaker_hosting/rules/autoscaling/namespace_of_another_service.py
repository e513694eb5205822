"""SMH0555."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NamespaceOfAnotherService(Rule):
    """The dimensions of SageMaker belong to the service namespace sagemaker."""

    id = "SMH0555"
    title = "service namespace of another service"
    resource_types = (
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
    )
    facts = ("slsas-namespace",)
    pages = (248, 249, 251)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a namespace that does not go with the dimension."""
        namespace = resource.get("ServiceNamespace")
        dimension = resource.get("ScalableDimension").text or ""
        if (
            dimension.startswith("sagemaker:")
            and namespace.text is not None
            and namespace.text != "sagemaker"
        ):
            yield self.finding(
                resource,
                namespace,
                f"the namespace is {namespace.text!r} and the dimension {dimension}",
                "set ServiceNamespace to sagemaker",
            )
