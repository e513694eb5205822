"""SMH1712."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import statements
from sagemaker_hosting.rules._registry import GROUP, group_policy
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PolicyResourceNotAnArn(Rule):
    """Resources of a policy are ARNs; the guide's own sample prints some that are not."""

    id = "SMH1712"
    title = "policy resource that is no ARN"
    resource_types = (GROUP,)
    facts = ("reg-sample-policy-bugs",)
    pages = (996, 997)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version-cross-account.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each resource that names nothing."""
        for statement in statements(group_policy(resource)):
            for value in (*statement.values("Resource"), *statement.values("Resource/*")):
                text = value.text
                if text is not None and text != "*" and not text.startswith("arn:"):
                    yield self.finding(
                        resource,
                        value,
                        f"{text!r} is no ARN",
                        "write arn:aws:sagemaker:<region>:<account>:model-package/<group>/*",
                    )
