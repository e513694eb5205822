"""AWS::SageMaker::EndpointConfig."""

from __future__ import annotations

from sagemaker_hosting.localaws.hosting.api import hosting_of
from sagemaker_hosting.localaws.resources._sagemaker import SageMakerResource
from sagemaker_hosting.localaws.resources.resource_type import Context, Created, Properties


class EndpointConfig(SageMakerResource):
    """An endpoint configuration; every property but its tags is create-only."""

    type_name = "AWS::SageMaker::EndpointConfig"
    operation = "CreateEndpointConfig"
    name_property = "EndpointConfigName"
    stored_only = (
        "AsyncInferenceConfig",
        "DataCaptureConfig",
        "EnableNetworkIsolation",
        "ExecutionRoleArn",
        "ExplainerConfig",
        "KmsKeyId",
        "MetricsConfig",
        "VpcConfig",
    )

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        request = self.request(context, properties)
        answer = hosting_of(context.account, context.region).call(self.operation, request)
        name = request["EndpointConfigName"]
        return Created(answer["EndpointConfigArn"], {"EndpointConfigName": name}, name)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        self.call(context, "DeleteEndpointConfig", EndpointConfigName=current.handle)

    def replaces(self, before: Properties, after: Properties) -> bool:
        """Return whether the change needs a new resource."""
        return {**before, "Tags": None} != {**after, "Tags": None}
