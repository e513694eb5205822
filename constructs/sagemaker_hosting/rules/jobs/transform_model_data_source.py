"""SMH1820."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule, model_of
from sagemaker_hosting.template.view import Resource, View


class TransformModelDataSource(RequestRule):
    """A model whose data comes from ModelDataSource cannot be used in batch transform."""

    id = "SMH1820"
    title = "transform of a model with ModelDataSource"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-no-model-data-source",)
    pages = (314,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a model that batch transform does not take."""
        model = model_of(resource, request)
        if model is not None and any(
            container.get("ModelDataSource").is_given for container in containers(model)
        ):
            yield self.finding(
                resource,
                request.get("ModelName"),
                f"{model.logical_id} has its data in ModelDataSource, which batch transform "
                "does not take",
                "give the model an archive in ModelDataUrl",
            )
