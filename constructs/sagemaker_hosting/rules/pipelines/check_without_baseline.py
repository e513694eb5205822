"""SMH2121."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_BASELINES: Final = (
    "ModelPackageGroupName",
    "SuppliedBaselineConstraints",
    "SuppliedBaselineStatistics",
)


class CheckWithoutBaseline(Rule):
    """A check compares with the baseline of an approved version, or with one that is supplied."""

    id = "SMH2121"
    title = "check without anything to compare with"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-check-steps-baselines",)
    pages = (670, 671, 672, 674, 675, 723, 728)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each check without a baseline."""
        for step in steps(resource):
            skipped = step.view.get("SkipCheck")
            given = [step.view.get(name) for name in _BASELINES]
            if step.type not in ("ClarifyCheck", "QualityCheck"):
                continue
            if not (skipped.is_absent or skipped.boolean is False):
                continue
            if all(value.is_absent for value in given):
                yield self.finding(
                    resource,
                    step.view,
                    f"the check {step.name} has no group and no baseline to compare with",
                    "set ModelPackageGroupName or a supplied baseline, or SkipCheck",
                )
