"""Online explainability: what is rendered, what it may read, what is refused."""

from __future__ import annotations

from typing import Any, get_args

import aws_cdk as cdk
import pytest
from aws_cdk import Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from botocore.session import Session

import sagemaker_hosting as hosting
from sagemaker_hosting.cdk.endpoint.explainer import FeatureType
from sagemaker_hosting.facts.explainer import GRANULARITIES, LANGUAGES
from tests.cdk.support import (
    CONFIG,
    POLICY,
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
    variant,
)

BASELINE = hosting.ShapBaseline.inline("41,2,17")


def explainer(
    baseline: hosting.ShapBaseline = BASELINE, **arguments: Any
) -> hosting.ClarifyExplainer:
    """Return an explainer with the arguments of its parts by name."""
    own = {name: arguments.pop(name) for name in ("enable_explanations",) if name in arguments}
    shap = {
        name: arguments.pop(name)
        for name in ("number_of_samples", "use_logit", "seed", "text")
        if name in arguments
    }
    return hosting.ClarifyExplainer(
        shap=hosting.ClarifyShap(baseline=baseline, **shap),
        inference=hosting.ClarifyInference(**arguments) if arguments else None,
        **own,
    )


def rendered(stack: cdk.Stack, made: hosting.ClarifyExplainer) -> Any:
    config(stack, explainer=made)
    return only(template_of(stack), CONFIG)["ExplainerConfig"]["ClarifyExplainerConfig"]


# --- what it is ----------------------------------------------------------------------------------


def test_the_least_there_is(stack: cdk.Stack) -> None:
    assert rendered(stack, explainer()) == {
        "ShapConfig": {"ShapBaselineConfig": {"ShapBaseline": "41,2,17"}}
    }


def test_everything_about_columns(stack: cdk.Stack) -> None:
    made = explainer(
        hosting.ShapBaseline.inline("41,2\n17,3", mime_type="text/csv"),
        enable_explanations="[1] > `0.5`",
        number_of_samples=2,
        use_logit=True,
        seed=0,
        max_record_count=100,
        max_payload=Size.mebibytes(6),
        probability_index=1,
        label_index=0,
        feature_headers=["age", "calls"],
    )
    assert rendered(stack, made) == {
        "EnableExplanations": "[1] > `0.5`",
        "InferenceConfig": {
            "MaxRecordCount": 100,
            "MaxPayloadInMB": 6,
            "ProbabilityIndex": 1,
            "LabelIndex": 0,
            "FeatureHeaders": ["age", "calls"],
        },
        "ShapConfig": {
            "NumberOfSamples": 2,
            "UseLogit": True,
            "Seed": 0,
            "ShapBaselineConfig": {"MimeType": "text/csv", "ShapBaseline": "41,2\n17,3"},
        },
    }


def test_everything_about_text(stack: cdk.Stack) -> None:
    made = explainer(
        hosting.ShapBaseline.inline('{"features":["<MASK>"]}', mime_type="application/jsonlines"),
        number_of_samples=100,
        text=hosting.ClarifyText(language="en", granularity="sentence"),
        features_attribute="features",
        content_template='{"features":$features}',
        probability_attribute="probability",
        label_attribute="labels",
        feature_types=["text"],
    )
    assert rendered(stack, made) == {
        "InferenceConfig": {
            "FeaturesAttribute": "features",
            "ContentTemplate": '{"features":$features}',
            "ProbabilityAttribute": "probability",
            "LabelAttribute": "labels",
            "FeatureTypes": ["text"],
        },
        "ShapConfig": {
            "NumberOfSamples": 100,
            "TextConfig": {"Granularity": "sentence", "Language": "en"},
            "ShapBaselineConfig": {
                "MimeType": "application/jsonlines",
                "ShapBaseline": '{"features":["<MASK>"]}',
            },
        },
    }


@pytest.mark.parametrize(("given", "expression"), [(True, "`true`"), (False, "`false`")])
def test_all_records_or_none(stack: cdk.Stack, given: bool, expression: str) -> None:
    found = rendered(stack, explainer(enable_explanations=given))
    assert found["EnableExplanations"] == expression


def test_labels_can_be_named(stack: cdk.Stack) -> None:
    found = rendered(stack, explainer(label_headers=["stays", "leaves"]))
    assert found["InferenceConfig"] == {"LabelHeaders": ["stays", "leaves"]}


def test_the_words_are_those_of_the_service() -> None:
    service = Session().get_service_model("sagemaker")

    def words(shape: str) -> list[str]:
        return sorted(service.shape_for(shape).metadata["enum"])

    assert sorted(get_args(FeatureType)) == words("ClarifyFeatureType")
    assert sorted(GRANULARITIES.value) == words("ClarifyTextGranularity")
    assert sorted(LANGUAGES.value) == words("ClarifyTextLanguage")


def test_an_endpoint_takes_it_with_its_metric_and_its_scaling(stack: cdk.Stack) -> None:
    made = endpoint(
        stack,
        explainer=explainer(),
        scaling=hosting.Scaling(min_capacity=2, max_capacity=8).track_metric(
            "ExplanationsPerInstance", target=20
        ),
        endpoint_name="churn",
    )
    template = template_of(stack)
    assert only(template, CONFIG)["ExplainerConfig"]
    (policy,) = resources_of(template, POLICY).values()
    custom = policy["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    assert custom["CustomizedMetricSpecification"]["Statistic"] == "Sum"
    metric = made.metric_explanations_per_instance()
    assert metric.metric_name == "ExplanationsPerInstance"
    assert metric.statistic == "Sum"


def test_a_multi_model_endpoint_can_be_explained(stack: cdk.Stack) -> None:
    many = hosting.MultiModel(
        stack,
        "Many",
        image=hosting.ContainerImage.from_uri(
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/many:1"
        ),
        models=hosting.MultiModelData(bucket=bucket(stack), prefix="churn"),
    )
    endpoint(stack, model=many, explainer=explainer())
    assert only(template_of(stack), CONFIG)["ExplainerConfig"]


def test_every_variant_is_explained(stack: cdk.Stack) -> None:
    endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")], explainer=explainer())
    assert only(template_of(stack), CONFIG)["ExplainerConfig"]


# --- what it may read ----------------------------------------------------------------------------


def stored(stack: cdk.Stack, key: str = "churn/4f1c/baseline.csv", **arguments: Any) -> None:
    baseline = hosting.ShapBaseline.from_s3(bucket(stack), key, **arguments)
    endpoint(stack, model=model(stack), explainer=explainer(baseline))


def test_the_model_may_read_a_baseline_in_s3(stack: cdk.Stack) -> None:
    stored(stack)
    template = template_of(stack)
    found = only(template, CONFIG)["ExplainerConfig"]["ClarifyExplainerConfig"]["ShapConfig"]
    assert found["ShapBaselineConfig"] == {"ShapBaselineUri": "s3://models/churn/4f1c/baseline.csv"}
    assert flat(statement_for(template, "s3:GetObject")["Resource"]).endswith(":models/churn/*")


@pytest.mark.parametrize(
    ("key", "prefix", "readable"),
    [("b.csv", None, "b.csv"), ("churn/1/b.csv", "churn/1/", "churn/1/*"), ("b.csv", "", "*")],
)
def test_how_much_it_may_read(
    stack: cdk.Stack, key: str, prefix: str | None, readable: str
) -> None:
    stored(stack, key, readable_prefix=prefix)
    resource = flat(statement_for(template_of(stack), "s3:GetObject")["Resource"])
    assert resource.endswith(f":models/{readable}")


@pytest.mark.parametrize("whose", ["object", "bucket"])
def test_the_key_of_the_baseline(stack: cdk.Stack, whose: str) -> None:
    key = kms.Key(stack, "Key")
    place = (
        s3.Bucket(stack, "Encrypted", encryption_key=key) if whose == "bucket" else bucket(stack)
    )
    baseline = hosting.ShapBaseline.from_s3(
        place, "churn/b.csv", encryption_key=key if whose == "object" else None
    )
    endpoint(stack, model=model(stack), explainer=explainer(baseline))
    statement = statement_for(template_of(stack), "kms:Decrypt")
    assert statement["Resource"] == stack.resolve(key.key_arn)


def test_a_baseline_in_the_configuration_needs_nothing(stack: cdk.Stack) -> None:
    endpoint(stack, model=model(stack), explainer=explainer())
    actions = [one["Action"] for one in statements_of(template_of(stack))]
    assert "s3:GetObject" not in actions


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda s: explainer(enable_explanations="[1] > 0.5"), "expression"),
        (lambda s: explainer(enable_explanations="true"), "name of a field"),
        (lambda s: explainer(enable_explanations="`1`"), "not true or false"),
        (lambda s: explainer(enable_explanations=""), "is empty"),
        (lambda s: explainer(enable_explanations="a" * 65), "has 65 characters"),
        (lambda s: explainer(hosting.ShapBaseline.inline("1" * 4097)), "4097 characters"),
        (lambda s: explainer(hosting.ShapBaseline.inline("1,2\n3")), "have 1 and 2 values"),
        (
            lambda s: explainer(hosting.ShapBaseline.inline("1,2", mime_type="text/plain")),
            "does not read",
        ),
        (lambda s: explainer(feature_headers=["a", "b"]), "3 values, FeatureHeaders 2"),
        (lambda s: explainer(feature_headers=["a"] * 257), "257"),
        (lambda s: explainer(label_headers=["a"] * 17), "LabelHeaders has 17 entries"),
        (lambda s: explainer(max_payload=Size.mebibytes(26)), "MaxPayloadInMB is 26"),
        (lambda s: explainer(max_record_count=0), "MaxRecordCount is 0"),
        (lambda s: explainer(number_of_samples=0), "NumberOfSamples is 0"),
        (lambda s: explainer(probability_index=-1), "ProbabilityIndex is -1"),
        (lambda s: explainer(probability_index=1, label_index=1), "are both 1"),
        (lambda s: explainer(probability_index=1, probability_attribute="p"), "for JSON Lines"),
        (lambda s: explainer(content_template="{}"), "no place for the features"),
        (lambda s: explainer(feature_types=["numerical"] * 3), "without text"),
        (lambda s: explainer(feature_types=["text"] * 3), "no TextConfig"),
        (
            lambda s: explainer(text=hosting.ClarifyText(language="e", granularity="token")),
            "no word of the explainer's",
        ),
        (lambda s: hosting.ShapBaseline(), "either in the configuration or an object"),
        (lambda s: hosting.ShapBaseline(text="1", bucket=bucket(s), key="k"), "either"),
        (lambda s: hosting.ShapBaseline(bucket=bucket(s)), "either"),
        (lambda s: hosting.ShapBaseline(text="1", key="k"), "either"),
        (lambda s: hosting.ShapBaseline.from_s3(bucket(s), "/b.csv"), "not the key of an object"),
        (lambda s: hosting.ShapBaseline.from_s3(bucket(s), ""), "not the key of an object"),
    ],
)
def test_refuses_where_it_is_written(stack: cdk.Stack, make: Any, message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        make(stack)


def test_refuses_serverless_variants(stack: cdk.Stack) -> None:
    serverless = hosting.ServerlessVariant(
        model=imported_model(stack), memory_size=Size.gibibytes(2), max_concurrency=5
    )
    with pytest.raises(hosting.InvalidProps, match="ExplainerConfig is given on a serverless"):
        config(stack, variants=[serverless], explainer=explainer())


def test_refuses_asynchronous_endpoints(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="ExplainerConfig is given on an asynchronous"):
        config(
            stack,
            explainer=explainer(),
            async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        )
