"""SMH0890."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value, View

_KEY: Final = "sagemaker:TargetModel"


class TargetModelForm(Rule):
    """A request names a model by its path below the prefix, such as ``team/model.tar.gz``.

    A condition on a path that begins with a slash or is an S3 address matches no request.
    """

    id = "SMH0890"
    title = "condition on a target model that no request names"
    resource_types = (
        "AWS::IAM::Group",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::IAM::User",
    )
    facts = ("mme-target-model",)
    pages = (80, 86, 97)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each value that can match nothing."""
        for document in (
            *resource.parts("PolicyDocument"),
            *resource.parts("Policies/*/PolicyDocument"),
        ):
            for statement in statements(document):
                if statement.get("Effect").text != "Allow":
                    continue
                for value in _values(statement):
                    text = value.text or ""
                    if text.startswith(("/", "s3://")):
                        yield self.finding(
                            resource,
                            value,
                            f"the target model {text!r} is no path below the prefix of the models",
                            "write it as requests do: relative to the prefix, such as "
                            "team/model.tar.gz",
                        )


def _values(statement: View) -> Iterator[Value]:
    for operator in statement.parts("Condition/*"):
        if "Not" in operator.path.rpartition("/")[2]:
            continue
        for key in operator.properties:
            if str(key).lower() == _KEY.lower():
                yield from operator.values(str(key))
                yield from operator.values(f"{key}/*")
