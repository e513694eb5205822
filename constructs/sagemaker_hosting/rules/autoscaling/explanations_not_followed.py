"""SMH0537."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import metrics_followed
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExplanationsNotFollowed(Rule):
    """An explanation is many predictions: requests alone do not tell how busy the instances are.

    The guide scales such an endpoint on ExplanationsPerInstance, and on requests beside it.
    """

    id = "SMH0537"
    title = "explainer scaled without its explanations"
    severity = Severity.WARNING
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-explanations-metric",)
    pages = (162, 163)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-autoscaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target whose policies follow no explanations."""
        config = resource.related("EndpointConfig")
        followed = metrics_followed(resource)
        if config is None or not followed or not config.get("ExplainerConfig").is_given:
            return
        if "ExplanationsPerInstance" not in followed:
            yield self.finding(
                resource,
                "",
                f"{config.logical_id} explains predictions, and the target follows only "
                f"{', '.join(sorted(followed))}",
                "add a policy on the Sum of ExplanationsPerInstance",
            )
