"""SMH0605."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import InstanceType
from sagemaker_hosting.rules._components import (
    COMPONENT,
    REQUIREMENTS,
    instance_types_for,
    specifications,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CopyLargerThanInstance(Rule):
    """Each copy runs on one instance, with all the cores, accelerators and memory that it asks for.

    What needs more than a whole instance has is never placed.
    """

    id = "SMH0605"
    title = "copy that fits on no instance"
    resource_types = (COMPONENT,)
    facts = ("ic-resources-tailored",)
    pages = (23, 38)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each need that no instance of the variant can meet."""
        for specification in specifications(resource):
            kinds = instance_types_for(resource, specification)
            for name, unit, offered in _OFFERED:
                needed = specification.get(f"{REQUIREMENTS}/{name}")
                there = [offered(kind) for kind in kinds]
                most = max((each for each in there if each is not None), default=None)
                if needed.number is None or most is None or None in there:
                    continue
                if needed.number > most:
                    yield self.finding(
                        resource,
                        needed,
                        f"a copy needs {needed.number:g} {unit}, and "
                        f"{' or '.join(kind.name for kind in kinds)} has {most:g}",
                        f"lower {name}, or choose a larger instance type for the variant",
                    )


_OFFERED: Final[tuple[tuple[str, str, Callable[[InstanceType], float | None]], ...]] = (
    ("NumberOfCpuCoresRequired", "CPU cores", lambda kind: kind.vcpus),
    ("NumberOfAcceleratorDevicesRequired", "accelerators", lambda kind: kind.accelerator_count),
    (
        "MinMemoryRequiredInMb",
        "MB of memory",
        lambda kind: None if kind.memory_gib is None else kind.memory_gib * 1024,
    ),
)
