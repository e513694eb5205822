"""SMH2007."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.create_only import create_only
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class NameKeptOnMove(UpdateRule):
    """A resource with another logical id is a new one, and is made before the old one is deleted.

    As long as the old one has the name, the new one is refused: already existing.
    """

    id = "SMH2007"
    title = "name moved to another logical id"
    resource_types = (
        "AWS::SageMaker::DataQualityJobDefinition",
        "AWS::SageMaker::Endpoint",
        "AWS::SageMaker::EndpointConfig",
        "AWS::SageMaker::InferenceExperiment",
        "AWS::SageMaker::Model",
        "AWS::SageMaker::ModelBiasJobDefinition",
        "AWS::SageMaker::ModelExplainabilityJobDefinition",
        "AWS::SageMaker::ModelPackageGroup",
        "AWS::SageMaker::ModelQualityJobDefinition",
        "AWS::SageMaker::MonitoringSchedule",
        "AWS::SageMaker::Pipeline",
    )
    moved = True
    facts = ("cfn-createonly-replacement",)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that the old resource still has."""
        name_property = create_only()[after.type].name
        name = after.get(name_property)
        if name.text is not None and name.text == before.get(name_property).text:
            yield self.finding(
                after,
                name,
                f"{name.text!r} is still the name of {before.logical_id}, which is deleted last; "
                "the deployment fails: already existing",
                f"keep the logical id {before.logical_id} (override_logical_id), or give another "
                "name",
            )
