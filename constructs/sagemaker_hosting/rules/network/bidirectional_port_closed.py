"""SMH0901."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import BIDIRECTIONAL_PORT
from sagemaker_hosting.rules._grants import INVOKE_BIDIRECTIONAL, actions
from sagemaker_hosting.rules._network import RUNTIME, VPC_ENDPOINT, is_closed, service_of
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, is_allow, own_statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class BidirectionalPortClosed(Rule):
    """A bidirectional stream goes to port 8443 of the runtime, everything else to port 443.

    Somebody may open such streams, and the interface endpoint keeps them out.
    """

    id = "SMH0901"
    title = "port of bidirectional streams that is closed"
    severity = Severity.WARNING
    resource_types = (VPC_ENDPOINT,)
    facts = ("bidi-port-8443",)
    pages = (57, 58, 61)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_Operations_Amazon_SageMaker_Runtime_HTTP2.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that lets requests in and streams not."""
        template, group = resource.template, resource.related("SecurityGroup")
        if template is None or group is None or service_of(resource) != RUNTIME:
            return
        if resource.get("SecurityGroupIds").length != 1 or not any(_streams(template)):
            return
        if is_closed(group, BIDIRECTIONAL_PORT.value) and not is_closed(group, 443):
            yield self.finding(
                resource,
                "SecurityGroupIds",
                f"the security group {group.logical_id} opens port 443 and not "
                f"{BIDIRECTIONAL_PORT.value}, where bidirectional streams go",
                f"allow ingress on port {BIDIRECTIONAL_PORT.value} from the same clients",
            )


@remembered
def _streams(template: Resources) -> Iterator[bool]:
    """Yield True for each statement of the template that allows bidirectional streams by name."""
    for holder in template.of_type(*POLICY_HOLDERS):
        for statement in own_statements(holder):
            if is_allow(statement) and INVOKE_BIDIRECTIONAL.lower() in (actions(statement) or ()):
                yield True
