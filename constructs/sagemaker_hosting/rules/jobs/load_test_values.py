"""SMH1832."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import LOAD_TEST_VALUES
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestValues


class LoadTestValues(RequestValues):
    """The kind of a load test and its traffic are chosen from fixed words, upper case or not."""

    id = "SMH1832"
    title = "word that load tests do not know"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-job-type-case", "rec-flat-invocations", "rec-traffic-patterns")
    pages = (1, 2, 3, 8)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceRecommendationsJob.html"
    values = LOAD_TEST_VALUES
