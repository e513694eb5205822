"""SMH1809."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule, model_of, requests
from sagemaker_hosting.template.documents import spelled
from sagemaker_hosting.template.view import Resource, View


class TransformSharedOutput(RequestRule):
    """Results are named after their input: two jobs with one output location overwrite each other.

    Models are compared by a job, and a location, for each.
    """

    id = "SMH1809"
    title = "two models, one output location"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-test-variants",)
    pages = (299, 300)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each job that stores its results where another one does."""
        seen: dict[str, str] = {}
        for request in requests(resource):
            output = request.parameters.get("TransformOutput/S3OutputPath")
            where = spelled(output.raw)
            model = _model(resource, request.parameters)
            if request.action not in self.actions or where is None or model is None:
                continue
            if seen.setdefault(where.rstrip("/"), model) != model:
                yield self.finding(
                    resource,
                    output,
                    "another model of this definition stores its results in the same place",
                    "give each transform job an S3OutputPath of its own",
                )


def _model(resource: Resource, request: View) -> str | None:
    """Return what tells the model of ``request`` from others; None when nothing does."""
    model = model_of(resource, request)
    if model is not None:
        return model.logical_id
    # A literal may be the name of a model in the template that is not known.
    return None if _has_models(resource) else request.get("ModelName").text


def _has_models(resource: Resource) -> bool:
    return resource.template is not None and any(resource.template.of_type("AWS::SageMaker::Model"))
