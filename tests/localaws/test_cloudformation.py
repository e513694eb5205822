"""Stacks: created, updated in place, rolled back, deleted."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.account import IMAGE, SCRIPT, Account, archive, wait_for

DATA = archive({"code/inference.py": SCRIPT})
VARIANT = "endpoint/churn/variant/AllTraffic"


def template(**environment: str) -> dict[str, Any]:
    """Return a whole deployment: hosting, scaling, an alarm with metric math, a bucket."""
    return {
        "Parameters": {"Count": {"Type": "Number", "Default": 2}},
        "Resources": {
            "Bucket": {"Type": "AWS::S3::Bucket"},
            "Policy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {
                    "Bucket": {"Ref": "Bucket"},
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": "*",
                                "Action": "s3:*",
                                "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                            }
                        ],
                    },
                },
            },
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}},
            },
            "Target": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "DependsOn": "Endpoint",
                "Properties": {
                    "ServiceNamespace": "sagemaker",
                    "ResourceId": VARIANT,
                    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
                    "MinCapacity": 2,
                    "MaxCapacity": 8,
                },
            },
            "Scaling": {
                "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
                "Properties": {
                    "PolicyName": "invocations",
                    "PolicyType": "TargetTrackingScaling",
                    "ScalingTargetId": {"Ref": "Target"},
                    "TargetTrackingScalingPolicyConfiguration": {
                        "TargetValue": 700,
                        "PredefinedMetricSpecification": {
                            "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
                        },
                    },
                },
            },
            "Errors": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "ComparisonOperator": "GreaterThanThreshold",
                    "EvaluationPeriods": 1,
                    "Threshold": 0.01,
                    "TreatMissingData": "notBreaching",
                    "Metrics": [
                        {"Id": "rate", "Expression": "e / MAX([n, 1])", "ReturnData": True},
                        metric("e", "Invocation5XXErrors"),
                        metric("n", "Invocations"),
                    ],
                },
            },
            "Model": {
                "Type": "AWS::SageMaker::Model",
                "Properties": {
                    "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                    "PrimaryContainer": {
                        "Image": IMAGE,
                        "ModelDataUrl": "s3://models/model.tar.gz",
                        "Environment": environment,
                    },
                },
            },
            "Config": {
                "Type": "AWS::SageMaker::EndpointConfig",
                "Properties": {
                    "ProductionVariants": [
                        {
                            "VariantName": "AllTraffic",
                            "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
                            "InitialInstanceCount": {"Ref": "Count"},
                            "InstanceType": "ml.c7i.xlarge",
                            "InitialVariantWeight": "1",
                        }
                    ]
                },
            },
            "Endpoint": {
                "Type": "AWS::SageMaker::Endpoint",
                "Properties": {
                    "EndpointName": "churn",
                    "EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]},
                    "RetainAllVariantProperties": True,
                    "DeploymentConfig": {
                        "BlueGreenUpdatePolicy": {
                            "TrafficRoutingConfiguration": {
                                "Type": "ALL_AT_ONCE",
                                "WaitIntervalInSeconds": 0,
                            },
                            "TerminationWaitInSeconds": 300,
                        },
                        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": "Errors"}}]},
                    },
                },
            },
            "Meta": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2"}},
        },
        "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}}},
    }


def metric(name: str, of: str) -> dict[str, Any]:
    dimensions = [{"Name": "EndpointName", "Value": "churn"}]
    stat = {
        "Metric": {"Namespace": "AWS/SageMaker", "MetricName": of, "Dimensions": dimensions},
        "Period": 60,
        "Stat": "Sum",
    }
    return {"Id": name, "MetricStat": stat, "ReturnData": False}


@pytest.fixture
def deployed(account: Account) -> Account:
    account.put_model(DATA)
    assert account.deploy(template()) == "CREATE_COMPLETE", account.reasons()
    return account


def test_everything_of_a_deployment_is_created(deployed: Account) -> None:
    assert json.load(deployed.invoke(endpoint="churn")["Body"]) == [[2.0, 4.0]]
    stack = deployed.cloudformation.describe_stacks(StackName="s")["Stacks"][0]
    assert stack["Outputs"][0]["OutputValue"] == "churn"
    alarm = deployed.cloudwatch.describe_alarms()["MetricAlarms"][0]
    assert [one["Id"] for one in alarm["Metrics"]] == ["rate", "e", "n"]
    scaling = deployed.aws.client("application-autoscaling")
    policies = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert [one["ResourceId"] for one in policies] == [VARIANT]
    assert deployed.sagemaker.list_models()["Models"][0]["ModelName"].startswith("s-Model-")
    bucket = deployed.s3.list_buckets()["Buckets"][-1]["Name"]
    assert "SecureTransport" in deployed.s3.get_bucket_policy(Bucket=bucket)["Policy"]
    deployed.s3.put_object(Bucket=bucket, Key="allowed", Body=b"")


def test_update_is_in_place_and_keeps_the_capacity(deployed: Account) -> None:
    before = deployed.settled("churn")
    deployed.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="churn",
        DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic", "DesiredInstanceCount": 6}],
    )
    assert deployed.deploy(template(VERSION="2")) == "UPDATE_COMPLETE", deployed.reasons()
    after = deployed.settled("churn")
    assert after["CreationTime"] == before["CreationTime"]
    assert after["EndpointConfigName"] != before["EndpointConfigName"]
    assert after["ProductionVariants"][0]["CurrentInstanceCount"] == 6
    assert len(deployed.sagemaker.list_endpoint_configs()["EndpointConfigs"]) == 1
    assert len(deployed.sagemaker.list_models()["Models"]) == 1


def test_alarm_fails_the_update_and_everything_is_as_before(deployed: Account) -> None:
    before = deployed.settled("churn")["EndpointConfigName"]
    name = deployed.cloudwatch.describe_alarms()["MetricAlarms"][0]["AlarmName"]
    deployed.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    assert deployed.deploy(template(VERSION="2")) == "UPDATE_ROLLBACK_COMPLETE"
    assert "went into ALARM" in deployed.reasons()
    assert deployed.settled("churn")["EndpointConfigName"] == before
    assert len(deployed.sagemaker.list_endpoint_configs()["EndpointConfigs"]) == 1
    deployed.cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="test")
    assert deployed.deploy(template(VERSION="3")) == "UPDATE_COMPLETE"


def test_deletion_leaves_nothing(deployed: Account) -> None:
    stack = deployed.cloudformation.describe_stacks(StackName="s")["Stacks"][0]["StackId"]
    deployed.cloudformation.delete_stack(StackName="s")
    assert wait_for(lambda: gone(deployed, stack)) == "DELETE_COMPLETE", deployed.reasons(stack)
    assert deployed.sagemaker.list_endpoints()["Endpoints"] == []
    assert deployed.sagemaker.list_models()["Models"] == []
    assert deployed.cloudwatch.describe_alarms()["MetricAlarms"] == []
    assert [one["Name"] for one in deployed.s3.list_buckets()["Buckets"]] == ["models"]
    with pytest.raises(ClientError, match="does not exist"):
        deployed.cloudformation.describe_stacks(StackName="s")


def gone(account: Account, stack: str) -> str | None:
    status: str = account.cloudformation.describe_stacks(StackName=stack)["Stacks"][0][
        "StackStatus"
    ]
    return None if status == "DELETE_IN_PROGRESS" else status


def test_fails_for_an_unknown_type_by_name_before_anything_is_created(account: Account) -> None:
    resources = {
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Weird": {"Type": "AWS::QuickSight::Dashboard"},
    }
    assert account.deploy({"Resources": resources}) == "ROLLBACK_COMPLETE"
    assert "does not imitate AWS::QuickSight::Dashboard (logical id Weird)" in account.reasons()
    assert [one["Name"] for one in account.s3.list_buckets()["Buckets"]] == ["models"]


def test_fails_for_an_unknown_property_by_name(account: Account) -> None:
    account.put_model(DATA)
    bad = template()
    bad["Resources"]["Model"]["Properties"]["Modle"] = "x"
    assert account.deploy(bad) == "ROLLBACK_COMPLETE"
    assert "resource Model with message: [#: extraneous key [Modle]" in account.reasons()


def test_failed_creation_takes_back_what_there_was(account: Account) -> None:
    account.put_model(archive({"code/inference.py": "import nowhere"}))
    assert account.deploy(template()) == "ROLLBACK_COMPLETE"
    assert "did not pass the ping health check" in account.reasons()
    assert account.sagemaker.list_models()["Models"] == []
    assert account.sagemaker.list_endpoints()["Endpoints"] == []


def test_failed_update_takes_back_what_had_been_updated(deployed: Account) -> None:
    bad = copy.deepcopy(template())
    bad["Resources"]["Target"]["Properties"]["MaxCapacity"] = 20
    bad["Resources"]["Weak"] = {
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "DependsOn": "Target",
        "Properties": {
            **bad["Resources"]["Target"]["Properties"],
            "ResourceId": "endpoint/nope/variant/AllTraffic",
        },
    }
    assert deployed.deploy(bad) == "UPDATE_ROLLBACK_COMPLETE"
    assert 'Could not find endpoint "nope"' in deployed.reasons()
    targets = deployed.aws.client("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="sagemaker"
    )["ScalableTargets"]
    assert [one["MaxCapacity"] for one in targets] == [8]


def test_scalable_target_takes_tags_and_follows_its_schedule(deployed: Account) -> None:
    scaling = deployed.aws.client("application-autoscaling")
    changed = copy.deepcopy(template())
    changed["Resources"]["Target"]["Properties"] |= {
        "Tags": [{"Key": "team", "Value": "growth"}],
        "ScheduledActions": [
            {
                "ScheduledActionName": "evening",
                "Schedule": "cron(0 20 * * ? *)",
                "Timezone": "Europe/Vienna",
                "ScalableTargetAction": {"MinCapacity": 1},
            }
        ],
    }
    assert deployed.deploy(changed) == "UPDATE_COMPLETE"
    actions = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert [one["ScheduledActionName"] for one in actions] == ["evening"]
    assert deployed.deploy(template()) == "UPDATE_COMPLETE"
    actions = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert actions == []


def test_change_set_without_changes_says_so(deployed: Account) -> None:
    deployed.cloudformation.create_change_set(
        StackName="s",
        ChangeSetName="n",
        TemplateBody=json.dumps(template()),
        ChangeSetType="UPDATE",
    )
    found = deployed.cloudformation.describe_change_set(StackName="s", ChangeSetName="n")
    assert found["Status"] == "FAILED"
    assert "didn't contain changes" in found["StatusReason"]


def test_template_in_s3_is_found_by_path_style_url(account: Account) -> None:
    body = json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}})
    account.s3.put_object(Bucket="models", Key="dir/template.json", Body=body)
    url = f"{account.aws.endpoint_url}/models/dir/template.json"
    account.cloudformation.create_stack(StackName="s", TemplateURL=url)
    assert account.finished("s") == "CREATE_COMPLETE"


def test_circular_dependency_is_refused(account: Account) -> None:
    resources = {
        "A": {"Type": "AWS::SNS::Topic", "DependsOn": "B"},
        "B": {"Type": "AWS::SNS::Topic", "DependsOn": "A"},
    }
    with pytest.raises(ClientError, match="Circular dependency"):
        account.deploy({"Resources": resources})


def test_stack_output_is_found_by_the_name_of_its_stack(account: Account) -> None:
    outputs = {"Name": {"Value": {"Fn::GetAtt": ["T", "TopicName"]}}}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "alarms"}}
    account.deploy({"Resources": {"T": topic}, "Outputs": outputs}, "producer")
    assert account.deploy(consumer(OutputName="Name")) == "CREATE_COMPLETE", account.reasons()
    name = account.aws.client("ssm").get_parameter(Name="seen")["Parameter"]["Value"]
    assert name == "alarms"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"OutputName": "Nmae"}, r"Stack \[producer\] has no output named Nmae"),
        ({"OutputName": "Name", "StackName": "prodcer"}, r"Stack \[prodcer\] does not exist"),
        ({"OutputName": "Name", "Region": "eu-west-1"}, "does not exist in eu-west-1"),
        ({"OutputName": "Name", "Region": "moon-1"}, "moon-1 is not a Region"),
        ({"Output": "Name"}, "requires StackName and OutputName"),
    ],
)
def test_stack_output_that_is_not_there_fails_by_name(
    account: Account, arguments: dict[str, str], reason: str
) -> None:
    account.deploy({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}, "producer")
    assert account.deploy(consumer(**arguments)) == "ROLLBACK_COMPLETE"
    assert re.search(reason, account.reasons()), account.reasons()


def consumer(**arguments: str) -> dict[str, Any]:
    value = {"Fn::GetStackOutput": {"StackName": "producer", **arguments}}
    properties = {"Name": "seen", "Type": "String", "Value": value}
    return {"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": properties}}}


def test_protected_stack_is_not_deleted(account: Account) -> None:
    account.deploy({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}})
    stacks = account.cloudformation
    stacks.update_termination_protection(StackName="s", EnableTerminationProtection=True)
    assert stacks.describe_stacks(StackName="s")["Stacks"][0]["EnableTerminationProtection"]
    with pytest.raises(ClientError, match="while TerminationProtection is enabled"):
        stacks.delete_stack(StackName="s")
    stacks.update_termination_protection(StackName="s", EnableTerminationProtection=False)
    stack = stacks.describe_stacks(StackName="s")["Stacks"][0]["StackId"]
    stacks.delete_stack(StackName="s")
    assert wait_for(lambda: gone(account, stack)) == "DELETE_COMPLETE"


def test_protection_of_a_stack_that_does_not_exist_is_refused(account: Account) -> None:
    with pytest.raises(ClientError, match=r"Stack \[nope\] does not exist"):
        account.cloudformation.update_termination_protection(
            StackName="nope", EnableTerminationProtection=True
        )


def key(team: str, **more: Any) -> dict[str, Any]:
    policy = {"Version": "2012-10-17", "Statement": []}
    tags = [{"Key": "team", "Value": team}]
    properties = {"KeyPolicy": policy, "EnableKeyRotation": True, "Tags": tags, **more}
    resources = {"K": {"Type": "AWS::KMS::Key", "Properties": properties}}
    return {"Resources": resources, "Outputs": {"Id": {"Value": {"Ref": "K"}}}}


def test_key_is_created_and_changed_in_place(account: Account) -> None:
    assert account.deploy(key("growth")) == "CREATE_COMPLETE", account.reasons()
    assert account.deploy(key("sales", Description="d")) == "UPDATE_COMPLETE", account.reasons()
    stack = account.cloudformation.describe_stacks(StackName="s")["Stacks"][0]
    name = stack["Outputs"][0]["OutputValue"]
    kms = account.aws.client("kms")
    assert kms.list_resource_tags(KeyId=name)["Tags"] == [{"TagKey": "team", "TagValue": "sales"}]
    assert kms.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"]
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["Description"] == "d"
    assert (
        json.loads(kms.get_key_policy(KeyId=name, PolicyName="default")["Policy"])["Statement"]
        == []
    )
    account.cloudformation.delete_stack(StackName="s")
    assert wait_for(lambda: gone(account, stack["StackId"])) == "DELETE_COMPLETE"
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_key_keeps_its_kind(account: Account) -> None:
    account.deploy(key("growth"))
    assert account.deploy(key("growth", KeyUsage="SIGN_VERIFY")) == "UPDATE_ROLLBACK_COMPLETE"
    assert "KeyUsage of a KMS key cannot be changed" in account.reasons()


def test_bucket_without_a_name_changes_its_tags_in_place(account: Account) -> None:
    def tagged(team: str) -> dict[str, Any]:
        properties = {"Tags": [{"Key": "team", "Value": team}]}
        return {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": properties}}}

    account.deploy(tagged("growth"))
    bucket = account.s3.list_buckets()["Buckets"][-1]["Name"]
    assert account.deploy(tagged("sales")) == "UPDATE_COMPLETE", account.reasons()
    tags = account.s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
    assert {"Key": "team", "Value": "sales"} in tags


def test_property_that_boto3_refuses_is_told_in_one_line(account: Account) -> None:
    assert account.deploy(key("growth", Description=7)) == "ROLLBACK_COMPLETE"
    (told,) = [one for one in account.reasons().splitlines() if "Description" in one]
    assert "Invalid type for parameter Description, value: 7" in told
    assert told.endswith("(Error Code: InvalidRequest)")


def test_change_sets_of_two_stacks_may_have_the_same_name(account: Account) -> None:
    stacks = account.cloudformation
    for name in ("one", "two"):
        body = json.dumps({"Resources": {name: {"Type": "AWS::SNS::Topic"}}})
        stacks.create_change_set(
            StackName=name, ChangeSetName="n", TemplateBody=body, ChangeSetType="CREATE"
        )
    stacks.delete_change_set(StackName="one", ChangeSetName="n")
    with pytest.raises(ClientError, match="does not exist"):
        stacks.describe_change_set(StackName="one", ChangeSetName="n")
    assert stacks.list_change_sets(StackName="one")["Summaries"] == []
    found = stacks.describe_change_set(StackName="two", ChangeSetName="n")
    assert [one["ResourceChange"]["LogicalResourceId"] for one in found["Changes"]] == ["two"]
    with pytest.raises(ClientError, match="StackName must be specified"):
        stacks.describe_change_set(ChangeSetName="n")


def test_topic_changes_in_place_and_keeps_its_policy(account: Account) -> None:
    def told(team: str, queue: str) -> dict[str, Any]:
        subscription = {
            "Protocol": "sqs",
            "Endpoint": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
        }
        topic = {
            "DisplayName": team,
            "Tags": [{"Key": "team", "Value": team}],
            "Subscription": [subscription],
        }
        policy = {"Version": "2012-10-17", "Statement": [{"Sid": "Own", "Effect": "Deny"}]}
        rule = {"Topics": [{"Ref": "T"}], "PolicyDocument": policy}
        return {
            "Resources": {
                "T": {"Type": "AWS::SNS::Topic", "Properties": topic},
                "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": rule},
            }
        }

    sqs, sns = account.aws.client("sqs"), account.aws.client("sns")
    for name in ("a", "b"):
        sqs.create_queue(QueueName=name)
    assert account.deploy(told("growth", "a")) == "CREATE_COMPLETE", account.reasons()
    (before,) = sns.list_topics()["Topics"]
    assert account.deploy(told("sales", "b")) == "UPDATE_COMPLETE", account.reasons()
    (after,) = sns.list_topics()["Topics"]
    assert after == before
    arn = after["TopicArn"]
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["DisplayName"] == "sales"
    assert "Own" in attributes["Policy"]
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [
        {"Key": "team", "Value": "sales"}
    ]
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert subscription["Endpoint"].endswith(":b")


def test_log_group_changes_its_key_and_its_tags_in_place(account: Account) -> None:
    def group(**properties: Any) -> dict[str, Any]:
        return {"Resources": {"G": {"Type": "AWS::Logs::LogGroup", "Properties": properties}}}

    logs = account.aws.client("logs")
    keys = [f"arn:aws:kms:us-east-1:123456789012:key/{name}" for name in "ab"]
    for team, key_id in zip(("growth", "sales"), keys, strict=True):
        wanted = group(KmsKeyId=key_id, Tags=[{"Key": "team", "Value": team}])
        assert account.deploy(wanted).endswith("E_COMPLETE"), account.reasons()
        (found,) = logs.describe_log_groups()["logGroups"]
        assert found["kmsKeyId"] == key_id
        arn = found["arn"].removesuffix(":*")
        assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": team}
    assert account.deploy(group()) == "UPDATE_COMPLETE", account.reasons()
    (found,) = logs.describe_log_groups()["logGroups"]
    assert "kmsKeyId" not in found


def test_schedule_is_kept_and_changed_in_place(account: Account) -> None:
    def template(at: str) -> dict[str, Any]:
        target = {
            "Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:deleteEndpoint",
            "RoleArn": "arn:aws:iam::123456789012:role/expiry",
            "Input": '{"EndpointName": "churn"}',
        }
        properties = {
            "ScheduleExpression": f"at({at})",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": target,
        }
        outputs = {"Arn": {"Value": {"Fn::GetAtt": ["Expiry", "Arn"]}}}
        resource = {"Type": "AWS::Scheduler::Schedule", "Properties": properties}
        return {"Resources": {"Expiry": resource}, "Outputs": outputs}

    scheduler = account.aws.client("scheduler")
    names = []
    for at in ("2030-01-31T18:00:00", "2030-02-28T18:00:00"):
        assert account.deploy(template(at)).endswith("_COMPLETE")
        (there,) = scheduler.list_schedules()["Schedules"]
        shown = scheduler.get_schedule(Name=there["Name"])
        assert shown["ScheduleExpression"] == f"at({at})"
        assert shown["Target"]["Input"] == '{"EndpointName": "churn"}'
        names.append(there["Name"])
    assert names[0] == names[1]
    (stack,) = account.cloudformation.describe_stacks(StackName="s")["Stacks"]
    assert stack["Outputs"][0]["OutputValue"] == shown["Arn"]
    account.cloudformation.delete_stack(StackName="s")
    wait_for(lambda: None if scheduler.list_schedules()["Schedules"] else True)


def test_state_machine_is_kept_and_changed_in_place(account: Account) -> None:
    def template(state: str, **properties: Any) -> dict[str, Any]:
        definition = {"StartAt": state, "States": {state: {"Type": "Succeed"}}}
        machine = {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "DefinitionString": json.dumps(definition),
                "RoleArn": "arn:aws:iam::123456789012:role/jobs",
                "TracingConfiguration": {"Enabled": True},
                "Tags": [{"Key": "state", "Value": state}],
                **properties,
            },
        }
        outputs = {
            "Ref": {"Value": {"Ref": "Machine"}},
            "Name": {"Value": {"Fn::GetAtt": ["Machine", "Name"]}},
        }
        return {"Resources": {"Machine": machine}, "Outputs": outputs}

    machines = account.aws.client("stepfunctions")
    arns = []
    for state in ("First", "Second"):
        assert account.deploy(template(state)).endswith("_COMPLETE"), account.reasons()
        (there,) = machines.list_state_machines()["stateMachines"]
        shown = machines.describe_state_machine(stateMachineArn=there["stateMachineArn"])
        assert json.loads(shown["definition"])["StartAt"] == state
        assert shown["tracingConfiguration"] == {"enabled": True}
        tags = machines.list_tags_for_resource(resourceArn=there["stateMachineArn"])["tags"]
        assert tags == [{"key": "state", "value": state}]
        arns.append(there["stateMachineArn"])
    assert arns[0] == arns[1]
    (stack,) = account.cloudformation.describe_stacks(StackName="s")["Stacks"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    assert outputs == {"Ref": arns[0], "Name": shown["name"]}
    started = machines.start_execution(stateMachineArn=arns[0])
    found = machines.describe_execution(executionArn=started["executionArn"])
    assert found["status"] == "RUNNING"
    refused = template("Second", EncryptionConfiguration={"Type": "AWS_OWNED_KEY"})
    assert account.deploy(refused).endswith("ROLLBACK_COMPLETE")
    assert "EncryptionConfiguration" in str(account.reasons())
    account.cloudformation.delete_stack(StackName="s")
    wait_for(lambda: None if machines.list_state_machines()["stateMachines"] else True)
