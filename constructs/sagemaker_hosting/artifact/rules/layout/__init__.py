"""Does everything lie where the container looks?"""
