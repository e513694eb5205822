"""SMH1188."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import spelled
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered

_PREFIX: Final = "/aws/sagemaker/Endpoints/"


class LogGroupAfterEndpoint(Rule):
    """An endpoint creates its log group with the first line, unless that is there already.

    A log group that CloudFormation creates later fails with the name taken.
    """

    id = "SMH1188"
    title = "log group created after its endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::Logs::LogGroup",)
    facts = ("sls-log-group",)
    pages = (247, 281)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a log group that its endpoint does not wait for."""
        template, group = resource.template, resource.get("LogGroupName")
        if template is None:
            return
        (by_group,) = _by_log_group(template)
        for endpoint in by_group.get(repr(spelled(group.raw)), ()):
            if not template.waits_for(endpoint, resource):
                yield self.finding(
                    resource,
                    group,
                    f"the log group of {endpoint.logical_id} may be created after the endpoint",
                    f"spell the name out and let {endpoint.logical_id} depend on it (DependsOn)",
                )


@remembered
def _by_log_group(template: Resources) -> Iterator[dict[str, list[Resource]]]:
    """Yield, once, the endpoints by each way in which the name of their log group is spelled."""
    found: dict[str, list[Resource]] = {}
    for endpoint in template.of_type(ENDPOINT):
        name = endpoint.get("EndpointName")
        by_attribute = {"Fn::GetAtt": [endpoint.logical_id, "EndpointName"]}
        names = [name.raw, by_attribute] if name.is_given else [by_attribute]
        for each in names:
            group = repr(spelled({"Fn::Join": ["", [_PREFIX, each]]}))
            if endpoint not in found.setdefault(group, []):
                found[group].append(endpoint)
    yield found
