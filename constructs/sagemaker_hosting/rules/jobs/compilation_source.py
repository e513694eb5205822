"""SMH1850."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class CompilationSource(RequestRule):
    """A compilation reads an archive, or a version of the registry: one of the two."""

    id = "SMH1850"
    title = "source of a compilation"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-not-in-cloudformation",)
    pages = ()
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCompilationJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for two sources, or for none."""
        source, package = request.get("InputConfig"), request.get("ModelPackageVersionArn")
        fix = "give either InputConfig or ModelPackageVersionArn"
        if source.is_given and package.is_given:
            message = "InputConfig and ModelPackageVersionArn are both given"
            yield self.finding(resource, package, message, fix)
        elif source.is_absent and package.is_absent:
            message = "neither InputConfig nor ModelPackageVersionArn is given"
            yield self.finding(resource, request, message, fix)
