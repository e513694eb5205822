"""SMH0808."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._grants import TARGET_CONTAINER, TARGET_MODEL, condition_values
from sagemaker_hosting.rules._permissions import texts
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, own_statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class WildcardInStringEquals(Rule):
    """StringEquals takes an asterisk as a letter; only StringLike takes it as a wildcard.

    The condition then never holds: what should be allowed is not, and what should be denied is not
    denied.
    """

    id = "SMH0808"
    title = "wildcard that is compared as text"
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("mme-target-model-condition",)
    pages = (98, 99)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-security.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each condition with such a value."""
        for statement in own_statements(resource):
            for key in (TARGET_MODEL, TARGET_CONTAINER):
                for operator, value in condition_values(statement, key):
                    found = [text for text in texts(value) if text and re.search(r"[*?]", text)]
                    if "StringEquals" in operator and found:
                        yield self.finding(
                            resource,
                            value,
                            f"{operator} compares {found[0]!r} letter by letter",
                            "use StringLike",
                        )
