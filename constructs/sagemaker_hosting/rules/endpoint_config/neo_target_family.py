"""SMH0385."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.facts.neo import compiled_for, edge_targets
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeoTargetFamily(Rule):
    """A model is compiled for one family of instances, and only they are sure to run it.

    What it was compiled for stands in the name that Neo gives the archive.
    """

    id = "SMH0385"
    title = "compiled for other instances"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("neo-same-family-to-deploy", "neo-edge-targets", "neo-image-names-classic")
    pages = (473, 497, 507, 521, 535, 553)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-supported-cloud.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on other instances than its model is for."""
        for variant, model in served(resource):
            kind = variant.get("InstanceType")
            family = family_of(kind.text or "")
            for container in containers(model):
                target = compiled_for(outline(container.get("ModelDataUrl").raw) or "")
                if target is None:
                    continue
                if target in edge_targets():
                    yield self.finding(
                        resource,
                        variant.get("ModelName"),
                        f"{model.logical_id} is compiled for the device {target}, not for "
                        "instances",
                        "compile it for the family of the variant's instances (ml_c5, say)",
                    )
                elif family is not None and family != target.removeprefix("ml_"):
                    yield self.finding(
                        resource,
                        kind,
                        f"{model.logical_id} is compiled for {target} and runs on {kind.text}",
                        f"take an instance type of {target.replace('_', '.')}, or compile it for "
                        f"ml_{family}",
                    )
