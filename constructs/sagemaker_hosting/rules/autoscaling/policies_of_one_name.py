"""SMH0530."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import SCALING_POLICY, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PoliciesOfOneName(Rule):
    """The name tells the policies of a target apart: putting one of a known name replaces it."""

    id = "SMH0530"
    title = "two policies of one name"
    resource_types = (SCALING_POLICY,)
    facts = ("zero-unique-policy-name", "as-multiple-tt-policies")
    pages = (162, 172, 173)
    url = (
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy whose name another one of the target has before it."""
        name, scaled = resource.get("PolicyName"), resource.related("ScalableTarget")
        if name.text is None or scaled is None or not is_sagemaker(resource):
            return
        for other in scaled.all_related("ScalingPolicy"):
            if other.logical_id == resource.logical_id:
                return
            if other.get("PolicyName").text == name.text:
                yield self.finding(
                    resource,
                    name,
                    f"{other.logical_id} of the same target is named {name.text!r}, too",
                    "give each policy of a target a name of its own",
                )
                return
