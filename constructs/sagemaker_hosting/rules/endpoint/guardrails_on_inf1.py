"""SMH0419."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.rules._rollout import variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GuardrailsOnInf1(Rule):
    """On Inf1 an update falls back, without an error, to all-at-once without a bake.

    The rollout and the alarms that are declared never take effect.
    """

    id = "SMH0419"
    title = "guardrails on Inf1 instances"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("exclusion-inf1", "exclusion-fallback-silent")
    pages = (350,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each Inf1 variant."""
        guarded = resource.get("DeploymentConfig")
        if not guarded.is_given:
            return
        for variant in variants(resource):
            name = variant.get("InstanceType").text
            if name is not None and family_of(name) == "inf1":
                yield self.finding(
                    resource,
                    guarded,
                    f"deployment guardrails do nothing on {name}: the update is all-at-once "
                    "without a bake",
                    "move to another family (ml.inf2), or remove the DeploymentConfig (rollout=)",
                )
