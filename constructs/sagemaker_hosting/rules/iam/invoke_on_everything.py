"""SMH0885."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import statements, texts
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class InvokeOnEverything(Rule):
    """What only asks for predictions needs sagemaker:InvokeEndpoint on its endpoint.

    With a wildcard a pod can call every endpoint of the account.
    """

    id = "SMH0885"
    title = "pod that may invoke every endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::IAM::Role",)
    facts = ("k8s-irsa-layers",)
    pages = (793, 799, 801, 867, 868, 884)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/kubernetes-sagemaker-operators.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement of a pod's role about all endpoints."""
        federated = resource.values("AssumeRolePolicyDocument/Statement/*/Principal/Federated")
        if not any("oidc" in (outline(value.raw) or "") for value in federated):
            return
        for document in resource.values("Policies/*/PolicyDocument"):
            for statement in statements(View(document.raw, document.path)):
                actions = [text or "" for text in texts(statement.get("Action"))]
                given = statement.get("Resource")
                if statement.get("Effect").text != "Allow" or "*" not in texts(given):
                    continue
                if any(action.lower().startswith("sagemaker:invoke") for action in actions):
                    yield self.finding(
                        resource,
                        given,
                        "the role of a pod may invoke every endpoint",
                        "name the endpoint (endpoint.grant_invoke(role))",
                    )
