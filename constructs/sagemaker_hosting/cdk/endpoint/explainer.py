"""Online explainability: SageMaker Clarify explains the answers of an endpoint as it gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties, mebibytes, texts
from sagemaker_hosting.cdk._s3 import object_statements, readable
from sagemaker_hosting.cdk._surroundings import bucket_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html"
)

RecordType = Literal["text/csv", "application/jsonlines"]
"""What the explainer reads: the formats of a baseline and of the container."""

FeatureType = Literal["numerical", "categorical", "text"]
"""What the explainer knows a feature as."""


@dataclass(frozen=True, kw_only=True)
class ShapBaseline:
    """What a record is compared with: one record or more with typical values of each feature.

    Made by `inline` and `from_s3`. For text it is what takes the place of a word, ``"<MASK>"``.

    Attributes:
        text: The records, up to 4,096 characters. Default: they lie in S3.
        bucket: Where they lie. Default: they are in the configuration itself.
        key: The object there. Default: none.
        readable_prefix: What the execution role may read, without the ``*``. Default: see
            `from_s3`.
        encryption_key: The KMS key of the object. Default: the bucket's own, if any.
        mime_type: The format of the records. Default: SageMaker's, ``text/csv``.

    Raises:
        InvalidProps: Unless the records are either here or in S3.

    Source: developer guide pages 209 and 212;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html
    """

    text: str | None = None
    bucket: s3.IBucket | None = None
    key: str | None = None
    readable_prefix: str | None = None
    encryption_key: kms.IKey | None = None
    mime_type: RecordType | None = None

    def __post_init__(self) -> None:
        """Refuse two places, none, and half of one."""
        inline, stored = self.text is not None, self.bucket is not None and self.key is not None
        if inline == stored or (self.bucket is None) != (self.key is None):
            raise InvalidProps(
                "a SHAP baseline is either in the configuration or an object in S3",
                fix="use ShapBaseline.inline('0.2,13,4') or ShapBaseline.from_s3(bucket, key)",
                source=_SOURCE,
            )

    @classmethod
    def inline(cls, records: str, *, mime_type: RecordType | None = None) -> ShapBaseline:
        """Write the records into the configuration itself.

        Args:
            records: The features of each record and nothing else, a line each; up to 4,096
                characters.
            mime_type: Their format. Default: ``text/csv``.
        """
        return cls(text=records, mime_type=mime_type)

    @classmethod
    def from_s3(
        cls,
        bucket: s3.IBucket,
        key: str,
        *,
        readable_prefix: str | None = None,
        encryption_key: kms.IKey | None = None,
        mime_type: RecordType | None = None,
    ) -> ShapBaseline:
        """Take the records from an object in S3, which the execution role may read.

        Give new records a new key: what is running reads the old one whenever an instance starts.
        A model in a VPC needs a way to S3.

        Args:
            bucket: The bucket, in the Region of the endpoint.
            key: The object's key.
            readable_prefix: What the execution role may read, without the ``*``. It has to cover
                the baseline that the endpoint is about to leave as well, which a rollback goes back
                to. Default: the first folder of ``key``, such as ``churn/`` of
                ``churn/4f1c9a/baseline.csv``; the object alone where it is in no folder.
            encryption_key: The KMS key of the object. Default: the bucket's own, if any.
            mime_type: The format of the records. Default: ``text/csv``.

        Raises:
            InvalidProps: When ``key`` is known and no key of an object.
        """
        if is_known(key) and (not key or key.startswith("/") or key.endswith("/")):
            raise InvalidProps(
                f"baseline key {key!r} is not the key of an object",
                fix="pass the key without slashes at its ends",
                source=_SOURCE,
            )
        return cls(
            bucket=bucket,
            key=key,
            readable_prefix=readable(readable_prefix, key),
            encryption_key=encryption_key,
            mime_type=mime_type,
        )

    def render(self) -> Properties:
        """Return ``ShapBaselineConfig`` of an explainer."""
        uri = None if self.bucket is None else f"s3://{bucket_facts(self.bucket).name}/{self.key}"
        return self._properties(uri)

    def _sketch(self) -> Properties:
        """Return the same before any bucket is asked for its name."""
        return self._properties(None if self.bucket is None else "s3://bucket/key")

    def role_statements(self) -> list[Properties]:
        """Return what an execution role needs to read the records."""
        if self.bucket is None or self.key is None:
            return []
        facts, prefix, own = bucket_facts(self.bucket), self.readable_prefix, self.encryption_key
        keys = self.key if prefix is None else f"{prefix}*"
        key_arn = facts.encryption_key_arn if own is None else own.key_arn
        return list(object_statements(facts.arn, keys, key_arn))

    def _properties(self, uri: str | None) -> Properties:
        return {"MimeType": self.mime_type, "ShapBaseline": self.text, "ShapBaselineUri": uri}


@dataclass(frozen=True, kw_only=True)
class ClarifyText:
    """How text is taken apart; each part is explained as a feature of its own.

    Attributes:
        language: The ISO 639 code of the language, such as ``en``; ``xx`` for a mix of several.
        granularity: What a part is: a ``token`` (a word, in English), a ``sentence`` or a
            ``paragraph``.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyTextConfig.html
    """

    language: str
    granularity: Literal["token", "sentence", "paragraph"]

    def render(self) -> Properties:
        """Return ``TextConfig`` of an explainer."""
        return {"Language": self.language, "Granularity": self.granularity}


@dataclass(frozen=True, kw_only=True)
class ClarifyShap:
    """How feature attributions are computed (Kernel SHAP).

    One explanation takes as many predictions as the baseline has records, times the number of
    samples, and a request has 60 seconds for all of it.

    Attributes:
        baseline: What a record is compared with.
        number_of_samples: Synthetic records for each record of the baseline, 1 or more; at most
            2^features - 2 are drawn. Default: 2 x features + 2,048.
        use_logit: Whether predictions go through the logit function, so that attributions are in
            log-odds. Default: False.
        seed: What the random numbers start with, so that one record gets the same explanation
            twice. Default: none, and they differ a little.
        text: How text features are taken apart; required where there are any. Default: none is
            text.

    Source: developer guide pages 209 and 210;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapConfig.html
    """

    baseline: ShapBaseline
    number_of_samples: int | None = None
    use_logit: bool = False
    seed: int | None = None
    text: ClarifyText | None = None

    def render(self, baseline: Properties) -> Properties:
        """Return ``ShapConfig`` of an explainer with the rendered ``baseline``."""
        return {
            "ShapBaselineConfig": baseline,
            "NumberOfSamples": self.number_of_samples,
            "UseLogit": True if self.use_logit else None,
            "Seed": self.seed,
            "TextConfig": self.text.render() if self.text else None,
        }


@dataclass(frozen=True, kw_only=True)
class ClarifyInference:
    """What the container takes and answers, as the explainer asks it for predictions.

    It speaks CSV or JSON Lines. Positions find things in CSV, JMESPath expressions of up to 64
    characters find them in JSON Lines.

    Attributes:
        features_attribute: Where a JSON Lines request has the features: ``features`` of
            ``{"features": [1, 2]}``. Default: the request is CSV.
        content_template: A JSON Lines record with ``$features`` where the features go, up to 64
            characters. Default: the container takes CSV.
        max_record_count: The most records that the container takes in a request, 1 or more; the
            more, the faster. Default: found out while it runs.
        max_payload: The largest request to the container, 1 to 25 MB. Default: 6 MB.
        probability_index: The column of a CSV answer with the probability, from 0. Default: the
            whole answer is one.
        label_index: The column of a CSV answer with the label headers, from 0. Default: none.
        probability_attribute: Where a JSON Lines answer has the probability. Default: the answer is
            CSV.
        label_attribute: Where a JSON Lines answer has the label headers. Default: none.
        label_headers: The names of the classes, where the answer has none; up to 16. Default: none.
        feature_headers: The names of the features, for the explanation; up to 256. Default: none.
        feature_types: What each feature is, one of them ``text``; for explanations of text only.
            Default: inferred from the baseline.

    Source: developer guide pages 196 to 200;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html
    """

    features_attribute: str | None = None
    content_template: str | None = None
    max_record_count: int | None = None
    max_payload: cdk.Size | None = None
    probability_index: int | None = None
    label_index: int | None = None
    probability_attribute: str | None = None
    label_attribute: str | None = None
    label_headers: Sequence[str] = ()
    feature_headers: Sequence[str] = ()
    feature_types: Sequence[FeatureType] = ()

    def render(self) -> Properties:
        """Return ``InferenceConfig`` of an explainer."""
        return {
            "FeaturesAttribute": self.features_attribute,
            "ContentTemplate": self.content_template,
            "MaxRecordCount": self.max_record_count,
            "MaxPayloadInMB": mebibytes(self.max_payload, "max_payload"),
            "ProbabilityIndex": self.probability_index,
            "LabelIndex": self.label_index,
            "ProbabilityAttribute": self.probability_attribute,
            "LabelAttribute": self.label_attribute,
            "LabelHeaders": texts(self.label_headers, "label_headers") or None,
            "FeatureHeaders": texts(self.feature_headers, "feature_headers") or None,
            "FeatureTypes": texts(self.feature_types, "feature_types") or None,
        }


@dataclass(frozen=True, kw_only=True)
class ClarifyExplainer:
    """Has SageMaker Clarify explain the answers of a real-time endpoint on instances.

    It runs beside the container and asks it for the predictions that an explanation takes. Requests
    and answers of the container have to be CSV or JSON Lines. With an explainer the answer of the
    endpoint is JSON of another form, with predictions and explanations: callers have to know.
    Multi-model endpoints can be explained; serverless and asynchronous ones cannot.

    Example::

        hosting.ClarifyExplainer(
            enable_explanations="[1] > `0.5`",
            inference=hosting.ClarifyInference(max_record_count=100, probability_index=1),
            shap=hosting.ClarifyShap(baseline=hosting.ShapBaseline.inline("41,2,17")),
        )

    Attributes:
        shap: How attributions are computed, with the baseline.
        inference: What the container takes and answers. Default: CSV, and the whole answer is the
            probability.
        enable_explanations: Which records are explained, by the container's answer: a JMESPath
            expression of up to 64 characters with literals in backticks, such as ``[1] > `0.5` ``;
            or True for all, or False for those of requests that ask for it (``EnableExplanations``
            of ``InvokeEndpoint``). Default: all.

    Raises:
        InvalidProps: When a rule of the catalogue refuses it.

    Source: developer guide pages 194 to 220;
    https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability.html
    """

    shap: ClarifyShap
    inference: ClarifyInference | None = None
    enable_explanations: str | bool | None = None

    def __post_init__(self) -> None:
        """Have the rules look at the explainer where it is written."""
        sketch = self._properties(self.shap.baseline._sketch())
        enforce(_TYPE, {"ExplainerConfig": sketch}, partial=True)

    def render(self) -> Properties:
        """Return ``ExplainerConfig`` of an ``AWS::SageMaker::EndpointConfig``."""
        return self._properties(self.shap.baseline.render())

    def role_statements(self) -> list[Properties]:
        """Return what an execution role needs to explain answers."""
        return self.shap.baseline.role_statements()

    def _properties(self, baseline: Properties) -> Properties:
        when = self.enable_explanations
        return {
            "ClarifyExplainerConfig": {
                "EnableExplanations": f"`{str(when).lower()}`" if isinstance(when, bool) else when,
                "InferenceConfig": self.inference.render() if self.inference else None,
                "ShapConfig": self.shap.render(baseline),
            }
        }
