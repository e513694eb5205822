"""Off-hours: what stays of each kind, when, and where there is nothing to save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, time
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Size
from aws_cdk import aws_sns as sns
from botocore.session import Session
from botocore.validate import ParamValidator
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    ENDPOINT,
    POLICY,
    TARGET,
    bucket,
    config,
    endpoint,
    imported_model,
    only,
    resources_of,
    template_of,
    variant,
)

NIGHTS = hosting.OffHours(starts=time(7), stops=time(19, 30), time_zone="Europe/Vienna")
IMAGE = hosting.ContainerImage.from_uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1")


def serverless(stack: cdk.Stack, **arguments: Any) -> hosting.ServerlessEndpoint:
    return hosting.ServerlessEndpoint(
        stack,
        "Serverless",
        model=imported_model(stack, "ServerlessModel"),
        memory_size=Size.gibibytes(2),
        max_concurrency=50,
        **arguments,
    )


def queued(stack: cdk.Stack, **arguments: Any) -> hosting.AsyncEndpoint:
    return hosting.AsyncEndpoint(
        stack,
        "Queued",
        model=imported_model(stack, "QueuedModel"),
        instance_type="ml.m5.xlarge",
        async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        **arguments,
    )


def component(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponent:
    shared = hosting.InferenceComponentEndpoint(stack, "Shared", instance_type="ml.g5.12xlarge")
    return hosting.InferenceComponent(
        stack,
        "Component",
        endpoint=shared,
        image=IMAGE,
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(8)),
        **arguments,
    )


def limits(target: dict[str, Any]) -> tuple[int, int]:
    return target["MinCapacity"], target["MaxCapacity"]


def stays(target: dict[str, Any]) -> list[tuple[str, tuple[int, int]]]:
    return [
        (action["ScheduledActionName"], limits(action["ScalableTargetAction"]))
        for action in target["ScheduledActions"]
    ]


# By kind: with scaling, without it; the usual limits, and what stays.
KINDS: dict[str, tuple[Callable[[cdk.Stack], object], tuple[int, int], int]] = {
    "real-time": (
        lambda s: endpoint(
            s, scaling=hosting.Scaling(min_capacity=2, max_capacity=8), off_hours=NIGHTS
        ),
        (2, 8),
        1,
    ),
    "real-time, not scaled": (
        lambda s: endpoint(s, initial_instance_count=3, off_hours=NIGHTS),
        (3, 3),
        1,
    ),
    "in pieces": (
        lambda s: hosting.Endpoint(
            s, "E", config=config(s, default_instance_count=2), off_hours=NIGHTS
        ),
        (2, 2),
        1,
    ),
    "of an imported configuration": (
        lambda s: hosting.Endpoint(
            s,
            "E",
            config=hosting.EndpointConfig.from_endpoint_config_name(s, "C", "config"),
            scaling={"AllTraffic": hosting.Scaling(min_capacity=2, max_capacity=8)},
            rollback_on=[],
            off_hours=NIGHTS,
        ),
        (2, 8),
        1,
    ),
    "asynchronous": (
        lambda s: queued(
            s,
            scaling=hosting.AsyncScaling(min_capacity=1, max_capacity=5).track_backlog(
                per_instance=5
            ),
            off_hours=NIGHTS,
        ),
        (1, 5),
        0,
    ),
    "asynchronous, not scaled": (lambda s: queued(s, off_hours=NIGHTS), (1, 1), 0),
    "serverless": (
        lambda s: serverless(s, provisioned_concurrency=5, off_hours=NIGHTS),
        (5, 5),
        1,
    ),
    "component": (
        lambda s: component(
            s, scaling=hosting.CopyScaling(min_capacity=1, max_capacity=4), off_hours=NIGHTS
        ),
        (1, 4),
        0,
    ),
    "component, not scaled": (lambda s: component(s, copies=2, off_hours=NIGHTS), (2, 2), 0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_stays_is_the_least_that_the_kind_allows(stack: cdk.Stack, kind: str) -> None:
    declare, usual, least = KINDS[kind]
    declare(stack)
    target = only(template_of(stack), TARGET)
    assert limits(target) == usual
    assert stays(target) == [("OffHoursStop", (least, least)), ("OffHoursStart", usual)]
    assert [(each["Schedule"], each["Timezone"]) for each in target["ScheduledActions"]] == [
        ("cron(30 19 ? * MON-FRI *)", "Europe/Vienna"),
        ("cron(0 7 ? * MON-FRI *)", "Europe/Vienna"),
    ]


def test_the_api_takes_the_actions(stack: cdk.Stack) -> None:
    queued(stack, off_hours=NIGHTS)
    target = only(template_of(stack), TARGET)
    model = Session().get_service_model("application-autoscaling")
    shape = model.operation_model("PutScheduledAction").input_shape
    for action in target["ScheduledActions"]:
        report = ParamValidator().validate(
            {
                "ServiceNamespace": "sagemaker",
                "ResourceId": "endpoint/churn/variant/AllTraffic",
                "ScalableDimension": target["ScalableDimension"],
                **action,
            },
            shape,
        )
        assert not report.has_errors(), report.generate_report()


def test_a_fleet_that_is_off_at_night_keeps_its_size_in_an_update(stack: cdk.Stack) -> None:
    endpoint(stack, initial_instance_count=3, off_hours=NIGHTS)
    assert only(template_of(stack), ENDPOINT)["RetainAllVariantProperties"] is True


@pytest.mark.parametrize(("least", "woken"), [(1, False), (0, True)])
def test_only_what_sleeps_in_working_hours_has_to_be_woken(
    stack: cdk.Stack, least: int, woken: bool
) -> None:
    scaling = hosting.AsyncScaling(min_capacity=least, max_capacity=5).track_backlog(per_instance=5)
    queued(stack, scaling=scaling, off_hours=NIGHTS)
    names = {
        one["Properties"]["PolicyName"] for one in resources_of(template_of(stack), POLICY).values()
    }
    assert ("WakeUp" in names) is woken


def test_nobody_is_told_that_a_component_is_off(stack: cdk.Stack) -> None:
    topic = sns.Topic.from_topic_arn(stack, "T", "arn:aws:sns:eu-west-1:111111111111:t")
    component(stack, alarm_topics=[topic], off_hours=NIGHTS)
    alarms = resources_of(template_of(stack), ALARM)
    assert not [name for name in alarms if "NoCapacity" in name]


def test_every_variant_that_saves_something(stack: cdk.Stack) -> None:
    endpoint(
        stack,
        variants=[
            variant(stack, "A", initial_instance_count=3),
            variant(stack, "B"),
            variant(stack, "C", instance_type="ml.t2.large", initial_instance_count=3),
        ],
        off_hours=NIGHTS,
    )
    assert only(template_of(stack), TARGET)["ResourceId"].endswith("/A")


# When.


@pytest.mark.parametrize(
    ("arguments", "stop", "start"),
    [
        ({"working_days": ["MON", "WED"]}, "cron(0 20 ? * MON,WED *)", "cron(0 7 ? * MON,WED *)"),
        ({"working_days": ["WED", "TUE"]}, "cron(0 20 ? * TUE-WED *)", "cron(0 7 ? * TUE-WED *)"),
        ({"working_days": ["SUN"]}, "cron(0 20 ? * SUN *)", "cron(0 7 ? * SUN *)"),
        (
            {"working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]},
            "cron(0 20 * * ? *)",
            "cron(0 7 * * ? *)",
        ),
        # The night shift ends on the day after.
        (
            {"starts": time(22, 15), "stops": time(6)},
            "cron(0 6 ? * TUE-SAT *)",
            "cron(15 22 ? * MON-FRI *)",
        ),
        (
            {"starts": time(22), "stops": time(6), "working_days": ["SAT", "SUN"]},
            "cron(0 6 ? * MON,SUN *)",
            "cron(0 22 ? * SAT-SUN *)",
        ),
    ],
)
def test_working_days(arguments: dict[str, Any], stop: str, start: str) -> None:
    hours = hosting.OffHours(**{"starts": time(7), "stops": time(20), **arguments})
    assert (hours.stop_expression, hours.start_expression) == (stop, start)


WEEK = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
DAY = 24 * 60


def minutes_of(expression: str) -> set[int]:
    """Return the minutes of the week at which a cron expression goes off."""
    minute, hour, _, _, days, _ = expression.removeprefix("cron(").removesuffix(")").split()
    named: set[int] = set()
    for part in days.split(","):
        first, _, last = part.partition("-")
        if first == "?":
            named |= set(range(7))
        else:
            named |= set(range(WEEK.index(first), WEEK.index(last or first) + 1))
    return {day * DAY + int(hour) * 60 + int(minute) for day in named}


@given(
    starts=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    stops=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    days=st.sets(st.sampled_from(WEEK), min_size=1),
)
@settings(max_examples=60, deadline=None)
def test_the_two_actions_leave_what_is_said(starts: time, stops: time, days: set[Any]) -> None:
    assume(starts != stops)
    hours = hosting.OffHours(starts=starts, stops=stops, working_days=sorted(days))
    begins, ends = minutes_of(hours.start_expression), minutes_of(hours.stop_expression)
    length = ((stops.hour - starts.hour) * 60 + stops.minute - starts.minute) % DAY
    working = {
        (WEEK.index(day) * DAY + starts.hour * 60 + starts.minute + minute) % (7 * DAY)
        for day in days
        for minute in range(length)
    }
    works = False
    for minute in range(2 * 7 * DAY):  # the first week finds out how the second one begins
        now = minute % (7 * DAY)
        works = now in begins or (works and now not in ends)
        if minute >= 7 * DAY:
            assert works is (now in working)


@pytest.mark.parametrize("zone", ["UTC", "EST5EDT", "Etc/GMT+5", "America/Argentina/Buenos_Aires"])
def test_every_form_of_a_name_of_a_time_zone_is_one(zone: str) -> None:
    assert hosting.OffHours(starts=time(7), stops=time(19), time_zone=zone).time_zone == zone


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"starts": time(20)}, "begin and end at 20:00"),
        ({"starts": time(7, 0, 1)}, "not a time of day in whole minutes"),
        ({"starts": time(7, tzinfo=UTC)}, "not a time of day in whole minutes"),
        ({"stops": "20:00"}, "stops is '20:00', not a time of day"),
        ({"working_days": []}, "not a list of different days"),
        ({"working_days": "MON"}, "not a list of different days"),
        ({"working_days": ["MON", "MON"]}, "not a list of different days"),
        ({"working_days": ["MO"]}, "not a list of different days"),
        ({"time_zone": "+01:00"}, "not the name of a time zone"),
    ],
)
def test_hours_that_cannot_be(arguments: dict[str, Any], what: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=what):
        hosting.OffHours(**{"starts": time(7), "stops": time(20), **arguments})


def keeping(capacity: int) -> hosting.OffHours:
    return hosting.OffHours(starts=time(7), stops=time(20), capacity=capacity)


NOTHING: dict[str, tuple[Callable[[cdk.Stack], object], str]] = {
    "one instance": (
        lambda s: endpoint(s, off_hours=NIGHTS),
        "off-hours change nothing: a real-time endpoint has 1 instances at any time",
    ),
    "no instances": (
        lambda s: endpoint(s, initial_instance_count=2, off_hours=keeping(0)),
        "a real-time endpoint has 1 instances at least; off-hours leave 0",
    ),
    "more than ever": (
        lambda s: queued(s, off_hours=keeping(2)),
        "off-hours leave 2 instances; the maximum is 1",
    ),
    "on demand": (
        lambda s: serverless(s, off_hours=NIGHTS),
        "off-hours of an endpoint that has nothing to save then",
    ),
    "twice": (
        lambda s: endpoint(
            s,
            scaling=hosting.Scaling(min_capacity=1, max_capacity=2).off_hours(NIGHTS),
            off_hours=NIGHTS,
        ),
        "two scheduled actions are called 'OffHoursStop'",
    ),
    "two variants": (
        lambda s: endpoint(s, variants=[variant(s, "A"), variant(s, "B")], off_hours=NIGHTS),
        "off-hours of an endpoint that has nothing to save then",
    ),
    "burstable": (
        lambda s: endpoint(
            s, instance_type="ml.t2.large", initial_instance_count=2, off_hours=NIGHTS
        ),
        "ml.t2.large",
    ),
    "component": (
        lambda s: component(s, copies=2, off_hours=keeping(2)),
        "off-hours change nothing: an inference component has 2 copies",
    ),
}


@pytest.mark.parametrize("name", NOTHING)
def test_off_hours_that_save_nothing_are_refused(stack: cdk.Stack, name: str) -> None:
    declare, what = NOTHING[name]
    with pytest.raises(hosting.InvalidProps, match=what) as error:
        declare(stack)
    assert error.value.path
    assert error.value.fix


def test_capacity_may_be_known_at_deployment(stack: cdk.Stack) -> None:
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    endpoint(
        stack,
        initial_instance_count=2,
        scaling=hosting.Scaling(min_capacity=number, max_capacity=number).off_hours(
            hosting.OffHours(starts=time(7), stops=time(20), capacity=number)
        ),
    )
    action, _ = only(template_of(stack), TARGET)["ScheduledActions"]
    assert limits(action["ScalableTargetAction"]) == ({"Ref": "Number"}, {"Ref": "Number"})


# Defaults.


def test_defaults_are_for_what_has_something_to_save(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(hosting.Defaults(off_hours=NIGHTS))
    models = iter(imported_model(stack, f"M{number}") for number in range(9))
    scaling = hosting.Scaling(min_capacity=2, max_capacity=4)
    endpoint(stack, "One", model=next(models))
    endpoint(stack, "Burstable", model=next(models), instance_type="ml.t2.large")
    endpoint(
        stack,
        "Refuses",
        model=next(models),
        initial_instance_count=2,
        off_hours=hosting.Explicit.NONE,
    )
    endpoint(stack, "Fixed", model=next(models), initial_instance_count=2)
    endpoint(stack, "Scaled", model=next(models), scaling=scaling)
    endpoint(stack, "Own", model=next(models), scaling=scaling.off_hours(keeping(2)))
    endpoint(stack, "Later", model=next(models)).scale_variant(
        hosting.Scaling(min_capacity=1, max_capacity=4)
    )
    serverless(stack)
    queued(stack)
    component(stack)
    targets = {
        one["Properties"]["ResourceId"]
        .removeprefix("endpoint/Stack-")
        .removeprefix("inference-component/Stack-")
        .removesuffix("/variant/AllTraffic"): stays(one["Properties"])[0][1][0]
        for one in resources_of(template_of(stack), TARGET).values()
    }
    assert targets == {"Fixed": 1, "Scaled": 1, "Own": 2, "Later": 1, "Queued": 0, "Component": 0}


def test_enforced_off_hours(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(off_hours=NIGHTS).enforced(message="nobody works at night")
    )
    again = hosting.OffHours(starts=time(7), stops=time(19, 30), time_zone="Europe/Vienna")
    endpoint(stack, initial_instance_count=2, off_hours=again)
    for other, what in ((keeping(1), "off from 20:00 to 07:00"), (hosting.Explicit.NONE, "none")):
        with pytest.raises(
            hosting.InvalidProps, match=f"off_hours is {what}: nobody works at night"
        ):
            queued(cdk.Stack(stack, what.replace(" ", "").replace(":", "")), off_hours=other)
