"""SMH2111."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import BODY, PIPELINE, all_texts, definitions, steps
from sagemaker_hosting.rules._secrets import is_secret
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class SecretInDefinition(Rule):
    """DescribePipeline shows the whole definition: defaults, arguments and variables.

    A dynamic reference is filled in before it is stored there.
    """

    id = "SMH2111"
    title = "secret in clear text"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-no-secrets",)
    pages = (630,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each value that looks like a secret."""
        body = resource.get(BODY)
        if any("{{resolve:secretsmanager" in text for text in all_texts(body.raw)):
            yield self.finding(
                resource,
                body,
                "a secret of Secrets Manager is filled in, and shown by DescribePipeline",
                "pass the ARN of the secret and let the code of the step read it",
            )
        for definition in definitions(resource):
            for parameter in definition.parts("Parameters/*"):
                yield from self._named(
                    resource, parameter.get("Name").text, parameter.get("DefaultValue")
                )
        for step in steps(resource):
            for path in ("Arguments/Environment/*", "Arguments/HyperParameters/*"):
                for value in step.view.values(path):
                    yield from self._named(resource, value.path.rpartition("/")[2], value)

    def _named(self, resource: Resource, name: str | None, value: Value) -> Iterator[Finding]:
        """Yield a finding for a literal ``value`` whose ``name`` says that it is a secret."""
        if is_secret(name or "", value.text or ""):
            yield self.finding(
                resource,
                value,
                f"{name} looks like a secret in clear text",
                "store it in Secrets Manager, pass its ARN and let the code read it",
            )
