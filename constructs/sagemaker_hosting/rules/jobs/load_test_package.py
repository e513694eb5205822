"""SMH1843."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CONTAINER, CREATE_LOAD_TEST
from sagemaker_hosting.rules._registry import package_of
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_CONTAINERS: Final = "InferenceSpecification/Containers"


class LoadTestPackage(RequestRule):
    """A version without domain or framework cannot be tested; OTHER says that none fits."""

    id = "SMH1843"
    title = "load test of a package without a domain"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-domain-framework-mandatory",)
    pages = (17,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-troubleshooting.html"
    )

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a version of the template that says too little."""
        version = request.get("InputConfig/ModelPackageVersionArn")
        package = package_of(resource, version)
        if package is None or not request.get(CONTAINER).is_absent:
            return
        frameworks = list(package.values(f"{_CONTAINERS}/*/Framework"))
        missing = ["Domain"] if package.get("Domain").is_absent else []
        missing += [] if frameworks else ["Framework"]
        if missing:
            yield self.finding(
                resource,
                version,
                f"the model package {package.logical_id} has no {' and no '.join(missing)}",
                f"set {' and '.join(missing)} of the model package, to OTHER if none fits",
            )
