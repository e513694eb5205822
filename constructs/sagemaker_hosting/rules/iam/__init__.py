"""Rules about the roles of hosting: who assumes them and what they allow."""
