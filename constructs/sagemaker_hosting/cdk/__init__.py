"""The constructs: SageMaker hosting as CDK resources."""
