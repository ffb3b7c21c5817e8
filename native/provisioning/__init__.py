"""Brings what the suite needs and cargo cannot: native libraries from wheels, and the data set."""
