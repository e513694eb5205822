"""SMH0806."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._grants import ENDPOINT_ARN, items
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, own_statements
from sagemaker_hosting.rules._texts import PLACEHOLDER, outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class CapitalInEndpointArn(Rule):
    """The ARN of an endpoint is in lower case, however its name is spelt.

    IAM compares the rest of an ARN letter by letter, so a statement on endpoint/Churn matches
    nothing, and the caller gets "not authorized to perform: sagemaker:InvokeEndpoint".
    """

    id = "SMH0806"
    title = "capital letters in the ARN of an endpoint"
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("arn-formats",)
    pages = (46, 47, 48)
    url = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each ARN that no endpoint has."""
        for statement in own_statements(resource):
            arns = list(items(statement, "Resource"))
            spelt = [outline(arn.raw) for arn in arns]
            for arn, written in zip(arns, spelt, strict=True):
                name = _name(resource, arn, written or "")
                # Beside the same ARN in lower case, or one that may be it, it does no harm.
                others = {each.lower() if each else each for each in spelt if each != written}
                if name != name.lower() and others.isdisjoint({None, (written or "").lower()}):
                    yield self.finding(
                        resource,
                        arn,
                        f"the statement names the endpoint {name!r}, and the ARN of an endpoint "
                        "is in lower case",
                        f"write {name.lower()!r}, or refer to the endpoint (its Ref is the ARN)",
                    )


def _name(resource: Resource, arn: Value, written: str) -> str:
    """Return the name in the ARN of an endpoint, without what is not known of it."""
    found = ENDPOINT_ARN.fullmatch(written)
    if found is None:
        return ""
    if found.group(1) == PLACEHOLDER and resource.template is not None:
        endpoint = resource.template.named(arn, ENDPOINT, "EndpointName")
        return "" if endpoint is None else endpoint.get("EndpointName").text or ""
    return found.group(1).replace(PLACEHOLDER, "")
