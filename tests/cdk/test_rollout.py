"""How an update moves an endpoint: the strategies, their defaults and their time-outs."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from hypothesis import given
from hypothesis import strategies as st

import sagemaker_hosting as hosting
from sagemaker_hosting.cdk.rollout.base import Fleet
from tests.cdk.support import ALARM, ENDPOINT, endpoint, only, resources_of, template_of, variant

Capacity = hosting.Capacity
Rollout = hosting.Rollout

BLUE_GREEN = "BlueGreenUpdatePolicy"
ROLLING = "RollingUpdatePolicy"


def deployment_of(stack: cdk.Stack, **arguments: Any) -> dict[str, Any]:
    endpoint(stack, **arguments)
    deployment: dict[str, Any] = only(template_of(stack), ENDPOINT)["DeploymentConfig"]
    deployment.pop("AutoRollbackConfiguration", None)
    return deployment


def test_all_at_once(stack: cdk.Stack) -> None:
    rollout = Rollout.all_at_once(bake=Duration.minutes(20))
    assert deployment_of(stack, rollout=rollout) == {
        BLUE_GREEN: {
            "TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0},
            "TerminationWaitInSeconds": 1200,
            "MaximumExecutionTimeoutInSeconds": 2700,
        }
    }


def test_canary(stack: cdk.Stack) -> None:
    rollout = Rollout.canary(
        size=Capacity.instances(2),
        bake=Duration.minutes(7),
        termination_wait=Duration.minutes(2),
        maximum_execution_timeout=Duration.hours(1),
    )
    assert deployment_of(stack, rollout=rollout, initial_instance_count=6) == {
        BLUE_GREEN: {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 2},
                "WaitIntervalInSeconds": 420,
            },
            "TerminationWaitInSeconds": 120,
            "MaximumExecutionTimeoutInSeconds": 3600,
        }
    }


def test_linear(stack: cdk.Stack) -> None:
    rollout = Rollout.linear(step_size=Capacity.percent(25), bake=Duration.minutes(4))
    assert deployment_of(stack, rollout=rollout, initial_instance_count=4) == {
        BLUE_GREEN: {
            "TrafficRoutingConfiguration": {
                "Type": "LINEAR",
                "LinearStepSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
                "WaitIntervalInSeconds": 240,
            },
            "TerminationWaitInSeconds": 300,
            "MaximumExecutionTimeoutInSeconds": 4 * 240 + 300 + 1500,
        }
    }


def test_rolling(stack: cdk.Stack) -> None:
    rollout = Rollout.rolling(
        max_batch_size=Capacity.percent(50),
        bake=Duration.minutes(4),
        rollback_max_batch_size=Capacity.percent(100),
    )
    assert deployment_of(stack, rollout=rollout, initial_instance_count=4) == {
        ROLLING: {
            "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 50},
            "WaitIntervalInSeconds": 240,
            "RollbackMaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 100},
            "MaximumExecutionTimeoutInSeconds": 2 * (240 + 1500),
        }
    }


def test_several_instances_start_with_a_canary(stack: cdk.Stack) -> None:
    deployment = deployment_of(stack, initial_instance_count=2)
    assert deployment[BLUE_GREEN]["TrafficRoutingConfiguration"] == {
        "Type": "CANARY",
        "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10},
        "WaitIntervalInSeconds": 600,
    }


def test_one_instance_moves_at_once_with_a_bake(stack: cdk.Stack) -> None:
    policy = deployment_of(stack)[BLUE_GREEN]
    assert policy["TrafficRoutingConfiguration"]["Type"] == "ALL_AT_ONCE"
    assert policy["TerminationWaitInSeconds"] == 600


def test_an_autoscaled_fleet_starts_with_a_canary(stack: cdk.Stack) -> None:
    scaling = hosting.Scaling(min_capacity=1, max_capacity=4)
    policy = deployment_of(stack, scaling=scaling)[BLUE_GREEN]
    assert policy["TrafficRoutingConfiguration"]["Type"] == "CANARY"


def test_instances_without_guardrails_get_none(stack: cdk.Stack) -> None:
    endpoint(stack, instance_type="ml.inf1.xlarge")
    assert "DeploymentConfig" not in only(template_of(stack), ENDPOINT)


def test_a_bake_of_zero_is_a_bake(stack: cdk.Stack) -> None:
    rollout = Rollout.all_at_once(bake=Duration.seconds(0))
    policy = deployment_of(stack, rollout=rollout, rollback_on=[])[BLUE_GREEN]
    assert policy["TerminationWaitInSeconds"] == 0


def test_one_strategy_serves_two_endpoints(stack: cdk.Stack) -> None:
    rollout = Rollout.canary()
    endpoint(stack, "One", rollout=rollout, initial_instance_count=4)
    endpoint(stack, "Other", rollout=rollout, initial_instance_count=4, model=_other(stack))
    assert template_of(stack)


def _other(stack: cdk.Stack) -> hosting.ModelBase:
    return hosting.Model.from_model_name(stack, "Other model", "other")


def test_slow_starts_lengthen_the_time_out(stack: cdk.Stack) -> None:
    slow = variant(
        stack,
        model_data_download_timeout=Duration.minutes(40),
        container_startup_health_check_timeout=Duration.minutes(20),
    )
    policy = deployment_of(stack, variants=[slow])[BLUE_GREEN]
    assert policy["MaximumExecutionTimeoutInSeconds"] == 600 + 900 + 3600


# --- the time-out that follows from the waits ----------------------------------------------------

WAITS = st.integers(0, 3600)
COUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=3)
STARTS = st.integers(120, 7200)


def strategies() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    percents = st.integers(10, 50)
    return st.one_of(
        st.tuples(st.just("all_at_once"), st.fixed_dictionaries({"bake": WAITS})),
        st.tuples(
            st.just("canary"),
            st.fixed_dictionaries({"size": percents, "bake": WAITS, "termination_wait": WAITS}),
        ),
        st.tuples(
            st.just("linear"),
            st.fixed_dictionaries(
                {"step_size": percents, "bake": WAITS, "termination_wait": WAITS}
            ),
        ),
        st.tuples(
            st.just("rolling"),
            st.fixed_dictionaries({"max_batch_size": st.integers(5, 50), "bake": WAITS}),
        ),
    )


def shortest_waits(kind: str, said: dict[str, int]) -> int:
    """Return, from the guide's description alone, how long a rollout waits at the least."""
    if kind == "all_at_once":
        return said["bake"]
    if kind == "canary":
        return said["bake"] + said["termination_wait"]
    return said["bake"] + said.get("termination_wait", 0)


@given(strategies(), COUNTS, STARTS, st.booleans())
def test_a_derived_time_out_leaves_room_or_is_refused(
    said: tuple[str, dict[str, int]], counts: list[int], start: int, autoscaled: bool
) -> None:
    kind, arguments = said
    strategy = getattr(Rollout, kind)(
        **{
            name: Capacity.percent(value) if "size" in name else Duration.seconds(value)
            for name, value in arguments.items()
        }
    )
    sizes = None if autoscaled else [(count, count) for count in counts]
    fleet = Fleet(sizes=sizes, start_up_seconds=start)
    try:
        ((family, policy),) = strategy.render(fleet).items()
    except hosting.InvalidProps as error:
        # Two waits of an hour always fit; only what has many steps may be refused.
        if kind in ("linear", "rolling") and "may last 28800 s" in error.message:
            return
        raise
    timeout = policy["MaximumExecutionTimeoutInSeconds"]
    assert family == (ROLLING if kind == "rolling" else BLUE_GREEN)
    assert 600 <= timeout <= 28_800
    assert timeout > shortest_waits(kind, arguments)


@given(st.integers(1, 60), st.integers(5, 50))
def test_a_rolling_time_out_covers_every_batch(count: int, percent: int) -> None:
    strategy = Rollout.rolling(max_batch_size=Capacity.percent(percent), bake=Duration.seconds(60))
    policy = strategy.render(Fleet(sizes=[(count, count)]))[ROLLING]
    # SageMaker replaces at least one instance in a batch, and no batch is larger than asked for.
    batches = count / max(1, count * percent / 100 + 0.5)
    assert policy["MaximumExecutionTimeoutInSeconds"] >= min(batches * (60 + 600), 28_800)


def test_a_share_is_rounded_for_every_size_that_scaling_may_give() -> None:
    """20 % of 7 is one instance: 7 steps, though 20 % of 20 are 5."""
    rollout = Rollout.linear(step_size=Capacity.percent(20), bake=Duration.minutes(10))
    fleet = Fleet(sizes=[(5, 20)])
    policy = rollout.render(fleet)[BLUE_GREEN]
    assert policy["MaximumExecutionTimeoutInSeconds"] == 7 * 600 + 300 + 600 + 900


@pytest.mark.parametrize("late", [False, True])
def test_scaling_counts_for_the_rollout_whenever_it_is_said(stack: cdk.Stack, late: bool) -> None:
    scaling = hosting.Scaling(min_capacity=1, max_capacity=20).track_invocations(
        per_instance_per_minute=600
    )
    made = endpoint(stack, **({} if late else {"scaling": scaling}))
    if late:
        made.scale_variant(scaling)
    ((_, properties),) = resources_of(template_of(stack), ENDPOINT).items()
    routing = properties["Properties"]["DeploymentConfig"][BLUE_GREEN]
    assert routing["TrafficRoutingConfiguration"]["Type"] == "CANARY"
    assert properties["Properties"]["RetainAllVariantProperties"] is True


def test_a_time_out_that_depends_on_a_token_is_left_to_sagemaker(stack: cdk.Stack) -> None:
    seconds = cdk.CfnParameter(stack, "Bake", type="Number").value_as_number
    rollout = Rollout.canary(bake=Duration.seconds(seconds))
    policy = deployment_of(stack, rollout=rollout, initial_instance_count=4)[BLUE_GREEN]
    assert "MaximumExecutionTimeoutInSeconds" not in policy


def test_refuses_waits_that_no_time_out_can_hold(stack: cdk.Stack) -> None:
    rollout = Rollout.linear(step_size=Capacity.percent(10), bake=Duration.hours(1))
    with pytest.raises(hosting.InvalidProps, match="a deployment may last 28800 s"):
        endpoint(stack, rollout=rollout, initial_instance_count=10)


REFUSED: dict[str, tuple[Any, str]] = {
    "canary above half": (lambda: Rollout.canary(size=Capacity.percent(51)), "51"),
    "canary of 0 %": (lambda: Rollout.canary(size=Capacity.percent(0)), "0"),
    "canary of no instance": (lambda: Rollout.canary(size=Capacity.instances(0)), "0"),
    "canary of a fraction": (lambda: Rollout.canary(size=Capacity.percent(2.5)), "2.5"),
    "step below 10 %": (lambda: Rollout.linear(step_size=Capacity.percent(9)), "9"),
    "step above half": (lambda: Rollout.linear(step_size=Capacity.percent(51)), "51"),
    "batch below 5 %": (lambda: Rollout.rolling(max_batch_size=Capacity.percent(4)), "4"),
    "batch above half": (lambda: Rollout.rolling(max_batch_size=Capacity.percent(51)), "51"),
    "bake above an hour": (lambda: Rollout.canary(bake=Duration.seconds(3601)), "3601"),
    "all at once above an hour": (lambda: Rollout.all_at_once(bake=Duration.hours(2)), "7200"),
    "termination wait above an hour": (
        lambda: Rollout.linear(termination_wait=Duration.seconds(3601)),
        "3601",
    ),
    "bake in milliseconds": (lambda: Rollout.rolling(bake=Duration.millis(1500)), "bake"),
    "time-out below 600 s": (
        lambda: Rollout.all_at_once(
            bake=Duration.seconds(0), maximum_execution_timeout=Duration.seconds(599)
        ),
        "599",
    ),
    "time-out above 8 h": (
        lambda: Rollout.canary(maximum_execution_timeout=Duration.seconds(28_801)),
        "28801",
    ),
    "time-out within the waits": (
        lambda: Rollout.canary(
            bake=Duration.minutes(10),
            termination_wait=Duration.minutes(10),
            maximum_execution_timeout=Duration.minutes(20),
        ),
        "1200",
    ),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_a_rollout_where_it_is_written(declare: Any, message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        declare()
    assert (bool(caught.value.fix), bool(caught.value.source)) == (True, True) or "bake" in message


@pytest.mark.parametrize(
    ("rollout", "count"),
    [
        (Rollout.canary(size=Capacity.instances(3)), 4),
        (Rollout.linear(step_size=Capacity.instances(3)), 4),
        (Rollout.rolling(max_batch_size=Capacity.instances(3)), 4),
    ],
)
def test_refuses_a_part_larger_than_half_of_the_fleet(
    stack: cdk.Stack, rollout: hosting.RolloutStrategy, count: int
) -> None:
    with pytest.raises(hosting.InvalidProps, match="3") as caught:
        endpoint(stack, rollout=rollout, initial_instance_count=count)
    assert caught.value.path == "Stack/Endpoint"


def test_refuses_rolling_over_several_variants(stack: cdk.Stack) -> None:
    variants = [variant(stack, "A"), variant(stack, "B")]
    with pytest.raises(hosting.InvalidProps, match=r"[Rr]olling"):
        endpoint(stack, variants=variants, rollout=Rollout.rolling())


def test_refuses_guardrails_on_inferentia_1(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="inf1"):
        endpoint(stack, instance_type="ml.inf1.xlarge", rollout=Rollout.canary())


def test_refuses_a_time_out_within_the_waits_of_all_steps(stack: cdk.Stack) -> None:
    rollout = Rollout.linear(
        step_size=Capacity.percent(10),
        bake=Duration.minutes(10),
        maximum_execution_timeout=Duration.minutes(60),
    )
    with pytest.raises(hosting.InvalidProps, match="3600"):
        endpoint(stack, rollout=rollout, initial_instance_count=10)


def test_a_retained_rollout_states_nothing_and_says_so(stack: cdk.Stack) -> None:
    endpoint(stack, rollout=hosting.Rollout.retained())
    template = template_of(stack)
    properties = only(template, ENDPOINT)
    assert properties["RetainDeploymentConfig"] is True
    assert "DeploymentConfig" not in properties
    assert resources_of(template, ALARM) == {}


def test_refuses_alarms_beside_a_retained_rollout(stack: cdk.Stack) -> None:
    alarm = hosting.RollbackAlarm.error_rate(above=0.1)
    with pytest.raises(hosting.InvalidProps, match="retained rollout"):
        endpoint(stack, rollout=hosting.Rollout.retained(), rollback_on=[alarm])
