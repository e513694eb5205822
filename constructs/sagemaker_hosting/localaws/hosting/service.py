"""The hosting operations of the SageMaker API for one account and Region."""

from __future__ import annotations

import copy
import os
import random
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.utilities.utils import get_partition

from sagemaker_hosting.localaws.hosting import artifacts, rollout, validation
from sagemaker_hosting.localaws.hosting.deployment import Deployments
from sagemaker_hosting.localaws.hosting.errors import ServiceError, invalid
from sagemaker_hosting.localaws.hosting.model_server import ModelServer
from sagemaker_hosting.localaws.hosting.state import Endpoint, Fleet, Record, Request, Variant, now
from sagemaker_hosting.localaws.hosting.telemetry import LogShipper


class Hosting:
    """Models, endpoint configurations and endpoints of one account and Region.

    Each operation takes the request and returns the answer as boto3 shows them, and raises
    `ServiceError`.
    """

    def __init__(self, account: str, region: str) -> None:
        self.account = account
        self.region = region
        self.models: dict[str, Record] = {}
        self.configs: dict[str, Record] = {}
        self.endpoints: dict[str, Endpoint] = {}
        self._deployments = Deployments(account, region)

    def close(self) -> None:
        """End every model and forget everything."""
        for endpoint in list(self.endpoints.values()):
            self._end(endpoint)
        self.models.clear()
        self.configs.clear()
        self.endpoints.clear()

    def call(self, operation: str, request: Request) -> Request:
        """Check a request against the service model, then carry it out."""
        validation.check(operation, request)
        handler = getattr(self, _OPERATIONS[operation])
        answer: Request = handler(copy.deepcopy(request))
        return answer

    # Models

    def create_model(self, request: Request) -> Request:
        """Answer CreateModel."""
        name = request["ModelName"]
        if name in self.models:
            raise invalid(f'Cannot create already existing model "{self.models[name].arn}".')
        containers = request.get("Containers") or [request.get("PrimaryContainer") or {}]
        if request.get("Containers") and request.get("PrimaryContainer"):
            raise invalid("You can specify either PrimaryContainer or Containers, not both.")
        for container in containers:
            uri = artifacts.location(container)
            multi = container.get("Mode") == "MultiModel"
            if uri and not multi and not artifacts.exists(uri, self.account, self.region):
                raise invalid(f"Could not find model data at {uri}.")
        self.models[name] = record = Record(
            name, self._arn("model", name), request, request.get("Tags") or []
        )
        return {"ModelArn": record.arn}

    def describe_model(self, request: Request) -> Request:
        """Answer DescribeModel."""
        return self._model(request["ModelName"]).described("ModelArn")

    def delete_model(self, request: Request) -> Request:
        """Answer DeleteModel."""
        self._model(request["ModelName"])
        del self.models[request["ModelName"]]
        return {}

    def list_models(self, request: Request) -> Request:
        """Answer ListModels."""
        return {"Models": [_summary(one, "Model") for one in _listed(self.models, request)]}

    # Endpoint configurations

    def create_endpoint_config(self, request: Request) -> Request:
        """Answer CreateEndpointConfig."""
        name = request["EndpointConfigName"]
        if name in self.configs:
            raise invalid(
                f'Cannot create already existing endpoint configuration "{self.configs[name].arn}".'
            )
        variants = request["ProductionVariants"] + (request.get("ShadowProductionVariants") or [])
        names = [variant["VariantName"] for variant in variants]
        if len(set(names)) < len(names):
            raise invalid("Production variant names must be unique within an endpoint config.")
        for variant in variants:
            if "ModelName" in variant and variant["ModelName"] not in self.models:
                raise invalid(f'Could not find model "{self._arn("model", variant["ModelName"])}".')
            variant.setdefault("InitialVariantWeight", 1.0)
        self.configs[name] = record = Record(
            name, self._arn("endpoint-config", name), request, request.get("Tags") or []
        )
        return {"EndpointConfigArn": record.arn}

    def describe_endpoint_config(self, request: Request) -> Request:
        """Answer DescribeEndpointConfig."""
        return self._config(request["EndpointConfigName"]).described("EndpointConfigArn")

    def delete_endpoint_config(self, request: Request) -> Request:
        """Answer DeleteEndpointConfig."""
        record = self._config(request["EndpointConfigName"])
        del self.configs[record.name]
        return {}

    def list_endpoint_configs(self, request: Request) -> Request:
        """Answer ListEndpointConfigs."""
        listed = _listed(self.configs, request)
        return {"EndpointConfigs": [_summary(one, "EndpointConfig") for one in listed]}

    # Endpoints

    def create_endpoint(self, request: Request) -> Request:
        """Answer CreateEndpoint."""
        name = request["EndpointName"]
        if name in self.endpoints:
            arn = self.endpoints[name].arn
            raise invalid(f'Cannot create already existing endpoint "{arn}".')
        config = self._config(request["EndpointConfigName"])
        self._check_rollout(request.get("DeploymentConfig"))
        endpoint = Endpoint(
            name,
            self._arn("endpoint", name),
            [self._fleet(name, config)],
            request.get("Tags") or [],
        )
        endpoint.deployment_config = request.get("DeploymentConfig")
        self.endpoints[name] = endpoint
        self._deployments.create(endpoint)
        return {"EndpointArn": endpoint.arn}

    def describe_endpoint(self, request: Request) -> Request:
        """Answer DescribeEndpoint."""
        return self.endpoint(request["EndpointName"]).described()

    def update_endpoint(self, request: Request) -> Request:
        """Answer UpdateEndpoint."""
        endpoint = self.endpoint(request["EndpointName"])
        config = self._config(request["EndpointConfigName"])
        rules = request.get("DeploymentConfig")
        if request.get("RetainDeploymentConfig"):
            rules = rules or endpoint.deployment_config
        self._check_rollout(rules)
        with endpoint.lock:
            self._check_idle(endpoint)
            blue = endpoint.fleets[0]
            self._check_replaceable(endpoint, blue, config, rules)
            green = self._fleet(endpoint.name, config)
            self._retain(request, blue, green)
            endpoint.set_status("Updating")
            endpoint.deployment_config = rules
            endpoint.pending = {
                "EndpointConfigName": config.name,
                "ProductionVariants": [
                    {
                        "VariantName": one.name,
                        "DesiredWeight": one.weight,
                        "DesiredInstanceCount": one.count,
                        "VariantStatus": [{"Status": "Creating", "StartTime": now()}],
                    }
                    for one in green.variants.values()
                ],
                "StartTime": now(),
            }
        self._deployments.update(endpoint, green, rules)
        return {"EndpointArn": endpoint.arn}

    def update_endpoint_weights_and_capacities(self, request: Request) -> Request:
        """Answer UpdateEndpointWeightsAndCapacities."""
        endpoint = self.endpoint(request["EndpointName"])
        with endpoint.lock:
            self._check_idle(endpoint)
            fleet = endpoint.fleets[0]
            variants = {**fleet.variants, **fleet.shadows}
            wanted = request["DesiredWeightsAndCapacities"]
            for change in wanted:
                if change["VariantName"] not in variants:
                    raise invalid(
                        f'The variant name(s) "{change["VariantName"]}" is/are not present within '
                        f'endpoint configuration "{endpoint.fleets[0].config.name}".'
                    )
            for change in wanted:
                variant = variants[change["VariantName"]]
                variant.weight = change.get("DesiredWeight", variant.weight)
                variant.count = change.get("DesiredInstanceCount", variant.count)
            endpoint.modified = now()
        return {"EndpointArn": endpoint.arn}

    def delete_endpoint(self, request: Request) -> Request:
        """Answer DeleteEndpoint."""
        endpoint = self.endpoint(request["EndpointName"])
        if endpoint.status in ("Creating", "Updating", "RollingBack"):
            raise invalid(f'Cannot delete in-progress endpoint "{endpoint.arn}".')
        self._end(endpoint)
        del self.endpoints[endpoint.name]
        return {}

    def list_endpoints(self, request: Request) -> Request:
        """Answer ListEndpoints."""
        wanted = request.get("StatusEquals")
        listed = [one for one in _listed(self.endpoints, request) if wanted in (None, one.status)]
        return {
            "Endpoints": [
                _summary(one, "Endpoint")
                | {"LastModifiedTime": one.modified, "EndpointStatus": one.status}
                for one in listed
            ]
        }

    # Shared

    def endpoint(self, name: str) -> Endpoint:
        """Return an endpoint; raises the service's own "could not find"."""
        if name not in self.endpoints:
            raise invalid(f'Could not find endpoint "{self._arn("endpoint", name)}".')
        return self.endpoints[name]

    def tagged(self, arn: str) -> Record | Endpoint | None:
        """Return the thing of that ARN, whose `tags` may be changed."""
        kind, _, name = arn.rsplit(":", maxsplit=1)[-1].partition("/")
        found: Any = {
            "model": self.models,
            "endpoint-config": self.configs,
            "endpoint": self.endpoints,
        }.get(kind, {})
        thing: Record | Endpoint | None = found.get(name)
        return thing

    def _model(self, name: str) -> Record:
        if name not in self.models:
            raise invalid(f'Could not find model "{self._arn("model", name)}".')
        return self.models[name]

    def _config(self, name: str) -> Record:
        if name not in self.configs:
            arn = self._arn("endpoint-config", name)
            raise invalid(f'Could not find endpoint configuration "{arn}".')
        return self.configs[name]

    def _arn(self, kind: str, name: str) -> str:
        partition = get_partition(self.region)
        return f"arn:{partition}:sagemaker:{self.region}:{self.account}:{kind}/{name}"

    def _fleet(self, endpoint: str, config: Record) -> Fleet:
        def made(specs: list[Request]) -> dict[str, Variant]:
            return {spec["VariantName"]: self._variant(endpoint, spec) for spec in specs}

        request = config.request
        return Fleet(
            config,
            made(request["ProductionVariants"]),
            made(request.get("ShadowProductionVariants") or []),
            data_capture=request.get("DataCaptureConfig"),
        )

    def _variant(self, endpoint: str, spec: Request) -> Variant:
        name = spec.get("ModelName")
        model = self._model(name).request if name else {}
        logs = LogShipper(self.account, self.region, endpoint, spec["VariantName"])
        server = ModelServer(model, spec, self.account, self.region, logs, _inside())
        return Variant(
            spec,
            model,
            server,
            count=spec.get("InitialInstanceCount") or 0,
            weight=spec.get("InitialVariantWeight", 1.0),
        )

    def _retain(self, request: Request, blue: Fleet, green: Fleet) -> None:
        """Carry over what RetainAllVariantProperties keeps, unless it is excluded."""
        if not request.get("RetainAllVariantProperties"):
            return
        excluded = {
            one["VariantPropertyType"]
            for one in request.get("ExcludeRetainedVariantProperties") or []
        }
        for name, variant in green.variants.items():
            if name not in blue.variants:
                continue
            if "DesiredInstanceCount" not in excluded and "ServerlessConfig" not in variant.spec:
                variant.count = blue.variants[name].count
            if "DesiredWeight" not in excluded:
                variant.weight = blue.variants[name].weight
        if "DataCaptureConfig" not in excluded:
            green.data_capture = blue.data_capture

    def _check_rollout(self, config: Request | None) -> None:
        rollout.check(config)
        known = cloudwatch_backends[self.account][self.region].alarms
        missing = [name for name in rollout.alarm_names(config) if name not in known]
        if missing:
            raise invalid(
                f"Could not find CloudWatch alarms {missing} in AutoRollbackConfiguration."
            )

    def _check_idle(self, endpoint: Endpoint) -> None:
        if endpoint.status in ("Creating", "Updating", "RollingBack", "Deleting"):
            raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
        if endpoint.status == "Failed":
            raise invalid(f'Cannot update endpoint "{endpoint.arn}" with status "Failed".')

    def _check_replaceable(
        self, endpoint: Endpoint, blue: Fleet, config: Record, rules: Request | None
    ) -> None:
        """Refuse the changes that an update can not make."""
        specs = {one["VariantName"]: one for one in config.request["ProductionVariants"]}
        if rules and set(specs) != set(blue.variants):
            raise invalid(
                "The variant names of the new endpoint configuration must be those of the current "
                f"one when DeploymentConfig is given: {sorted(blue.variants)}, not {sorted(specs)}."
            )
        was_serverless = any("ServerlessConfig" in one.spec for one in blue.variants.values())
        if not was_serverless and any("ServerlessConfig" in spec for spec in specs.values()):
            raise invalid("Cannot update a real-time endpoint to a serverless endpoint.")
        for name, variant in blue.variants.items():
            if not self._scaled(endpoint.name, name):
                continue
            before, after = (
                variant.spec.get("InstanceType"),
                specs.get(name, {}).get("InstanceType"),
            )
            if name not in specs or before != after:
                raise invalid(
                    f'The variant "{name}" of endpoint "{endpoint.name}" is registered for '
                    f"automatic scaling: it cannot be removed, nor its instance type changed "
                    f"({before} to {after}); deregister its scalable target first."
                )

    def _scaled(self, endpoint: str, variant: str) -> bool:
        from moto.applicationautoscaling.models import applicationautoscaling_backends

        backend = applicationautoscaling_backends[self.account][self.region]
        resource = f"endpoint/{endpoint}/variant/{variant}"
        return any(resource in targets for targets in backend.targets.values())

    def _end(self, endpoint: Endpoint) -> None:
        endpoint.gone.set()
        for fleet in endpoint.fleets:
            fleet.stop()


def choose(weights: dict[str, float]) -> str:
    """Return a name with the probability of its weight; all weights 0 count as equal."""
    names = list(weights)
    if sum(weights.values()) <= 0:
        return random.choice(names)
    return random.choices(names, [weights[name] for name in names])[0]


def _inside() -> dict[str, str]:
    """Return what lets a model's code reach the local AWS, and no other."""
    url = os.environ.get("SAGEMAKER_HOSTING_LOCAL_URL", "")
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _listed(things: dict[str, Any], request: Request) -> list[Any]:
    part = request.get("NameContains") or ""
    found = [one for one in list(things.values()) if part in one.name]
    ascending = request.get("SortOrder") == "Ascending"
    found.sort(key=lambda one: one.created, reverse=not ascending)
    return found[: request.get("MaxResults") or None]


def _summary(one: Any, kind: str) -> Request:
    return {f"{kind}Name": one.name, f"{kind}Arn": one.arn, "CreationTime": one.created}


_OPERATIONS = {
    "CreateModel": "create_model",
    "DescribeModel": "describe_model",
    "DeleteModel": "delete_model",
    "ListModels": "list_models",
    "CreateEndpointConfig": "create_endpoint_config",
    "DescribeEndpointConfig": "describe_endpoint_config",
    "DeleteEndpointConfig": "delete_endpoint_config",
    "ListEndpointConfigs": "list_endpoint_configs",
    "CreateEndpoint": "create_endpoint",
    "DescribeEndpoint": "describe_endpoint",
    "UpdateEndpoint": "update_endpoint",
    "UpdateEndpointWeightsAndCapacities": "update_endpoint_weights_and_capacities",
    "DeleteEndpoint": "delete_endpoint",
    "ListEndpoints": "list_endpoints",
}
OPERATIONS = tuple(_OPERATIONS)

__all__ = ["OPERATIONS", "Hosting", "ServiceError", "choose"]
