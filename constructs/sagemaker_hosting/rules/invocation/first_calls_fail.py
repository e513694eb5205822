"""SMH2207."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._callers import FUNCTION, called_endpoints
from sagemaker_hosting.rules._components import is_adapter, scales_to_zero
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class FirstCallsFail(Rule):
    """An endpoint without instances answers nothing until one is there, which takes minutes.

    Behind an API every caller in between gets an error.
    """

    id = "SMH2207"
    title = "API in front of an endpoint that sleeps"
    severity = Severity.INFO
    resource_types = (FUNCTION,)
    facts = ("zero-feature",)
    pages = (171,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint behind an API that scales to zero."""
        for endpoint in called_endpoints(resource):
            hosted = endpoint.all_related("InferenceComponent")
            components = [each for each in hosted if not is_adapter(each)]
            asleep = components and all(scales_to_zero(each) for each in components)
            if asleep and _answers_an_api(resource):
                yield self.finding(
                    resource,
                    "",
                    f"{endpoint.logical_id} may be at zero, and callers of the API then get errors "
                    "for minutes",
                    "retry, or put a queue in between",
                )


def _answers_an_api(function: Resource) -> bool:
    """Return whether an API or a URL is known to call ``function``."""
    for permission in function.template.of_type("AWS::Lambda::Permission", "AWS::Lambda::Url"):
        path = "FunctionName" if permission.type.endswith("Permission") else "TargetFunctionArn"
        called = function.template.named(permission.get(path), FUNCTION, "FunctionName")
        by_url = permission.type.endswith("Url")
        if called is function and (
            by_url or permission.get("Principal").text == "apigateway.amazonaws.com"
        ):
            return True
    return False
