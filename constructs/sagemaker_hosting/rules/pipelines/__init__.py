"""Rules about the definitions of AWS::SageMaker::Pipeline."""
