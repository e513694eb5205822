"""SMH1856."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.jobs import COMPILATION_VALUES
from sagemaker_hosting.facts.neo import versions
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class CompilationFramework(RequestRule):
    """For each target the compiler knows some frameworks, in some versions."""

    id = "SMH1856"
    title = "framework that the target does not take"
    severity = Severity.WARNING
    actions = (CREATE_COMPILATION,)
    facts = ("neo-cloud-frameworks", "neo-inf1-frameworks", "neo-dtype-and-version")
    pages = (481, 493, 494, 496)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-supported-cloud.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a framework or a version outside the table of its target."""
        framework = request.get("InputConfig/Framework")
        version = request.get("InputConfig/FrameworkVersion")
        target = request.get("OutputConfig/TargetDevice").text
        if framework.text is None or target is None:
            return
        known = versions(framework.text, target)
        if known == () and framework.text in COMPILATION_VALUES["InputConfig/Framework"].value:
            yield self.finding(
                resource,
                framework,
                f"{framework.text} is not compiled for {target}",
                "convert the model to a framework that is, or serve it as it is",
            )
        elif known and version.text is not None and version.text not in known:
            yield self.finding(
                resource,
                version,
                f"{framework.text} {version.text} is not compiled for {target}",
                f"take one of {', '.join(known)}",
            )
