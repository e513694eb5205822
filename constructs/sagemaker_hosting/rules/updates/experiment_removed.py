"""SMH2070."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._shadow import EXPERIMENT
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ExperimentRemoved(UpdateRule):
    """Deleting a shadow test deletes what is known of it, and nothing else.

    The endpoint stays, and so does the data that was captured. While the test runs, the instances
    of the shadow are there and paid for.
    """

    id = "SMH2070"
    title = "shadow test removed"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("shadow-delete-metadata-only",)
    pages = (362,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteInferenceExperiment.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each test that is gone."""
        if before.template is None or after.template is None:
            return
        left = [each.get("Name").text for each in after.template.of_type(EXPERIMENT)]
        for test in before.template.leading_to(before, EXPERIMENT, "Endpoint"):
            name = test.get("Name")
            # One of unknown name may be the same test under another logical id.
            if name.text is None or None in left or name.text in left:
                continue
            yield self.finding(
                after,
                "",
                f"the shadow test {name.text!r} is removed; its endpoint and what it captured stay",
                "complete or stop the test first (DesiredState), so that no shadow instances are "
                "left running",
            )
