"""SMH2014."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ExperimentReplaced(UpdateRule):
    """Some properties of an experiment cannot be changed; CloudFormation makes another experiment.

    A test that is running on the old one is lost.
    """

    id = "SMH2014"
    title = "experiment replaced"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-experiment-immutable",)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a change that replaces the experiment."""
        if not differs(before.get("Name"), after.get("Name"), before, after):
            return
        yield self.finding(
            after,
            "Name",
            "the experiment is replaced by one of another name; a running test is lost",
            "declare the next experiment beside this one, and remove this one when it has ended",
        )
