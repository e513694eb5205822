"""AWS::Scheduler::Schedule: kept and shown, and never called."""

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

_LONGEST_NAME = 64


class Schedule(ResourceType):
    """A schedule; its Ref is its name."""

    type_name = "AWS::Scheduler::Schedule"
    create_only = frozenset({"Name"})
    stored_only = ("FlexibleTimeWindow", "ScheduleExpression", "State", "Target")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        name = properties.get("Name") or context.generated_name(_LONGEST_NAME)
        request = only_known("scheduler", "CreateSchedule", context, {**properties, "Name": name})
        made = self._client(context).create_schedule(
            **numbered("scheduler", "CreateSchedule", request)
        )
        group = properties.get("GroupName", "default")
        return Created(name, {"Arn": made["ScheduleArn"]}, {"Name": name, "GroupName": group})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place; another group has another schedule."""
        if before.get("GroupName") != after.get("GroupName"):
            self.delete(context, current, before)
            return self.create(context, {**after, "Name": current.physical_id})
        request = only_known(
            "scheduler", "UpdateSchedule", context, {**after, "Name": current.physical_id}
        )
        self._client(context).update_schedule(**numbered("scheduler", "UpdateSchedule", request))
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        scheduler = self._client(context)
        try:
            scheduler.delete_schedule(**current.handle)
        except scheduler.exceptions.ResourceNotFoundException:
            return

    def _client(self, context: Context) -> Any:
        return client("scheduler", context.account, context.region)
