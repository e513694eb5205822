"""AWS::SNS::TopicPolicy."""

from __future__ import annotations

import json

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class TopicPolicy(ResourceType):
    """The policy of one or more topics; stays until they are deleted."""

    type_name = "AWS::SNS::TopicPolicy"

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        sns = client("sns", context.account, context.region)
        for topic in properties["Topics"]:
            sns.set_topic_attributes(
                TopicArn=topic,
                AttributeName="Policy",
                AttributeValue=json.dumps(properties["PolicyDocument"]),
            )
        name = context.generated_name()
        return Created(name, {"Id": name})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        self.create(context, after)
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Do nothing: the policy goes with its topics."""
