"""The accounts whose registries hold SageMaker's own framework images, by Region.

Deep Learning Containers live in accounts that the CDK knows itself
(``region_info.FactName.DLC_REPOSITORY_ACCOUNT``); these do not.
"""

from __future__ import annotations

from typing import Final

SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-docker-containers-scikit-learn-spark.html"

FRAMEWORK_REPOSITORIES: Final = frozenset(
    {"sagemaker-scikit-learn", "sagemaker-sparkml-serving", "sagemaker-xgboost"}
)
"""Repositories of framework images that are not Deep Learning Containers."""

FRAMEWORK_ACCOUNTS: Final = {
    "ap-northeast-1": "354813040037",
    "ap-northeast-2": "366743142698",
    "ap-south-1": "720646828776",
    "ap-southeast-1": "121021644041",
    "ap-southeast-2": "783357654285",
    "ca-central-1": "341280168497",
    "eu-central-1": "492215442770",
    "eu-west-1": "141502667606",
    "eu-west-2": "764974769150",
    "us-east-1": "683313688378",
    "us-east-2": "257758044811",
    "us-gov-west-1": "414596584902",
    "us-west-1": "746614075791",
    "us-west-2": "246618743249",
}
"""Region to account id."""
