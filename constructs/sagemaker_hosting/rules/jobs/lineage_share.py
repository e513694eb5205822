"""SMH1882."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_GROUP: Final = "sagemaker-default-lineage-group"


class LineageShare(Rule):
    """Each account has one lineage group, with one name, and shares all of it or none."""

    id = "SMH1882"
    title = "share of another lineage group"
    resource_types = ("AWS::RAM::ResourceShare",)
    facts = ("lin-cross-account",)
    pages = (978, 979, 980, 981)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/xaccount-lineage-tracking.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each lineage group that does not exist."""
        for value in resource.values("ResourceArns/*"):
            name = (outline(value.raw) or "").rpartition(":lineage-group/")[2]
            text = outline(value.raw) or ""
            if ":lineage-group/" in text and name != _GROUP and "$" not in name:
                yield self.finding(
                    resource,
                    value,
                    f"there is no lineage group {name!r}",
                    f"write lineage-group/{_GROUP}",
                )
