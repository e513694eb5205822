"""SMH2119."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.tokens import is_intrinsic
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NestedLambdaInput(Rule):
    """The inputs of a Lambda step are texts and numbers, one level deep."""

    id = "SMH2119"
    title = "nested input of a Lambda step"
    resource_types = (PIPELINE,)
    facts = ("pl-lambda-step",)
    pages = (667, 668, 670)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each input that is a list or a map."""
        for step in steps(resource):
            for value in step.view.values("Arguments/*") if step.type == "Lambda" else ():
                if isinstance(value.raw, (dict, list)) and not is_intrinsic(value.raw):
                    yield self.finding(
                        resource,
                        value,
                        f"the input {value.path.rpartition('/')[2]} is no text and no number",
                        "pass it as a JSON text, and parse it in the function",
                    )
