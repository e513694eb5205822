"""SMH0330."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import CONFIG, PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RoleBesideModel(Rule):
    """ExecutionRoleArn of a configuration is for variants without a model: inference components.

    A variant with a model runs with the role of that model. (One example of the guide has both.)
    """

    id = "SMH0330"
    title = "execution role beside a model"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("ic-cli-example-modelname-conflict",)
    pages = (40, 45, 46)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that no variant uses."""
        role = resource.get("ExecutionRoleArn")
        fleet = list(resource.parts(PRODUCTION))
        every = len(fleet) == resource.get("ProductionVariants").length
        named = all(variant.get("ModelName").is_given for variant in fleet)
        if role.is_given and fleet and every and named:
            yield self.finding(
                resource,
                role,
                "the configuration has an ExecutionRoleArn and each of its variants names a model",
                "remove ExecutionRoleArn, or ModelName if inference components bring the models",
            )
