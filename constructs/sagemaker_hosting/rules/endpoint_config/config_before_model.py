"""SMH0334."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import CONFIG, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConfigBeforeModel(Rule):
    """A configuration names a model that exists.

    With a literal name CloudFormation sees no order between the two: "Could not find model".
    """

    id = "SMH0334"
    title = "configuration may be made before its model"
    resource_types = (CONFIG,)
    facts = ("order-model-flow",)
    pages = (38, 45)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpointconfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant whose model may come later."""
        if resource.template is None:
            return
        for variant, model in served(resource):
            name = variant.get("ModelName")
            if name.text is not None and not resource.template.waits_for(resource, model):
                yield self.finding(
                    resource,
                    name,
                    f"the configuration may be made before the model {model.logical_id}",
                    f"write Fn::GetAtt: [{model.logical_id}, ModelName], or add it to DependsOn",
                )
