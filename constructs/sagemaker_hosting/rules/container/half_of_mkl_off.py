"""SMH0253."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PAIR: Final = ("TF_DISABLE_MKL", "TF_DISABLE_POOL_ALLOCATOR")


class HalfOfMklOff(Rule):
    """MKL and its allocator are switched off together."""

    id = "SMH0253"
    title = "half of MKL switched off"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("env-tfs",)
    pages = (292,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container with one of the two."""
        for container in containers(resource):
            for name, other in (_PAIR, _PAIR[::-1]):
                switch = container.get(f"Environment/{name}")
                partner = container.get(f"Environment/{other}")
                if switch.number == 1 and (partner.is_absent or partner.number == 0):
                    yield self.finding(
                        resource,
                        switch,
                        f"{name} is 1 and {other} is not",
                        f"set {other} to 1 too, or remove {name}",
                    )
