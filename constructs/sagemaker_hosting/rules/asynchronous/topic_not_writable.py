"""SMH1408."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import NOTIFICATION
from sagemaker_hosting.rules._permissions import allows, roles_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, remembered


class TopicNotWritable(Rule):
    """Each deployment publishes a test message to the topics, as the execution role.

    What lets the role publish has to be there before the endpoint: a policy of the role, or one of
    the topic.
    """

    id = "SMH1408"
    title = "topic that the execution role cannot write to"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("async-test-notification",)
    pages = (274,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each topic that a role may not publish to."""
        config = resource.related("EndpointConfig")
        if config is None:
            return
        for role in roles_of(config):
            if allows(role, "sns:Publish") is not False:
                continue
            for name in ("SuccessTopic", "ErrorTopic"):
                topic = config.get(f"{NOTIFICATION}/{name}")
                policies = _policies(config, topic) if topic.is_given else None
                if policies is None:
                    continue
                if not policies:
                    yield self.finding(
                        config,
                        topic,
                        f"no policy of the role {role.logical_id} allows sns:Publish",
                        "allow sns:Publish on the topic in a policy of the execution role",
                    )
                elif not any(resource.template.waits_for(resource, each) for each in policies):
                    yield self.finding(
                        resource,
                        "EndpointConfigName",
                        f"the endpoint may be made before {policies[0].logical_id}, which lets its "
                        "role publish",
                        f"add DependsOn: {policies[0].logical_id}, or allow sns:Publish in a "
                        "policy of the execution role",
                    )


def _policies(config: Resource, topic: Value) -> list[Resource] | None:
    """Return the topic policies of the template for ``topic``; None unless all are known."""
    own = config.template.named(topic, "AWS::SNS::Topic", "") if config.template else None
    if own is None:
        return None
    (policies,) = _by_topic(config.template)
    return None if policies is None else policies.get(own.logical_id, [])


@remembered
def _by_topic(template: Resources) -> Iterator[dict[str, list[Resource]] | None]:
    """Yield, once, the topic policies of a template by topic; None unless all are known."""
    found: dict[str, list[Resource]] = {}
    for policy in template.of_type("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"):
        for each in (*policy.values("Topics/*"), *policy.values("TopicArn")):
            topic = template.named(each, "AWS::SNS::Topic", "")
            if topic is None:
                yield None
                return
            if policy not in found.setdefault(topic.logical_id, []):
                found[topic.logical_id].append(policy)
    yield found
