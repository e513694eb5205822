"""SMH1711."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import statements
from sagemaker_hosting.rules._registry import GROUP, group_policy
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GroupPolicyForEverybody(Rule):
    """A group policy for everybody lets any account register versions, or read them."""

    id = "SMH1711"
    title = "group policy for every account"
    severity = Severity.WARNING
    resource_types = (GROUP,)
    facts = ("reg-group-policy-resource",)
    pages = (997,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version-cross-account.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement that allows everybody."""
        for statement in statements(group_policy(resource)):
            everybody = [statement.get("Principal"), *statement.values("Principal/AWS")]
            everybody += statement.values("Principal/AWS/*")
            if statement.get("Effect").text != "Allow" or not statement.get("Condition").is_absent:
                continue
            for value in everybody:
                if value.text == "*":
                    yield self.finding(
                        resource,
                        value,
                        "the policy allows every account",
                        "name the accounts: arn:aws:iam::<account>:root",
                    )
                    break
