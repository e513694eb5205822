"""SMH0371."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import marketplace_package, model_of, variants_of
from sagemaker_hosting.rules._texts import images_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SsmIntoForeignContainer(Rule):
    """Session Manager does not enter the built-in algorithms or Marketplace models.

    It enters AWS's framework containers and one's own.
    """

    id = "SMH0371"
    title = "shell access to a container of somebody else"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ssm-no-1p-marketplace",)
    pages = (371,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that cannot be entered."""
        for variant in variants_of(resource):
            access = variant.get("EnableSSMAccess")
            model = model_of(resource, variant) if access.boolean else None
            if model is None:
                continue
            algorithms = [image.algorithm for image in images_of(model) if image.algorithm]
            if marketplace_package(model) is not None or algorithms:
                what = (
                    f"the built-in algorithm {algorithms[0]}"
                    if algorithms
                    else "a Marketplace model"
                )
                yield self.finding(
                    resource,
                    access,
                    f"no shell opens in the container of {model.logical_id}: it is {what}",
                    "remove EnableSSMAccess, or debug with a container of your own",
                )
