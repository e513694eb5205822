"""SMH0970."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import model_of, variants_of
from sagemaker_hosting.rules._network import is_isolated, services_in
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = ("ssm", "ssmmessages")


class SsmWithoutEndpoints(Rule):
    """The SSM agent reaches Session Manager over the network of the model.

    In subnets without a way out it takes interface endpoints for ssm and ssmmessages.
    """

    id = "SMH0970"
    title = "shell access from a VPC without a way to Session Manager"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ssm-privatelink",)
    pages = (370,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that cannot reach Session Manager."""
        for variant in variants_of(resource):
            access = variant.get("EnableSSMAccess")
            model = model_of(resource, variant) if access.boolean else None
            subnets = [] if model is None else list(model.all_related("Subnet"))
            if model is None or not subnets or not all(is_isolated(subnet) for subnet in subnets):
                continue
            if len(subnets) != model.get("VpcConfig/Subnets").length:
                continue
            vpc = subnets[0].related("Vpc")
            services = None if vpc is None else services_in(vpc)
            lacking = [] if services is None else [name for name in _NEEDED if name not in services]
            if lacking:
                yield self.finding(
                    resource,
                    access,
                    f"the subnets of {model.logical_id} have no way out and no endpoint for "
                    f"{' and '.join(lacking)}",
                    "add interface endpoints for ssm and ssmmessages to the VPC",
                )
