"""SMH0211."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import ENVIRONMENT_ENTRIES, ENVIRONMENT_TEXT_LENGTH
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NAME: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


class EnvironmentLimits(Rule):
    """A container takes 100 variables, with names of letters, digits and _ and 1024 bytes each way.

    The CloudFormation schema knows nothing of it: to it the environment is any JSON.
    """

    id = "SMH0211"
    title = "environment variable out of bounds"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("create-model-fields",)
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that is refused."""
        for container in containers(resource):
            variables = list(container.values("Environment/*"))
            if len(variables) > ENVIRONMENT_ENTRIES.value:
                yield self.finding(
                    resource,
                    container.get("Environment"),
                    f"{len(variables)} environment variables; allowed are "
                    f"{ENVIRONMENT_ENTRIES.value}",
                    "put configuration into the model artifact",
                )
            for variable in variables:
                name = variable.path.rpartition("/")[2]
                if not _NAME.fullmatch(name):
                    yield self.finding(
                        resource,
                        variable,
                        f"{name!r} is not a name for an environment variable",
                        "use letters, digits and _, with no digit in front",
                    )
                for text in (name, variable.text or ""):
                    if len(text.encode()) > ENVIRONMENT_TEXT_LENGTH.value:
                        yield self.finding(
                            resource,
                            variable,
                            f"the name or value of {name[:32]!r} is {len(text.encode())} bytes "
                            f"long; allowed are {ENVIRONMENT_TEXT_LENGTH.value}",
                            "put it into the model artifact, or have the code read it from a "
                            "parameter",
                        )
