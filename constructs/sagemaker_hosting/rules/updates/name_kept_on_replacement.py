"""SMH2006."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.create_only import create_only
from sagemaker_hosting.rules._changes import replaced
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class NameKeptOnReplacement(UpdateRule):
    """CloudFormation makes the changed resource before it deletes the old one.

    As long as the old one has the name, the new one is refused: already existing.
    """

    id = "SMH2006"
    title = "changed resource keeps its name"
    resource_types = (
        "AWS::SageMaker::DataQualityJobDefinition",
        "AWS::SageMaker::EndpointConfig",
        "AWS::SageMaker::InferenceExperiment",
        "AWS::SageMaker::Model",
        "AWS::SageMaker::ModelBiasJobDefinition",
        "AWS::SageMaker::ModelExplainabilityJobDefinition",
        "AWS::SageMaker::ModelPackageGroup",
        "AWS::SageMaker::ModelQualityJobDefinition",
    )
    facts = (
        "sec-same-name-breaks",
        "naming-config-immutable",
        "sec-update-model-procedure",
        "update-names-new-config",
        "cfn-createonly-replacement",
        "mce-update-flow",
        "pipeline-immutable",
        "sec-keep-config",
        "sec-keep-model",
        "shadow-experiment-immutable",
    )
    pages = (123, 363, 579, 596, 601)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that stands in the way of the change."""
        name_property = create_only()[after.type].name
        name = after.get(name_property)
        if name.text is None or name.text != before.get(name_property).text:
            return
        changed = replaced(before, after)
        if changed is not None:
            yield self.finding(
                after,
                name,
                f"{changed} changes and the name is still {name.text!r}; the deployment fails: "
                "already existing",
                f"leave {name_property} out, so that CloudFormation makes a name for each version; "
                "or change it with the content",
            )
