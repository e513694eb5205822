"""moto's CloudFormation backend with stacks of our own behind the same operations."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

from moto.cloudformation import urls
from moto.cloudformation.exceptions import AlreadyExistsException, ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.utils import (
    generate_changeset_id,
    generate_stack_id,
    validate_create_change_set,
)
from moto.s3.models import s3_backends

from sagemaker_hosting.localaws.cloudformation.reasons import internal
from sagemaker_hosting.localaws.cloudformation.run import Run
from sagemaker_hosting.localaws.cloudformation.stack import HostedChangeSet, HostedStack
from sagemaker_hosting.localaws.cloudformation.template import (
    creation_order,
    invalid_template,
    parse,
)
from sagemaker_hosting.localaws.hosting.errors import ServiceError

_NO_CHANGES = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)
_BUSY = "_IN_PROGRESS"


class HostedCloudFormation(CloudFormationBackend):
    """Stacks that run in the background, as CloudFormation's do, and are never half-truths."""

    @property
    def _url_module(self) -> Any:
        # moto would look for it beside this module.
        return urls

    def create_stack(
        self,
        name: str,
        template: str,
        parameters: dict[str, Any],
        notification_arns: list[str] | None = None,
        tags: dict[str, str] | None = None,
        role_arn: str | None = None,
        enable_termination_protection: bool | None = False,
        timeout_in_mins: int | None = None,
        stack_policy_body: str | None = None,
    ) -> HostedStack:
        """Create a stack in the background."""
        stack = self._new_stack(
            name,
            notification_arns=notification_arns,
            tags=tags,
            role_arn=role_arn,
            enable_termination_protection=enable_termination_protection,
            timeout_in_mins=timeout_in_mins,
            stack_policy_body=stack_policy_body,
        )
        run = Run(stack, template, parameters)
        self.stacks[stack.stack_id] = stack
        self._start(stack, "CREATE_IN_PROGRESS", run.create)
        return stack

    def create_change_set(
        self,
        stack_name: str,
        change_set_name: str,
        template: str,
        parameters: dict[str, str],
        description: str,
        change_set_type: str,
        notification_arns: list[str] | None = None,
        tags: dict[str, str] | None = None,
        role_arn: str | None = None,
    ) -> tuple[str, str]:
        """Create a change set, and a stack for it when there is none."""
        validate_create_change_set(change_set_name)
        creation_order(parse(template))
        stack = self._named(stack_name)
        if change_set_type == "UPDATE":
            if stack is None:
                raise ValidationError(stack_name)
            self._check_idle(stack)
        elif stack is None:
            stack = self._new_stack(
                stack_name, notification_arns=notification_arns, tags=tags, role_arn=role_arn
            )
            stack.enter("REVIEW_IN_PROGRESS", "User Initiated")
            self.stacks[stack.stack_id] = stack
        elif stack.status != "REVIEW_IN_PROGRESS":
            raise AlreadyExistsException(
                f"Stack [{stack_name}] already exists and cannot be created again with the "
                f"changeSet [{change_set_name}]."
            )
        identity = generate_changeset_id(change_set_name, self.region_name, self.account_id)
        change_set = HostedChangeSet(
            change_set_type=change_set_type,
            change_set_id=identity,
            change_set_name=change_set_name,
            stack=stack,
            template=template,
            parameters=parameters,
            description=description,
            notification_arns=notification_arns,
            tags=tags,
            role_arn=role_arn,
        )
        same = (
            change_set_type == "UPDATE"
            and stack.has_template(template)
            and stack.has_parameters(parameters)
            and (not tags or tags == stack.tags)
        )
        change_set.status = "FAILED" if same else "CREATE_COMPLETE"
        change_set.execution_status = "UNAVAILABLE" if same else "AVAILABLE"
        change_set.status_reason = _NO_CHANGES if same else None
        self.change_sets[identity] = change_set
        return identity, stack.stack_id

    def execute_change_set(
        self,
        change_set_name: str,
        stack_name: str | None = None,
        disable_rollback: bool = False,
    ) -> None:
        """Carry a change set out in the background."""
        change_set = self._change_set(change_set_name, stack_name)
        if change_set.execution_status != "AVAILABLE":
            raise ServiceError(
                "InvalidChangeSetStatus",
                f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
                f"execution status of [{change_set.execution_status}]",
            )
        stack = change_set.stack
        assert isinstance(stack, HostedStack)
        self._check_idle(stack)
        change_set.execution_status = "EXECUTE_COMPLETE"
        if change_set.tags is not None:
            stack.tags = dict(change_set.tags)
        run = Run(stack, change_set.template, change_set.parameters)
        if change_set.change_set_type == "CREATE":
            self._start(
                stack, "CREATE_IN_PROGRESS", lambda: run.create(rollback=not disable_rollback)
            )
        else:
            self._start(
                stack, "UPDATE_IN_PROGRESS", lambda: run.update(rollback=not disable_rollback)
            )

    def describe_change_set(
        self, change_set_name: str, stack_name: str | None = None
    ) -> HostedChangeSet:
        """Return a change set."""
        return self._change_set(change_set_name, stack_name)

    def list_change_sets(self, stack_name: str | None = None) -> Any:
        """Return the change sets of a stack."""
        found = list(self.change_sets.values())
        return [one for one in found if stack_name in (one.stack.name, one.stack.stack_id)]

    def delete_change_set(self, change_set_name: str, stack_name: str | None = None) -> None:
        """Forget a change set."""
        try:
            found = self._change_set(change_set_name, stack_name)
        except ServiceError:
            return
        del self.change_sets[found.change_set_id]

    def update_stack(
        self,
        name: str,
        template: str,
        role_arn: str | None,
        parameters: list[dict[str, Any]],
        tags: dict[str, str] | None,
    ) -> HostedStack:
        """Update a stack in the background."""
        stack = self.get_stack(name)
        assert isinstance(stack, HostedStack)
        self._check_idle(stack)
        values = {
            one["ParameterKey"]: (
                stack.stack_parameters[one["ParameterKey"]]
                if one.get("UsePreviousValue")
                else one["ParameterValue"]
            )
            for one in parameters
        }
        same = stack.has_template(template) and stack.has_parameters(values)
        if same and (tags is None or tags == stack.tags):
            raise invalid_template("No updates are to be performed.")
        if tags is not None:
            stack.tags = tags
        run = Run(stack, template, values)
        self._start(stack, "UPDATE_IN_PROGRESS", run.update)
        return stack

    def update_termination_protection(self, name: str, enabled: bool) -> HostedStack:
        """Protect a stack from deletion, or no longer."""
        stack = self._named(name)
        if stack is None:
            raise invalid_template(f"Stack [{name}] does not exist")
        assert isinstance(stack, HostedStack)
        stack.enable_termination_protection = enabled
        return stack

    def delete_stack(self, name_or_stack_id: str) -> None:
        """Delete a stack in the background."""
        stack = self.stacks.get(name_or_stack_id) or self._named(name_or_stack_id)
        if stack is None:
            return
        assert isinstance(stack, HostedStack)
        if stack.enable_termination_protection:
            raise invalid_template(
                f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            )
        if stack.status.endswith(_BUSY) and stack.status != "REVIEW_IN_PROGRESS":
            raise invalid_template(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be deleted."
            )
        self._start(stack, "DELETE_IN_PROGRESS", lambda: self._delete(stack))

    def validate_template(self, template: str) -> list[Any]:
        """Refuse a template that cannot be parsed."""
        parse(template)
        return []

    def _delete(self, stack: HostedStack) -> None:
        if not Run.delete(stack):
            return
        for export in stack.export_list:
            self.exports.pop(export.name, None)
        for identity, change_set in list(self.change_sets.items()):
            if change_set.stack is stack:
                del self.change_sets[identity]
        self.deleted_stacks[stack.stack_id] = stack
        self.stacks.pop(stack.stack_id, None)

    def _start(self, stack: HostedStack, status: str, work: Callable[[], Any]) -> None:
        # The status is set before the caller gets its answer, so that a waiter that asks at once
        # does not see the previous, finished one.
        stack.status = status

        def run() -> None:
            with stack.busy:
                try:
                    work()
                except Exception as error:
                    stack.enter(status.replace(_BUSY, "_FAILED"), internal(error))
                    raise

        threading.Thread(target=run, daemon=True, name=f"stack {stack.name}").start()

    def _new_stack(self, name: str, **rest: Any) -> HostedStack:
        if self._named(name):
            raise AlreadyExistsException(f"Stack [{name}] already exists")
        return HostedStack(
            self, generate_stack_id(name, self.region_name, self.account_id), name, **rest
        )

    def _named(self, name: str) -> Any:
        return next(
            (one for one in list(self.stacks.values()) if name in (one.name, one.stack_id)), None
        )

    def _change_set(self, name: str, stack_name: str | None) -> HostedChangeSet:
        """Find by ARN, or by name within a stack; the newest wins.

        The CDK CLI calls the change sets of all stacks by one name.
        """
        if stack_name is None and not name.startswith("arn:"):
            raise invalid_template("StackName must be specified if ChangeSetName is not an ARN.")
        for one in reversed(list(self.change_sets.values())):
            stacks = (one.stack.name, one.stack.stack_id)
            if name == one.change_set_id or (name == one.change_set_name and stack_name in stacks):
                assert isinstance(one, HostedChangeSet)
                return one
        raise ServiceError("ChangeSetNotFound", f"ChangeSet [{name}] does not exist")

    def _check_idle(self, stack: Any) -> None:
        if stack.status.endswith(_BUSY) and stack.status != "REVIEW_IN_PROGRESS":
            raise invalid_template(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
            )


def template_from_url(template_url: str, account_id: str, partition: str) -> str:
    """Return a template that lies in the local S3.

    moto takes path-style URLs only for a host called localhost; the CDK CLI names 127.0.0.1.
    """
    parsed = urlparse(template_url)
    host = parsed.hostname or ""
    if ".s3." in host or host.endswith(".s3.amazonaws.com"):
        bucket, key = host.split(".s3")[0], parsed.path.lstrip("/")
    else:
        bucket, _, key = parsed.path.lstrip("/").partition("/")
    backend = s3_backends[account_id][partition]
    found = backend.get_object(bucket, key) if bucket in backend.buckets else None
    if found is None:
        raise invalid_template(f"S3 error: The specified key does not exist: {template_url}")
    return str(found.value.decode("utf-8"))
