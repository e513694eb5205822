"""AWS::SageMaker::Endpoint: keeps its name and swaps its configuration in place."""

from __future__ import annotations

import time

from sagemaker_hosting.localaws.hosting.api import hosting_of
from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources._sagemaker import SageMakerResource
from sagemaker_hosting.localaws.resources.resource_type import Context, Created, Properties

_POLL = 0.02
_MOVING = ("Creating", "Updating", "RollingBack", "SystemUpdating")
_UPDATE_FIELDS = (
    "DeploymentConfig",
    "ExcludeRetainedVariantProperties",
    "RetainAllVariantProperties",
    "RetainDeploymentConfig",
)


class Endpoint(SageMakerResource):
    """An endpoint."""

    type_name = "AWS::SageMaker::Endpoint"
    operation = "CreateEndpoint"
    name_property = "EndpointName"
    create_only = frozenset({"EndpointName"})
    other_properties = frozenset(_UPDATE_FIELDS[1:])

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        request = self.request(context, properties)
        answer = hosting_of(context.account, context.region).call(self.operation, request)
        name = request["EndpointName"]
        created = Created(answer["EndpointArn"], {"EndpointName": name}, name)
        try:
            self._settle(context, name)
        except ServiceError:
            # CloudFormation deletes what it could not stabilize, or the name would stay taken.
            self.delete(context, created, properties)
            raise
        return created

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        super().update(context, current, before, after)
        hosting = hosting_of(context.account, context.region)
        name, config = current.handle, after["EndpointConfigName"]
        if hosting.endpoint(name).fleets[0].config.name == config:
            return current
        request = self.request(context, {**after, "EndpointName": name})
        request.pop("Tags")
        request |= {key: after[key] for key in _UPDATE_FIELDS if key in after}
        for flag in ("RetainAllVariantProperties", "RetainDeploymentConfig"):
            if isinstance(request.get(flag), str):
                request[flag] = request[flag] == "true"
        hosting.call("UpdateEndpoint", request)
        self._settle(context, name)
        # After an alarm the endpoint is InService as well, but on what it had before.
        now = hosting.endpoint(name)
        if now.fleets[0].config.name != config:
            raise _not_stabilized(name, now.failure_reason)
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        hosting = hosting_of(context.account, context.region)
        endpoint = hosting.endpoints.get(current.handle)
        while endpoint and endpoint.status in _MOVING and not endpoint.gone.wait(_POLL):
            pass
        self.call(context, "DeleteEndpoint", EndpointName=current.handle)

    def _settle(self, context: Context, name: str) -> None:
        """Wait until the endpoint is no longer changing; raise when it failed."""
        hosting = hosting_of(context.account, context.region)
        while True:
            endpoint = hosting.endpoint(name)
            if endpoint.status not in _MOVING:
                break
            time.sleep(_POLL)
        if endpoint.status == "Failed":
            raise _not_stabilized(name, endpoint.failure_reason)


def _not_stabilized(name: str, reason: str) -> ServiceError:
    return ServiceError("NotStabilized", f"Endpoint {name} did not stabilize: {reason}")
