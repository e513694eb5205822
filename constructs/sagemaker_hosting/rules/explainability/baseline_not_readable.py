"""SMH1624."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BaselineNotReadable(Rule):
    """The role of the model reads the baseline from S3, and needs s3:GetObject for it.

    The policy of a bucket elsewhere may give it as well.
    """

    id = "SMH1624"
    title = "baseline that the role cannot read"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-baseline-inline-or-uri",)
    pages = (209, 212)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that certainly may not read objects."""
        address = resource.get(f"{BASELINE}/ShapBaselineUri")
        if not address.is_given:
            return
        for model in resource.all_related("Model"):
            role = model.related("Role")
            if role is not None and allows(role, "s3:GetObject") is False:
                yield self.finding(
                    resource,
                    address,
                    f"the role {role.logical_id} of {model.logical_id} may not read from S3",
                    "allow s3:GetObject on the baseline to the role",
                )
                return
