"""SMH0540."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import endpoint_metrics
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._grants import models_of
from sagemaker_hosting.rules._scaling import metrics_followed
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LanguageModelByTheMinute(Rule):
    """A language model is busy for seconds per request, and standard metrics come once a minute.

    The high-resolution metrics come every 10 seconds, so that scale-out starts much earlier.
    """

    id = "SMH0540"
    title = "language model scaled once a minute"
    severity = Severity.INFO
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-highres-frequency",)
    pages = (160, 161)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that follows no high-resolution metric."""
        followed = metrics_followed(resource)
        periods = [endpoint_metrics()[name].period for name in followed or () if name in _known()]
        slow = followed is not None and len(periods) == len(followed) > 0 and min(periods) >= 60
        server = _language_server(resource)
        if slow and server:
            yield self.finding(
                resource,
                "",
                f"{server} is scaled on {', '.join(sorted(followed or ()))}, once a minute",
                "follow SageMakerVariantConcurrentRequestsPerModelHighResolution (of a component, "
                "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution)",
            )


def _known() -> Collection[str]:
    return endpoint_metrics().keys()


def _language_server(target: Resource) -> str:
    """Return the repository of the language model server behind a target; empty if none."""
    component, endpoint = target.related("InferenceComponent"), target.related("Endpoint")
    models = [component.related("Model")] if component is not None else []
    models += models_of(endpoint) or [] if endpoint is not None else []
    for model in models:
        for container in containers(model) if model is not None else ():
            image = image_of(container)
            if image is not None and image.serves_language_models:
                return image.repository
    return ""
