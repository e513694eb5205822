"""SMH0275."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._servers import triton_version
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PREFIX: Final = "SAGEMAKER_TRITON_"
_ALLOW: Final = f"{_PREFIX}ALLOW_METRICS"
_NAMES: Final = (
    _ALLOW,
    f"{_PREFIX}CLOUDWATCH_LOG_GROUP",
    f"{_PREFIX}CLOUDWATCH_METRIC_NAMESPACE",
)
_FIRST: Final = (23, 7)


class TritonMetricsIncomplete(Rule):
    """Publishing Triton's metrics takes an image of 23.07 or later and four variables.

    They allow the metrics and name the log group and the namespace.
    """

    id = "SMH0275"
    title = "metrics of Triton that are not published"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-metrics-env-required",)
    pages = (388, 389, 393, 394)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for what is lacking, and one for an image that is too old."""
        for container in containers(resource):
            publish = container.get(f"Environment/{_PREFIX}PUBLISH_METRICS_TO_CLOUDWATCH")
            if not publish.boolean:
                continue
            lacking = [name for name in _NAMES if container.get(f"Environment/{name}").is_absent]
            allowed = container.get(f"Environment/{_ALLOW}").boolean
            if lacking or allowed is False:
                yield self.finding(
                    resource,
                    publish,
                    f"Triton is to publish its metrics without {' and '.join(lacking or [_ALLOW])}",
                    f"set {_ALLOW} to true and {' and '.join(_NAMES[1:])} to where the metrics go",
                )
            image = image_of(container)
            version = triton_version(image) if image is not None else None
            if version is not None and version < _FIRST:
                yield self.finding(
                    resource,
                    publish,
                    f"Triton {version[0]}.{version[1]:02} does not publish metrics to CloudWatch",
                    "use an image of 23.07 or later, or remove the variable",
                )
