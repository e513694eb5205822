"""SMH0420."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GuardrailsOnServerless(Rule):
    """Deployment guardrails exist for instances only; a serverless variant has nothing to shift."""

    id = "SMH0420"
    title = "guardrails on a serverless variant"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("guardrails-scope-endpoint-types", "exclusion-rolling-serverless")
    pages = (325, 350, 603)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a guarded serverless endpoint."""
        guarded = resource.get("DeploymentConfig")
        if guarded.is_given and any(
            variant.get("ServerlessConfig").is_given for variant in variants(resource)
        ):
            yield self.finding(
                resource,
                guarded,
                "deployment guardrails are declared for a serverless variant, which has none",
                "remove the DeploymentConfig (rollout= and rollback_on=)",
            )
