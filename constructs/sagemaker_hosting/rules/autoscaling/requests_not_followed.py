"""SMH0538."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import metrics_followed
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RequestsNotFollowed(Rule):
    """EnableExplanations leaves requests without an explanation, and those count for nothing."""

    id = "SMH0538"
    title = "explainer scaled on its explanations only"
    severity = Severity.WARNING
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-explanations-plus-invocations",)
    pages = (162,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-autoscaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that follows explanations alone."""
        config = resource.related("EndpointConfig")
        enabled = "ExplainerConfig/ClarifyExplainerConfig/EnableExplanations"
        if config is None or not config.get(enabled).is_given:
            return
        if metrics_followed(resource) == {"ExplanationsPerInstance"}:
            yield self.finding(
                resource,
                "",
                "only requests with an explanation scale the target, and EnableExplanations leaves "
                "some out",
                "add a policy on SageMakerVariantInvocationsPerInstance",
            )
