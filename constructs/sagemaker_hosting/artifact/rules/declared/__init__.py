"""Does the artifact fit what it is declared for?"""
