"""SMH2019."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ExplainerSwitched(UpdateRule):
    """With an explainer an endpoint answers in another form, and callers have to read it."""

    id = "SMH2019"
    title = "explanations switched on or off"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("clarify-response-schema-breaking",)
    pages = (211,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-response.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that answers otherwise than before."""
        old, config = before.related("EndpointConfig"), after.related("EndpointConfig")
        if old is None or config is None or not updated_in_place(before, after):
            return
        was, will_be = old.get("ExplainerConfig"), config.get("ExplainerConfig")
        if (was.is_absent and will_be.is_given) or (was.is_given and will_be.is_absent):
            yield self.finding(
                config,
                will_be,
                f"ExplainerConfig is {'added' if was.is_absent else 'removed'}; the endpoint "
                "answers in another form",
                "declare a second endpoint and move the callers, or prepare them for both forms",
            )
