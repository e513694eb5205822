"""The constructs: SageMaker hosting as CDK resources. Import the public names from ``sagemaker_hosting``."""
