"""SMH2022."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class AsynchronousSwitched(UpdateRule):
    """With AsyncInferenceConfig an endpoint takes InvokeEndpointAsync only.

    Callers of the other kind fail as soon as the update is through.
    """

    id = "SMH2022"
    title = "endpoint made asynchronous, or no longer"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("async-flow",)
    pages = (263,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that is called otherwise than before."""
        old, config = before.related("EndpointConfig"), after.related("EndpointConfig")
        if old is None or config is None or not updated_in_place(before, after):
            return
        was, will_be = old.get("AsyncInferenceConfig"), config.get("AsyncInferenceConfig")
        if (was.is_absent and will_be.is_given) or (was.is_given and will_be.is_absent):
            yield self.finding(
                config,
                will_be,
                f"AsyncInferenceConfig is {'added' if was.is_absent else 'removed'}; who calls the "
                "endpoint as before fails",
                "declare a second endpoint, move the callers, then remove the first",
            )
