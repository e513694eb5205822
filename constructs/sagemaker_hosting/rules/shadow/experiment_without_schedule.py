"""SMH1511."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentWithoutSchedule(Rule):
    """A shadow test without a schedule starts with the deployment and ends after 7 days."""

    id = "SMH1511"
    title = "shadow test without a schedule"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-duration-default",)
    pages = (353,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a test without a schedule."""
        if resource.get("Schedule").is_absent:
            yield self.finding(
                resource,
                "",
                "the shadow test starts when it is deployed and runs for 7 days",
                "give Schedule with StartTime and EndTime where it is to run at another time",
            )
