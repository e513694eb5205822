"""SMH1802."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import TRANSFORM_VALUES
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestValues


class TransformValues(RequestValues):
    """How a transform job reads, splits, joins and assembles is chosen from fixed words."""

    id = "SMH1802"
    title = "word that transform jobs do not know"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-split-line", "bt-assemble-line", "bt-data-processing-fields")
    pages = (298, 299, 301, 302)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"
    values = TRANSFORM_VALUES
