"""SMH1841."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestModel(RequestRule):
    """What is tested is a version of the registry, or a model: one of the two."""

    id = "SMH1841"
    title = "model of a load test"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-model-source",)
    pages = (5, 6)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RecommendationJobInputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for two models, or for none."""
        source = request.part("InputConfig")
        package, model = source.get("ModelPackageVersionArn"), source.get("ModelName")
        fix = "give either ModelPackageVersionArn or ModelName"
        if package.is_given and model.is_given:
            message = "ModelPackageVersionArn and ModelName are both given"
            yield self.finding(resource, model, message, fix)
        elif package.is_absent and model.is_absent:
            message = "neither ModelPackageVersionArn nor ModelName is given"
            yield self.finding(resource, source, message, fix)
