"""AWS::SNS::Topic: keeps its policy and its subscribers through an update."""

from __future__ import annotations

from typing import Any

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig")
_LONGEST_NAME = 256


class Topic(ResourceType):
    """A topic; its Ref is its ARN."""

    type_name = "AWS::SNS::Topic"
    create_only = frozenset({"TopicName", "FifoTopic"})
    stored_only = ("ArchivePolicy", "ContentBasedDeduplication", "DataProtectionPolicy")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        sns = self._client(context)
        fifo = str(properties.get("FifoTopic", False)).lower() == "true"
        name = properties.get("TopicName") or context.generated_name(_LONGEST_NAME - 5) + (
            ".fifo" if fifo else ""
        )
        attributes = {key: str(properties[key]) for key in _ATTRIBUTES if key in properties}
        attributes |= {"FifoTopic": "true"} if fifo else {}
        arn = sns.create_topic(Name=name, Attributes=attributes, Tags=_tags(properties))["TopicArn"]
        self._subscribe(sns, arn, properties)
        return Created(arn, {"TopicArn": arn, "TopicName": name})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        sns, arn = self._client(context), current.physical_id
        for key in _ATTRIBUTES:
            if before.get(key) != after.get(key):
                value = str(after.get(key, ""))
                sns.set_topic_attributes(TopicArn=arn, AttributeName=key, AttributeValue=value)
        sns.untag_resource(ResourceArn=arn, TagKeys=[one["Key"] for one in _tags(before)])
        sns.tag_resource(ResourceArn=arn, Tags=_tags(after))
        if before.get("Subscription") != after.get("Subscription"):
            self._unsubscribe(sns, arn, before)
            self._subscribe(sns, arn, after)
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        sns = self._client(context)
        self._unsubscribe(sns, current.physical_id, properties)
        sns.delete_topic(TopicArn=current.physical_id)

    def _subscribe(self, sns: Any, arn: str, properties: Properties) -> None:
        for one in properties.get("Subscription") or []:
            sns.subscribe(TopicArn=arn, Protocol=one["Protocol"], Endpoint=one["Endpoint"])

    def _unsubscribe(self, sns: Any, arn: str, properties: Properties) -> None:
        declared = [
            (one["Protocol"], one["Endpoint"]) for one in properties.get("Subscription") or []
        ]
        if not declared:
            return
        for one in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]:
            if (one["Protocol"], one["Endpoint"]) in declared:
                sns.unsubscribe(SubscriptionArn=one["SubscriptionArn"])

    def _client(self, context: Context) -> Any:
        return client("sns", context.account, context.region)


def _tags(properties: Properties) -> list[dict[str, str]]:
    return [{"Key": one["Key"], "Value": str(one["Value"])} for one in properties.get("Tags") or []]
