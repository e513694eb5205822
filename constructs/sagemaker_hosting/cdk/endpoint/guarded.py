"""What endpoints on instances share: updates with a rollout, and alarms that take them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sagemaker_hosting.cdk._l1 import Properties, l1_properties
from sagemaker_hosting.cdk.defaults.alarms import chosen_topics
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.limits import check_rollout
from sagemaker_hosting.cdk.endpoint import guardrails
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.retained import Retained
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.off_hours import OffHours

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class GuardedEndpoint(OwnedEndpoint):
    """An endpoint on instances, with the guardrails of its updates. Not to be created directly."""

    def _create_guarded(
        self,
        *,
        config: EndpointConfigBase,
        endpoint_name: str | None,
        rollout: RolloutStrategy | None,
        rollback_on: Sequence[RollbackAlarm] | None,
        scaling: Mapping[str, ScalingBase],
        off_hours: OffHours | Explicit | None = None,
        alarm_topics: Sequence[sns.ITopic] | None,
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the alarms, and then what every endpoint is made of."""
        self._rollout = rollout
        self._rollback_on = rollback_on
        self._alarm_topics = alarm_topics
        if rollout is not None:
            effective(self).chosen("rollout", rollout)
        self._create(
            config=config,
            endpoint_name=endpoint_name,
            scaling=scaling,
            off_hours=off_hours,
            tags=tags,
        )

    @property
    def rollback_alarm_names(self) -> Sequence[str]:
        """The names of the alarms that take an update back; tokens until deployment."""
        return tuple(self._alarms.names)

    @property
    def declared_alarms(self) -> Sequence[DeclaredAlarm]:
        """Its alarms, with what they watch; those that take an update back come first."""
        return (*self._alarms.declared, *super().declared_alarms)

    def _prepare(self) -> None:
        stated = guardrails.alarms_with_defaults(
            self._config, self._defaults, self._rollout, self._rollback_on
        )
        _, _, rollback_on = self._guardrails(stated)
        parts = {name: self._id_part(name) for name in self.variant_names}
        self._alarms = guardrails.create_alarms(
            self,
            rollback_on,
            watch=lambda alarm: guardrails.watched_variants(self._config, self._name, parts, alarm),
            topics=chosen_topics(self._defaults, self._alarm_topics),
        )

    def _guardrails(
        self, rollback_on: Sequence[RollbackAlarm] | None
    ) -> tuple[Fleet, RolloutStrategy | None, Sequence[RollbackAlarm]]:
        """Return the fleet as it is scaled so far, with its rollout and alarms."""
        fleet = guardrails.fleet_of(self._config, self._scaling)
        usual = self._defaults.value("rollout")
        return fleet, *guardrails.choose(self._config, fleet, self._rollout, rollback_on, usual)

    def _update_properties(self) -> Properties:
        """Return what says how an update goes; it follows from what is scaled, too."""
        fleet, rollout, _ = self._guardrails([])
        if rollout is not None or self._config.kind != "component":
            check_rollout(self, self._defaults, rollout)
        properties: Properties = {"DeploymentConfig": None}
        if isinstance(rollout, Retained):
            properties["RetainDeploymentConfig"] = True
        elif rollout is not None:
            properties["DeploymentConfig"] = rollout.render(fleet, self._alarms.names)
        if self._scaling:
            properties |= _RETAINED
        self._enforce(properties, self._alarms.rendered)
        return properties

    def _scaled_later(self) -> None:
        for name, value in l1_properties(self._update_properties()).items():
            setattr(self._resource, name, value)

    def _alarm_statements(self) -> list[Properties]:
        """Return what the execution roles need to look at the alarms of an update."""
        return guardrails.alarm_statements(self._alarms.arns)


_RETAINED: Final[Properties] = {
    "RetainAllVariantProperties": True,
    "ExcludeRetainedVariantProperties": [
        {"VariantPropertyType": "DesiredWeight"},
        {"VariantPropertyType": "DataCaptureConfig"},
    ],
}
