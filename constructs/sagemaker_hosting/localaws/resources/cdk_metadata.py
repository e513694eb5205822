"""AWS::CDK::Metadata: analytics of the CDK, a resource without effect by design."""

from __future__ import annotations

from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class CdkMetadata(ResourceType):
    """Nothing; CloudFormation's own handler does nothing either."""

    type_name = "AWS::CDK::Metadata"
    stored_only = ("Analytics",)

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        return Created(context.generated_name())

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Do nothing: there is nothing."""
