"""Setting defaults on a scope, and reading what holds there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import aws_cdk as cdk
from constructs import IConstruct

from sagemaker_hosting.cdk.defaults.checks import SOURCE
from sagemaker_hosting.cdk.defaults.defaults import NAMES, Defaults
from sagemaker_hosting.cdk.defaults.effective import TAG, Setting, look_up, set_on
from sagemaker_hosting.core.errors import InvalidProps

_TAGGED: Final = [
    f"AWS::SageMaker::{kind}"
    for kind in (
        "DataQualityJobDefinition",
        "Endpoint",
        "EndpointConfig",
        "InferenceComponent",
        "InferenceExperiment",
        "Model",
        "ModelBiasJobDefinition",
        "ModelExplainabilityJobDefinition",
        "ModelPackageGroup",
        "ModelQualityJobDefinition",
        "MonitoringSchedule",
    )
]
# The CDK gives tags of a resource's own 50, and those of ``Tags.of(...).add(...)`` 100.
_BELOW_OWN_TAGS: Final = 10
_ABOVE_ALL_TAGS: Final = 1000


class HostingDefaults:
    """The organisation's defaults for everything of this library in a scope.

    They work as ``Tags.of(scope)`` does: set once on an app, a stage, a stack or any other scope,
    they hold for what is made in it afterwards; an inner scope says otherwise for its own part::

        hosting.HostingDefaults.of(app).set(hosting.Defaults(volume_key=key, alarm_topics=[topic]))
        hosting.HostingDefaults.of(dev_stage).set(hosting.Defaults(alarm_topics=[]))

    What a construct states wins over any default, and a default of an inner scope over one further
    out. `Defaults.enforced` turns that round: neither may then say otherwise.
    """

    def __init__(self, scope: IConstruct) -> None:
        """Refer to the defaults of ``scope``; usually through ``HostingDefaults.of(scope)``.

        Args:
            scope: The app, a stage, a stack or any other scope.
        """
        self._scope = scope

    @classmethod
    def of(cls, scope: IConstruct) -> HostingDefaults:
        """Return the defaults of ``scope``, to be set or read."""
        return cls(scope)

    def set(self, defaults: Defaults) -> None:
        """Let ``defaults`` hold for every construct that is made in the scope from now on.

        Several objects can be set on one scope, each with other attributes.

        Args:
            defaults: The defaults.

        Raises:
            InvalidProps: When an endpoint, a model or a component in the scope has been made
                already; when an attribute is set twice on the scope; or when an outer scope
                enforces something else.
        """
        if not isinstance(defaults, Defaults):
            raise InvalidProps(
                f"defaults are {defaults!r}, not Defaults",
                fix="pass hosting.Defaults(...)",
                source=SOURCE,
                path=self._scope.node.path or None,
            )
        where = self._scope.node.path or "the app"
        try:
            set_on(self._scope, list(_settings(defaults, where)))
        except InvalidProps as error:
            error.path = error.path or self._scope.node.path or None
            raise
        enforced = "tags" in defaults.messages
        for key, value in sorted((defaults.tags or {}).items()):
            cdk.Tags.of(self._scope).add(
                key,
                value,
                include_resource_types=_TAGGED,
                priority=_ABOVE_ALL_TAGS if enforced else _BELOW_OWN_TAGS,
            )

    def value_of(self, name: str) -> Any:
        """Return the default ``name`` that holds in the scope, from whichever scope it comes.

        For constructs of your own that are to follow the same defaults.

        Args:
            name: The name of an attribute of `Defaults`.

        Returns:
            Its value; None where there is none, or where it is explicitly none.

        Raises:
            InvalidProps: When there is no such default.
        """
        if name not in NAMES:
            raise InvalidProps(
                f"there is no default {name!r}",
                fix=f"name one of {', '.join(NAMES)}",
                source=SOURCE,
            )
        holding = look_up(self._scope)
        return holding.tags if name == "tags" else holding.value(name)


def _settings(defaults: Defaults, where: str) -> Iterator[Setting]:
    for name, value in defaults.stated.items():
        message = defaults.messages.get(name)
        if name == "tags":
            for key, text in value.items():
                yield Setting(name=f"{TAG}{key}", value=text, where=where, message=message)
        else:
            yield Setting(name=name, value=value, where=where, message=message)
