"""SMH0212."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._secrets import is_secret
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SecretInEnvironment(Rule):
    """Environment variables of a container are public within the account.

    DescribeModel shows them, and the template stores them.
    """

    id = "SMH0212"
    title = "secret in clear text"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("env-secret-in-clear",)
    pages = (39,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that looks like a secret."""
        for container in containers(resource):
            for variable in container.values("Environment/*"):
                name = variable.path.rpartition("/")[2]
                if is_secret(name, variable.text or ""):
                    yield self.finding(
                        resource,
                        variable,
                        f"{name} looks like a secret in clear text",
                        "store it in Secrets Manager, pass its ARN and let the code read it",
                    )
