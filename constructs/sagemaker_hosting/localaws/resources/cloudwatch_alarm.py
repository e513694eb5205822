"""AWS::CloudWatch::Alarm, metric math included."""

from __future__ import annotations

from typing import Any

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources._request import numbered, only_known
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class Alarm(ResourceType):
    """An alarm; only its name is create-only."""

    type_name = "AWS::CloudWatch::Alarm"
    create_only = frozenset({"AlarmName"})

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        name = properties.get("AlarmName") or context.generated_name(255)
        return self._put(context, name, properties)

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        return self._put(context, current.physical_id, after)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        self._client(context).delete_alarms(AlarmNames=[current.physical_id])

    def _put(self, context: Context, name: str, properties: Properties) -> Created:
        cloudwatch = self._client(context)
        request = only_known("cloudwatch", "PutMetricAlarm", context, properties)
        request = numbered("cloudwatch", "PutMetricAlarm", request)
        request["AlarmName"] = name
        # A changed alarm keeps its state: moto would put it back to OK.
        state = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        cloudwatch.put_metric_alarm(**request)
        if state and state[0]["StateValue"] != "OK":
            cloudwatch.set_alarm_state(
                AlarmName=name,
                StateValue=state[0]["StateValue"],
                StateReason=state[0].get("StateReason", ""),
            )
        arn = f"arn:aws:cloudwatch:{context.region}:{context.account}:alarm:{name}"
        return Created(name, {"Arn": arn})

    def _client(self, context: Context) -> Any:
        return client("cloudwatch", context.account, context.region)
