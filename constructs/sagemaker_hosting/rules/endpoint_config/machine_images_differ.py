"""SMH0377."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class MachineImagesDiffer(Rule):
    """Variants of one instance family on different machine images run different drivers.

    A comparison of the variants then also compares the drivers.
    """

    id = "SMH0377"
    title = "variants with different machine images"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ami-per-variant",)
    pages = (599, 600)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on another machine image."""
        found: dict[str, View] = {}
        for variant in variants_of(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is None or not kind.has_gpu:
                continue
            first = found.setdefault(kind.family, variant)
            ours, theirs = (each.get("InferenceAmiVersion") for each in (variant, first))
            known = [each.is_absent or each.text is not None for each in (ours, theirs)]
            if all(known) and ours.raw != theirs.raw:
                yield self.finding(
                    resource,
                    ours,
                    f"{ours.text or 'the default image'} here and "
                    f"{theirs.text or 'the default image'} on "
                    f"another variant of ml.{kind.family}",
                    "give the variants the same InferenceAmiVersion",
                )
