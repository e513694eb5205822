"""AWS::SageMaker::Model."""

from __future__ import annotations

from sagemaker_hosting.localaws.hosting.api import hosting_of
from sagemaker_hosting.localaws.resources._sagemaker import SageMakerResource
from sagemaker_hosting.localaws.resources.resource_type import Context, Created, Properties


class Model(SageMakerResource):
    """A model; every property but its tags is create-only."""

    type_name = "AWS::SageMaker::Model"
    operation = "CreateModel"
    name_property = "ModelName"
    create_only = frozenset(
        {
            "Containers",
            "EnableNetworkIsolation",
            "ExecutionRoleArn",
            "InferenceExecutionConfig",
            "ModelName",
            "PrimaryContainer",
            "VpcConfig",
        }
    )
    stored_only = ("ExecutionRoleArn", "VpcConfig", "EnableNetworkIsolation")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        request = self.request(context, properties)
        answer = hosting_of(context.account, context.region).call("CreateModel", request)
        name = request["ModelName"]
        return Created(answer["ModelArn"], {"ModelName": name}, name)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        self.call(context, "DeleteModel", ModelName=current.handle)
