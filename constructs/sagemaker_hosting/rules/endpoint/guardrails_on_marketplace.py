"""SMH0478."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import marketplace_package, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GuardrailsOnMarketplace(Rule):
    """On products of AWS Marketplace an update falls back to all-at-once without a bake.

    There is no error: the rollout and the alarms that are declared never take effect.
    """

    id = "SMH0478"
    title = "guardrails on a Marketplace model"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("exclusion-marketplace", "exclusion-fallback-silent")
    pages = (350,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant with a Marketplace model."""
        guarded = resource.get("DeploymentConfig")
        config = resource.related("EndpointConfig")
        if not guarded.is_given or config is None:
            return
        for _, model in served(config):
            if marketplace_package(model) is not None:
                yield self.finding(
                    resource,
                    guarded,
                    "deployment guardrails do nothing on the Marketplace model "
                    f"{model.logical_id}: the "
                    "update is all-at-once without a bake",
                    "serve a model of your own, or remove the DeploymentConfig (rollout=)",
                )
