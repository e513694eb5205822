"""SMH0807."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._grants import INVOKE, actions, items
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, own_statements
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InvocationOfNoEndpoint(Rule):
    """Calls are allowed on an endpoint or an inference component, and on nothing else.

    A statement on the ARN of a configuration, of a model, or on a bare name allows no call.
    """

    id = "SMH0807"
    title = "permission to call what is no endpoint"
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("arn-formats",)
    pages = (46, 47, 48)
    url = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement that allows no call."""
        for statement in own_statements(resource):
            named = actions(statement)
            if named is None or not all(each.startswith(INVOKE.lower()) for each in named):
                continue
            arns = list(items(statement, "Resource"))
            written = [outline(arn.raw) for arn in arns]
            if written and not any(each is None or _may_be_endpoint(each) for each in written):
                yield self.finding(
                    resource,
                    statement.get("Resource"),
                    f"{INVOKE} applies to endpoints, and {written[0]!r} is none",
                    "write arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME in lower case",
                )


_CALLED: Final = ("endpoint/", "inference-component/")
_OPEN: Final = re.compile(r"[*?]|\$\{\?\}")


def _may_be_endpoint(arn: str) -> bool:
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return _OPEN.search(arn) is not None
    if parts[2] != "sagemaker" and _OPEN.search(parts[2]) is None:
        return False
    certain = _OPEN.split(parts[5])[0]
    return any(kind.startswith(certain) or certain.startswith(kind) for kind in _CALLED)
