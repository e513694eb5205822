"""SMH0321."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import SOURCE, families_not_hosted, family_of, instance_type
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InstanceFamilyNotHosted(Rule):
    """Notebooks, training and processing run on instance families that endpoints do not run on.

    A type that is merely too new to be known here is not reported.
    """

    id = "SMH0321"
    title = "instance family that hosting does not have"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("instance-type-supported",)
    url = SOURCE

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each type of such a family."""
        for variant in variants_of(resource):
            for path in ("InstanceType", "InstancePools/*/InstanceType"):
                for value in variant.values(path):
                    name = value.text or ""
                    family = family_of(name)
                    if family in families_not_hosted() and instance_type(name) is None:
                        yield self.finding(
                            resource,
                            value,
                            f"{name} is not among the instance types of hosting: "
                            f"the {family} family is not",
                            "choose a type that ProductionVariant lists, such as ml.m5.large or "
                            "ml.c6g.large (instance_type=)",
                        )
