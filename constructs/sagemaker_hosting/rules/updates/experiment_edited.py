"""SMH2012."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs
from sagemaker_hosting.rules._shadow import is_to_stop
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ExperimentEdited(UpdateRule):
    """Once a shadow test runs, little more than its end can be changed; the update is refused.

    With the wish to stop it come the variants that stay.
    """

    id = "SMH2012"
    title = "experiment edited after its start"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-edit-after-start",)
    pages = (363, 364)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateInferenceExperiment.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each part that a running test does not let go."""
        for path in ("ModelVariants", "DataStorageConfig", "Schedule/StartTime"):
            if path == "ModelVariants" and is_to_stop(after):
                continue
            new = after.get(path)
            if differs(before.get(path), new, before, after):
                yield self.finding(
                    after,
                    new,
                    f"{path.rpartition('/')[2]} changes; a running experiment refuses that",
                    "let the experiment end and declare another one",
                )
