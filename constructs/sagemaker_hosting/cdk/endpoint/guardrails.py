"""The guardrails of an endpoint: what rolls an update out, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.defaults.alarms import chosen_alarms, refuse_without_alarms
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import ExistingAlarm, RollbackAlarm
from sagemaker_hosting.cdk.monitoring.watched import Watched, WatchedVariant
from sagemaker_hosting.cdk.rollout.all_at_once import AllAtOnce
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.retained import Retained
from sagemaker_hosting.cdk.rollout.rollout import default_rollout
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce, enforce_rollout

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_ALARM: Final = "AWS::CloudWatch::Alarm"
_ALARM_SOURCE: Final = (
    "developer guide page 328; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"
)
_EXCLUSIONS: Final = (
    "developer guide page 350; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"
)
_DEFAULT_ERROR_RATE: Final = 0.05
"""The share of failing requests that takes back the update where no alarms are stated."""


@dataclass(frozen=True, kw_only=True)
class CreatedAlarms:
    """The rollback alarms of an endpoint.

    Attributes:
        names: What the endpoint lists, in the order of the declaration.
        declared: The alarms, in the same order.
    """

    names: Sequence[str]
    declared: Sequence[DeclaredAlarm]

    @property
    def arns(self) -> Sequence[str]:
        """What its role may describe."""
        return [each.arn for each in self.declared]

    @property
    def rendered(self) -> Sequence[Properties]:
        """The properties of those that were created."""
        return [each.properties for each in self.declared if each.properties]


def fleet_of(config: EndpointConfigBase, scaling: Mapping[str, ScalingBase]) -> Fleet:
    """Return what a rollout has to know of the fleet that ``config`` and ``scaling`` describe."""
    sizes: list[tuple[int, int]] = []
    for variant in config.rendered_variants:
        own = scaling.get(variant["VariantName"])
        managed = variant.get("ManagedInstanceScaling")
        count = variant.get("InitialInstanceCount")
        limits: tuple[Any, Any]
        if own is not None:
            limits = (own.min_capacity, own.max_capacity)
        elif managed is not None:
            limits = (managed["MinInstanceCount"], managed["MaxInstanceCount"])
        else:
            limits = (count, count)
        if count is not None and is_known(limits):
            sizes.append(limits)
    known = bool(sizes) and len(sizes) == len(config.rendered_variants)
    return Fleet(
        sizes=sizes if known else None,
        start_up_seconds=max((item.start_up_seconds for item in config.served), default=600),
    )


def choose(
    config: EndpointConfigBase,
    fleet: Fleet,
    rollout: RolloutStrategy | None,
    rollback_on: Sequence[RollbackAlarm] | None,
    usual: RolloutStrategy | None = None,
) -> tuple[RolloutStrategy | None, Sequence[RollbackAlarm]]:
    """Return the rollout and the alarms of an endpoint, those that it does not state included.

    Instances that take no guardrails get neither.

    Args:
        config: What the endpoint runs.
        fleet: Its instances.
        rollout: The rollout that it states.
        rollback_on: The alarms that it states.
        usual: The rollout of the organisation's defaults. Default: there is none.

    Raises:
        InvalidProps: When alarms are stated for instances that take no guardrails.
    """
    if rollout is not None and not isinstance(rollout, RolloutStrategy):
        raise InvalidProps(
            f"rollout is {rollout!r}, not a rollout",
            fix="pass rollout=Rollout.canary(...) or another of Rollout",
            source=_EXCLUSIONS,
        )
    check_rollback_alarms(rollback_on)
    supported = _takes_guardrails(config)
    if isinstance(rollout, Retained):
        return _retained(rollout, rollback_on)
    wanted = supported and _is_guarded(config)
    if rollout is None and (wanted or rollback_on or not config.variants):
        if usual is not None and supported and _fits(usual, config, fleet):
            rollout = usual
        else:
            rollout = default_rollout(fleet, guardrails_supported=supported)
    if rollback_on is None:
        rollback_on = [RollbackAlarm.error_rate(above=_DEFAULT_ERROR_RATE)] if wanted else []
    if rollback_on and rollout is None:
        raise InvalidProps(
            "rollback alarms on instances that take no deployment guardrails (ml.inf1): "
            "SageMaker would update all at once and look at none of them",
            fix="choose another instance family, or pass rollback_on=[]",
            source=_EXCLUSIONS,
        )
    return rollout, rollback_on


def alarms_with_defaults(
    config: EndpointConfigBase,
    defaults: Effective,
    rollout: RolloutStrategy | None,
    stated: Sequence[RollbackAlarm] | None,
) -> Sequence[RollbackAlarm] | None:
    """Return the rollback alarms that an endpoint or the organisation's defaults state.

    Args:
        config: What the endpoint runs.
        defaults: The defaults that hold for it.
        rollout: The rollout that it states.
        stated: The alarms that it states.

    Raises:
        InvalidProps: When alarms are enforced, and it states otherwise or can have none.
    """
    check_rollback_alarms(stated)
    if not _is_guarded(config):
        return stated
    if isinstance(rollout, Retained):
        refuse_without_alarms(defaults, "a retained rollout has the alarms of the last update")
        return stated
    if not _takes_guardrails(config):
        refuse_without_alarms(
            defaults, "the instances (ml.inf1) take no deployment guardrails, and so no alarms"
        )
        return stated
    example = WatchedVariant(
        kind=config.kind, endpoint_name="any", variant_name="any", endpoint_config_name="any"
    )
    return chosen_alarms(defaults, stated, example)


def _fits(usual: RolloutStrategy, config: EndpointConfigBase, fleet: Fleet) -> bool:
    """Return whether a fleet can be updated by the rollout of the organisation's defaults."""
    if isinstance(usual, (AllAtOnce, Retained)):
        return True
    if fleet.largest == 1:  # there is no part of it to go first
        return False
    if not usual.fits(fleet):
        return False
    autoscaled = any(least != most for least, most in fleet.sizes or ())
    try:
        enforce_rollout(usual.render(fleet), config.rendered_variants, autoscaled=autoscaled)
    except InvalidProps:
        return False
    return True


def _takes_guardrails(config: EndpointConfigBase) -> bool:
    return all(variant.supports_guardrails for variant in config.variants)


def _is_guarded(config: EndpointConfigBase) -> bool:
    """Return whether it is for the endpoint to guard updates of its models."""
    # Components bring their models and the guardrails of their updates themselves.
    return bool(config.variants) and config.kind != "component"


def _retained(
    rollout: RolloutStrategy, rollback_on: Sequence[RollbackAlarm] | None
) -> tuple[RolloutStrategy, Sequence[RollbackAlarm]]:
    if rollback_on:
        raise InvalidProps(
            "rollback alarms beside a retained rollout, which has those of the last update",
            fix="leave out rollback_on, or state a rollout",
            source=_ALARM_SOURCE,
        )
    return rollout, ()


def check_rollback_alarms(rollback_on: object) -> None:
    """Refuse anything but a sequence of rollback alarms, or None.

    Raises:
        InvalidProps: When it is something else.
    """
    if isinstance(rollback_on, RollbackAlarm) or any(
        not isinstance(alarm, RollbackAlarm) for alarm in cast(Iterable[object], rollback_on or ())
    ):
        raise InvalidProps(
            "rollback_on is not a sequence of rollback alarms",
            fix="pass rollback_on=[RollbackAlarm.error_rate(above=0.01), ...]; an alarm of your "
            "own goes through RollbackAlarm.of(alarm)",
            source=_ALARM_SOURCE,
        )


def create_alarms(
    scope: Construct,
    rollback_on: Sequence[RollbackAlarm],
    *,
    watch: Callable[[RollbackAlarm], Iterable[tuple[str, Watched]]],
    topics: Sequence[sns.ITopic],
) -> CreatedAlarms:
    """Create rollback alarms below ``scope``.

    Args:
        scope: The endpoint or the inference component.
        rollback_on: The alarms.
        watch: What an alarm watches, each with what stands for it in a construct id; "" for
            nothing.
        topics: Who else is told.

    Raises:
        InvalidProps: When two alarms have one id, when a metric is not published, or when a rule of
            the catalogue refuses one.
    """
    actions = [topic.topic_arn for topic in topics] or None
    names: list[str] = []
    declared: list[DeclaredAlarm] = []
    taken: set[str] = set()
    for alarm in rollback_on:
        if isinstance(alarm, ExistingAlarm):
            _check_place(scope, alarm.alarm)
            names.append(alarm.alarm.alarm_name)
            declared.append(
                DeclaredAlarm(arn=alarm.alarm.alarm_arn, rolls_back=True, properties={})
            )
            continue
        for part, watched in watch(alarm):
            child = f"{alarm.id}-{part}" if part else alarm.id
            if child in taken:
                raise InvalidProps(
                    f"two rollback alarms of {watched.label} are called {alarm.id!r}",
                    fix="pass id=... to one of them",
                    source=_ALARM_SOURCE,
                )
            taken.add(child)
            properties = {**alarm.render(watched), "AlarmActions": actions}
            enforce(_ALARM, properties)
            created = create_l1(cloudwatch.CfnAlarm, scope, child, properties)
            names.append(created.ref)
            declared.append(
                DeclaredAlarm(arn=created.attr_arn, rolls_back=True, properties=properties)
            )
    return CreatedAlarms(names=names, declared=declared)


def watched_variants(
    config: EndpointConfigBase,
    endpoint_name: str,
    id_parts: Mapping[str, str],
    alarm: RollbackAlarm,
) -> Iterator[tuple[str, Watched]]:
    """Yield what a rollback alarm of an endpoint watches.

    Args:
        config: What the endpoint runs.
        endpoint_name: The name of the endpoint.
        id_parts: What stands for a variant's name in a construct id, by variant name.
        alarm: The alarm.

    Raises:
        InvalidProps: When it watches no variant of the configuration.
    """
    for variant_name in _watched_names(config, alarm):
        part = variant_name if is_known(variant_name) else "Variant"
        yield (
            id_parts.get(variant_name, part),
            WatchedVariant(
                kind=config.kind,
                endpoint_name=endpoint_name,
                variant_name=variant_name,
                endpoint_config_name=config.endpoint_config_name,
            ),
        )


def alarm_statements(alarm_arns: Sequence[str]) -> list[Properties]:
    """Return what a role needs to look at the alarms of an update, and at no others."""
    if not alarm_arns:
        return []
    return [
        {
            "Effect": "Allow",
            "Action": "cloudwatch:DescribeAlarms",
            "Resource": list(alarm_arns),
        }
    ]


def _check_place(scope: Construct, alarm: cloudwatch.IAlarm) -> None:
    """Refuse an alarm elsewhere: SageMaker is told its name alone."""
    arn = alarm.alarm_arn
    if not is_known(arn):
        return
    here = stack_facts(scope)
    region, account = [*arn.split(":"), "", "", "", "", ""][3:5]
    for what, mine, its in (("account", here.account, account), ("Region", here.region, region)):
        if is_known(mine) and mine != its:
            raise InvalidProps(
                f"a rollback alarm is in {what} {its}, the endpoint in {mine}",
                fix=f"pass an alarm of {mine}: SageMaker looks for its name there",
                source=_ALARM_SOURCE,
            )


def _watched_names(config: EndpointConfigBase, alarm: RollbackAlarm) -> Sequence[str]:
    names = [variant.variant_name for variant in config.variants]
    if alarm.variant_name is None:
        if not names:
            raise InvalidProps(
                f"rollback alarm {alarm.id} names no variant, and those of an imported "
                "configuration are unknown",
                fix="pass variant_name=... to the alarm",
                source=_ALARM_SOURCE,
            )
        return [variant.variant_name for variant in config.variants if variant.takes_traffic]
    names = [variant.variant_name for variant in config.served]
    if names and is_known(alarm.variant_name) and alarm.variant_name not in names:
        raise InvalidProps(
            f"rollback alarm {alarm.id} watches the variant {alarm.variant_name!r}, which the "
            "configuration does not have: it would never go off",
            fix=f"name one of {', '.join(names)}",
            source=_ALARM_SOURCE,
        )
    return [alarm.variant_name]
