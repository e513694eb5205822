"""SMH0272."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.server_environment import Variable, server_variables
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class ServerVariable(Rule):
    """The model servers read numbers and fixed words from their variables.

    On anything else the server does not start, and the container fails its health check.
    """

    id = "SMH0272"
    title = "variable that the model server cannot read"
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "torchserve-env-toolkit",
        "triton-env-ping-mode",
        "triton-env-namespacing",
        "triton-env-shm",
        "mms-workers-env",
    )
    pages = (
        92,
        292,
        293,
        379,
        390,
        391,
        392,
    )
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each value that the server cannot read."""
        for container in containers(resource):
            for name, variable in server_variables().items():
                value = container.get(f"Environment/{name}")
                if value.is_known and value.text != "" and not _fits(value, variable):
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is {value.raw!r}; the server reads {_wanted(variable)}",
                        f"set {name} to {_wanted(variable)}, or remove it",
                    )


def _fits(value: Value, variable: Variable) -> bool:
    if variable.type == "integer":
        number = value.number
        return number is not None and number == int(number) and number >= (variable.minimum or 0)
    text = str(value.raw).strip().lower()
    return text in (variable.words if variable.type == "words" else ("true", "false"))


def _wanted(variable: Variable) -> str:
    if variable.type == "integer":
        return f"a whole number of {variable.minimum} or more"
    return " or ".join(variable.words if variable.type == "words" else ("true", "false"))
