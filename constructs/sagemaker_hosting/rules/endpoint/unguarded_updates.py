"""SMH0418."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UnguardedUpdates(Rule):
    """Without a deployment configuration an update moves all traffic in one step.

    There is no bake and no rollback, and SageMaker does not remember the configuration of an
    earlier update unless it is told to. Variants without a model serve inference components,
    each of which is updated with guardrails of its own.
    """

    id = "SMH0418"
    title = "updates without guardrails"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("guardrails-default-strategy", "guardrails-no-config-no-retain-loses-protection")
    pages = (330, 335)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an instance-based endpoint without a deployment configuration."""
        kept = resource.get("RetainDeploymentConfig")
        if not resource.get("DeploymentConfig").is_absent or not (
            kept.is_absent or kept.boolean is False
        ):
            return
        config, fleet = resource.related("EndpointConfig"), variants(resource)
        if config is None or config.get("ProductionVariants").length != len(fleet):
            return
        if fleet and all(
            variant.get("InstanceType").is_given and not variant.get("ModelName").is_absent
            for variant in fleet
        ):
            yield self.finding(
                resource,
                "",
                "an update shifts all traffic in one step, without bake and without rollback",
                "add a DeploymentConfig (rollout= and rollback_on=): canary, linear or rolling, "
                "with alarms",
            )
