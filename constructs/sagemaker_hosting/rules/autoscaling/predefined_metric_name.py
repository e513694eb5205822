"""SMH0507."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import predefined_for
from sagemaker_hosting.rules._variants import dimension
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PredefinedMetricName(Rule):
    """A predefined metric goes by its own name, not by that of the CloudWatch metric behind it.

    Page 108 prints InvocationsPerInstance, which is not a predefined metric.
    """

    id = "SMH0507"
    title = "not a predefined metric of SageMaker"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("mme-predefined-enum-erratum", "as-tt-spec")
    pages = (108, 110, 151)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a foreign name."""
        metric = resource.get(
            ""
            "TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification/PredefinedMetricType"
        )
        scaled = dimension(resource)
        if metric.text is None or scaled is None or not scaled.startswith("sagemaker:"):
            return

        if metric.text.startswith("SageMaker"):
            return
        meant = [each.name for each in predefined_for(scaled)]
        yield self.finding(
            resource,
            metric,
            f"{metric.text!r} is not a predefined metric of SageMaker",
            "use " + (" or ".join(meant) or "a customized metric"),
        )
